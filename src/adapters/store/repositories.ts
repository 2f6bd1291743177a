import { sql, type Kysely, type Transaction } from 'kysely';
import type { EvaluationRecord, PublicationStore } from '../../core/publish-ports.ts';
import type { Schema } from './schema.ts';

/** Keeps the repository of a judgement under the name that it has now. */
export async function saveRepository(db: Transaction<Schema>, { repository, branch, at }: EvaluationRecord): Promise<void> {
  const { id, installation, owner, name } = repository;
  const now = { installation_id: String(installation), owner, name };
  await db
    .insertInto('repository')
    .values({ id: String(id), ...now, default_branch: branch ?? null, looked_at: at })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(branch === undefined ? now : { ...now, default_branch: branch }))
    .execute();
}

/** Those that nobody has looked at since `before`, the longest first. Several processes never get the same. */
export async function takeRepositories(
  db: Kysely<Schema>,
  { before, now, most }: Parameters<PublicationStore['toReconcile']>[0],
): Promise<Awaited<ReturnType<PublicationStore['toReconcile']>>> {
  const rows = await db
    .updateTable('repository')
    .set({ looked_at: now })
    .where(({ eb, selectFrom }) => {
      const due = selectFrom('repository')
        .select('id')
        .where('looked_at', '<', sql<Date>`${before}::timestamptz`);
      return eb('id', 'in', due.orderBy('looked_at').limit(most).forUpdate().skipLocked());
    })
    .returningAll()
    .execute();
  return rows.map(({ id, installation_id, owner, name, default_branch }) => ({
    installation: Number(installation_id),
    id: Number(id),
    owner,
    name,
    ...(default_branch === null ? {} : { branch: default_branch }),
  }));
}
