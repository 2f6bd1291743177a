import { sql, type Kysely, type Transaction } from 'kysely';
import type { EvaluationRecord, PublicationStore, PublishedAt } from '../../core/publish-ports.ts';
import type { Published } from '../../model/action.ts';
import type { ExceptionStanding } from '../../model/exception.ts';
import type { Finding } from '../../model/finding.ts';
import { saveExceptions } from './exceptions.ts';
import { saveRepository, takeRepositories } from './repositories.ts';
import type { Schema } from './schema.ts';

/** What was judged and posted, in the database. */
export function publicationsIn(db: Kysely<Schema>): PublicationStore {
  return {
    published: async (subject) => {
      const found = await db.selectFrom('publication').select('document').where('subject', '=', subject).executeTakeFirst();
      return found?.document ?? null;
    },
    recordPublished: (subject, published) => db.transaction().execute((transaction) => recordPublished(transaction, subject, published)),
    publishedAt: (repositoryId, headSha) => publishedAt(db, repositoryId, headSha),
    newFindings: (subject) => newFindings(db, subject),
    saveEvaluation: (record) => db.transaction().execute((transaction) => saveEvaluation(transaction, record)),
    toReconcile: (wanted) => takeRepositories(db, wanted),
    forget: (installation, repositoryIds) => db.transaction().execute((transaction) => forget(transaction, installation, repositoryIds)),
  };
}

async function publishedAt(db: Kysely<Schema>, repositoryId: number, headSha: string): Promise<readonly PublishedAt[]> {
  const rows = await db
    .selectFrom('publication')
    .select(['subject', 'document'])
    .where('repository_id', '=', String(repositoryId))
    .where(sql<boolean>`document -> 'checkRun' ->> 'headSha' = ${headSha}`)
    .where('subject', 'like', 'pull:%')
    .orderBy('subject')
    .execute();
  return rows.flatMap(({ subject, document: { checkRun } }) => (checkRun ? [{ pull: Number(subject.split(':')[2]), checkRun }] : []));
}

async function newFindings(db: Kysely<Schema>, subject: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('finding')
    .select('fingerprint')
    .where('subject', '=', subject)
    .where('disposition', '=', 'new')
    .where('fixed_at', 'is', null)
    .execute();
  return new Set(rows.map(({ fingerprint }) => fingerprint));
}

/** `pull:<repository id>:<number>` names it. */
const repositoryOf = (subject: string): string => subject.split(':')[1] ?? '0';

async function recordPublished(db: Transaction<Schema>, subject: string, published: Published): Promise<void> {
  const document = JSON.stringify(published);
  await db
    .insertInto('publication')
    .values({ subject, repository_id: repositoryOf(subject), document })
    .onConflict((conflict) => conflict.column('subject').doUpdateSet({ document, at: sql<Date>`now()` }))
    .execute();
  if (published.pending === undefined) await markNotified(db, subject, published);
}

/** An owner knows of a finding through a comment or an issue that names it, or by being asked for a review. */
async function markNotified(db: Transaction<Schema>, subject: string, { comments, issues, requestedReviewers }: Published): Promise<void> {
  const commented = comments.map(({ marker }) => marker.replace(/^finding:/, ''));
  const listed = issues.flatMap(({ items = [] }) => items.map(({ fingerprint }) => fingerprint));
  const asked = requestedReviewers.map((name) => name.toLowerCase());
  await db
    .updateTable('finding')
    .set({ owner_notified_at: sql<Date>`now()` })
    .where('subject', '=', subject)
    .where('owner_notified_at', 'is', null)
    .where('fixed_at', 'is', null)
    .where(
      sql<boolean>`(fingerprint = any(${[...commented, ...listed]}::text[])
        or exists (select from unnest(owners) owner where lower(ltrim(owner, '@')) = any(${asked}::text[])))`,
    )
    .execute();
}

