import { sql, type Kysely, type Transaction } from 'kysely';
import type { EvaluationRecord, ExceptionStore, LapsedSubject } from '../../core/publish-ports.ts';
import type { Schema } from './schema.ts';

/** What is known of exceptions over time, in the database. */
export function exceptionsIn(db: Kysely<Schema>): ExceptionStore {
  return {
    approved: async (repositoryId) => {
      const rows = await db.selectFrom('exception_approval').select('name').where('repository_id', '=', String(repositoryId)).execute();
      return new Set(rows.map(({ name }) => name));
    },
    recordApproved: async ({ id }, name, by) => {
      const row = { repository_id: String(id), name, approved_by: by };
      await db
        .insertInto('exception_approval')
        .values(row)
        .onConflict((conflict) => conflict.columns(['repository_id', 'name']).doNothing())
        .execute();
    },
    used: (repositoryId) => usedIn(db, repositoryId),
    lapsed: (today) => newest(db, sql<boolean>`valid_until < ${today}`),
    clearLapsed: async (subjects) => {
      if (subjects.length === 0) return;
      await db.updateTable('evaluation').set({ valid_until: null }).where('subject', 'in', subjects).execute();
    },
    waiting: (repositoryId) => newest(db, sql<boolean>`waits and repository_id = ${String(repositoryId)}`),
    toLookAfter: (today) => toLookAfter(db, today),
    lookedAfter: async (repositoryId, today) => {
      const row = { repository_id: String(repositoryId), looked_after: today };
      await db
        .insertInto('exception_care')
        .values(row)
        .onConflict((conflict) => conflict.column('repository_id').doUpdateSet({ looked_after: today }))
        .execute();
    },
  };
}

/** Keeps those that were in force, with the evaluation. */
export async function saveExceptions(db: Transaction<Schema>, { evaluation, repository, at, governs }: EvaluationRecord): Promise<void> {
  const inForce = evaluation.exceptions.filter(({ state }) => state === 'in force');
  if (inForce.length === 0) return;
  const { id: repositoryId, installation, owner, name } = repository;
  const where = { repository_id: String(repositoryId), installation_id: String(installation), owner, name, branch: governs };
  const rows = inForce.map(({ id, requested, policies, expires }) => ({ id, requested, policies, expires }));
  await db
    .insertInto('exception')
    .values(rows.map((row) => ({ ...row, ...where, first_seen: at, last_seen: at })))
    .onConflict((conflict) =>
      conflict.columns(['repository_id', 'id', 'requested']).doUpdateSet(({ ref }) => ({
        policies: ref('excluded.policies'),
        expires: ref('excluded.expires'),
        owner: ref('excluded.owner'),
        name: ref('excluded.name'),
        branch: ref('excluded.branch'),
        last_seen: ref('excluded.last_seen'),
      })),
    )
    .execute();
}

async function usedIn(db: Kysely<Schema>, repositoryId: number) {
  const rows = await db
    .selectFrom('exception')
    .select(['id', 'policies', sql<string>`to_char(requested, 'YYYY-MM-DD')`.as('requested')])
    .where('repository_id', '=', String(repositoryId))
    .execute();
  return rows.map(({ id, policies, requested }) => ({ id, policies, requested }));
}

/** Of each subject only the newest judgement says anything about now. */
async function newest(db: Kysely<Schema>, holds: ReturnType<typeof sql<boolean>>): Promise<readonly LapsedSubject[]> {
  const rows = await db
    .selectFrom((inner) =>
      inner
        .selectFrom('evaluation')
        .distinctOn('subject')
        .select(['subject', 'installation_id', 'repository_id', 'owner', 'name', 'pull', 'branch', 'valid_until', 'waits'])
        .orderBy('subject')
        .orderBy('at', 'desc')
        .as('last'),
    )
    .selectAll()
    .where(holds)
    .where('owner', 'is not', null)
    // What the merge queue asked about is merged by now, or gone.
    .where('subject', 'not like', 'queue:%')
    .execute();
  return rows.map(({ subject, pull, branch, ...row }) => ({
    subject,
    repository: repositoryIn(row),
    ...(pull === null ? {} : { pull }),
    ...(branch === null ? {} : { branch }),
  }));
}

interface RepositoryRow {
  readonly installation_id: string;
  readonly repository_id: string;
  readonly owner: string | null;
  readonly name: string | null;
}

function repositoryIn({ installation_id, repository_id, owner, name }: RepositoryRow) {
  return { installation: Number(installation_id), id: Number(repository_id), owner: owner ?? '', name: name ?? '' };
}

/** Also those whose exceptions are all over: their issue is to be closed. */
async function toLookAfter(db: Kysely<Schema>, today: string) {
  const rows = await db
    .selectFrom('exception')
    .leftJoin('exception_care', 'exception_care.repository_id', 'exception.repository_id')
    .distinctOn('exception.repository_id')
    .select(['exception.installation_id', 'exception.repository_id', 'owner', 'name', 'branch'])
    .where(sql<boolean>`looked_after is null or looked_after < ${today}`)
    .orderBy('exception.repository_id')
    .orderBy('last_seen', 'desc')
    .execute();
  return rows.map((row) => ({ ...repositoryIn(row), branch: row.branch }));
}