async function saveEvaluation(db: Transaction<Schema>, record: EvaluationRecord): Promise<void> {
  const { subject, repository, evaluation, at, elapsedMs } = record;
  const row = {
    subject,
    head_sha: evaluation.head.commit ?? '',
    installation_id: String(repository.installation),
    repository_id: String(repository.id),
    at,
    elapsed_ms: elapsedMs,
    conclusion: evaluation.decision.conclusion,
    document: JSON.stringify(evaluation),
    base_sha: evaluation.base?.commit ?? null,
    pull: record.pull ?? null,
    branch: record.branch ?? null,
    counts: JSON.stringify(evaluation.decision.counts),
    libraries: JSON.stringify(evaluation.libraries),
    owner: repository.owner,
    name: repository.name,
    valid_until: evaluation.validUntil ?? null,
    waits: evaluation.exceptions.some(waits),
  };
  const { subject: _, head_sha: __, ...again } = row;
  await db
    .insertInto('evaluation')
    .values({ ...row, first_at: at })
    .onConflict((conflict) => conflict.columns(['subject', 'head_sha']).doUpdateSet(again))
    .execute();
  await saveRepository(db, record);
  await saveFindings(db, record);
  await markFixed(db, record);
  await saveExceptions(db, record);
}

const waits = ({ state, approval }: ExceptionStanding): boolean => state !== 'over' && (approval === 'missing' || approval === 'hidden');

/** When each was first seen stays; one that returns is open again. */
async function saveFindings(db: Transaction<Schema>, record: EvaluationRecord): Promise<void> {
  const rows = [...new Map(record.evaluation.findings.map((finding) => [finding.fingerprint, rowOf(finding, record)])).values()];
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await db
      .insertInto('finding')
      .values(rows.slice(from, from + ROWS_AT_ONCE))
      .onConflict((conflict) =>
        conflict.columns(['subject', 'fingerprint']).doUpdateSet(({ ref }) => ({
          phase: ref('excluded.phase'),
          disposition: ref('excluded.disposition'),
          last_seen: sql<Date>`case when excluded.fixed_at is null then excluded.last_seen else finding.last_seen end`,
          fixed_at: ref('excluded.fixed_at'),
          fixed_in: ref('excluded.fixed_in'),
          severity: ref('excluded.severity'),
          owners: ref('excluded.owners'),
          resolved_how: ref('excluded.resolved_how'),
          last_sha: sql<string | null>`case when excluded.fixed_at is null then excluded.last_sha else finding.last_sha end`,
        })),
      )
      .execute();
  }
}

/** A statement takes at most 65,535 values. */
const ROWS_AT_ONCE = 500;

function rowOf(finding: Finding, record: EvaluationRecord) {
  const { fingerprint, policy, asset, field, phase, severity, disposition } = finding;
  const { subject, repository, at, evaluation } = record;
  const ids = { installation_id: String(repository.installation), repository_id: String(repository.id) };
  const sha = evaluation.head.commit;
  const fixed = disposition === 'fixed' ? { fixed_at: at, fixed_in: sha } : { fixed_at: null, fixed_in: null };
  const seen = { first_seen: at, last_seen: at, first_sha: sha, last_sha: sha, resolved_how: resolvedHow(disposition) };
  const owners = finding.owners.map(({ name }) => name);
  return { subject, fingerprint, ...ids, policy, asset, field, phase, severity, owners, disposition, ...seen, ...fixed };
}

/** What no longer counts was resolved, though not always by a change of the code. */
function resolvedHow(disposition: Finding['disposition']): string | null {
  return disposition === 'new' || disposition === 'existing' ? null : disposition;
}

/** On a pull request, what the newest judgement does not name any more is fixed. On a branch only what was judged again can be. */
async function markFixed(db: Transaction<Schema>, { subject, pull, evaluation, at }: EvaluationRecord): Promise<void> {
  if (pull === undefined) return;
  const named = evaluation.findings.map(({ fingerprint }) => fingerprint);
  await db
    .updateTable('finding')
    .set({ disposition: 'fixed', resolved_how: 'fixed', fixed_at: at, fixed_in: evaluation.head.commit })
    .where('subject', '=', subject)
    .where('fixed_at', 'is', null)
    .where(sql<boolean>`fingerprint <> all(${named}::text[])`)
    .execute();
}

async function forget(db: Transaction<Schema>, installation: number, repositoryIds: readonly number[]): Promise<void> {
  const ids = repositoryIds.length > 0 ? repositoryIds.map(String) : await repositoriesOf(db, installation);
  if (ids.length === 0) return;
  for (const table of ['publication', 'evaluation', 'finding', 'exception', 'exception_approval', 'exception_care', 'command'] as const)
    await db.deleteFrom(table).where('repository_id', 'in', ids).execute();
  await db.deleteFrom('repository').where('id', 'in', ids).execute();
}

async function repositoriesOf(db: Transaction<Schema>, installation: number): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('evaluation')
    .select('repository_id')
    .distinct()
    .where('installation_id', '=', String(installation))
    .execute();
  return rows.map(({ repository_id }) => repository_id);
}
