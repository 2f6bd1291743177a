import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../../../src/adapters/store/migrations.ts';
import { publicationsIn } from '../../../src/adapters/store/publications.ts';
import type { PublicationStore } from '../../../src/core/publish-ports.ts';
import type { Published } from '../../../src/model/action.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { aFinding } from '../../builders/a-finding.ts';
import { anEvaluation } from '../../builders/an-evaluation.ts';
import { databasesIn, type TestDatabase } from './databases.ts';

const folder = mkdtempSync(join(tmpdir(), 'tollgate-measures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.for(databasesIn(folder))('what can be measured later ($name)', ({ skip, open }) => {
  let opened: Awaited<ReturnType<TestDatabase['open']>>;
  let publications: PublicationStore;
  let pull = 0;
  beforeAll(async () => {
    if (skip) return;
    opened = await open();
    const { db } = opened;
    await migrate(db);
    await migrate(db);
    publications = publicationsIn(db);
  });
  afterAll(() => opened?.close());
  beforeEach(({ skip: leaveOut }) => {
    leaveOut(skip, 'no PostgreSQL here: set TEST_DATABASE_URL, or install one');
    pull += 1;
  });

  const subject = (): string => `pull:1:${pull}`;
  async function judged(day: number, findings: readonly Finding[], more: object = { pull }): Promise<void> {
    const repository = { installation: 42, id: 1, owner: 'acme', name: 'warehouse' };
    const evaluation = anEvaluation({ findings, head: { commit: String(day).repeat(40), name: 'feature' } });
    await publications.saveEvaluation({
      subject: subject(),
      repository,
      ...more,
      evaluation,
      at: `2026-01-0${day}T00:00:00Z`,
      elapsedMs: 12,
      governs: 'main',
    });
  }
  const rows = async (table: string): Promise<readonly Record<string, unknown>[]> =>
    (await opened.pool.query(`select * from ${table} where subject = $1 order by 2`, [subject()])).rows;
  const day = (number: number): Date => new Date(`2026-01-0${number}T00:00:00Z`);
  const published = (more: Partial<Published> = {}): Published => ({ comments: [], issues: [], requestedReviewers: [], ...more });

  it('is when a finding was first and last seen, and when and how it was resolved', async () => {
    const finding = aFinding({ owners: [{ name: '@acme/payments', kind: 'team', why: 'CODEOWNERS' }] });
    await judged(1, [finding]);
    await judged(2, [finding]);
    expect(await rows('finding')).toMatchObject([
      { first_seen: day(1), last_seen: day(2), first_sha: '1'.repeat(40), last_sha: '2'.repeat(40), fixed_at: null, resolved_how: null },
    ]);
    await judged(3, []);
    expect(await rows('finding')).toMatchObject([
      {
        last_seen: day(2),
        fixed_at: day(3),
        fixed_in: '3'.repeat(40),
        resolved_how: 'fixed',
        severity: 'high',
        owners: ['@acme/payments'],
      },
    ]);
    await judged(4, [finding]);
    expect(await rows('finding')).toMatchObject([{ first_seen: day(1), last_seen: day(4), fixed_at: null, resolved_how: null }]);
  });

  it.each(['excepted', 'suppressed', 'baselined'] as const)('is that a finding was %s', async (disposition) => {
    const finding = aFinding();
    await judged(1, [finding]);
    await judged(2, [{ ...finding, disposition }]);
    expect(await rows('finding')).toMatchObject([{ disposition, resolved_how: disposition, fixed_at: null }]);
  });

  it('leaves what a branch did not judge again as it is', async () => {
    const finding = aFinding();
    await judged(1, [finding], { branch: 'main' });
    await judged(2, [], { branch: 'main' });
    expect(await rows('finding')).toMatchObject([{ fixed_at: null }]);
    await judged(3, [{ ...finding, disposition: 'fixed' }], { branch: 'main' });
    expect(await rows('finding')).toMatchObject([{ fixed_at: day(3), last_seen: day(1), last_sha: '1'.repeat(40), resolved_how: 'fixed' }]);
  });

  it('is when an owner was first told, by comment, by issue or by a request for review', async () => {
    const owners = [{ name: '@Acme/Payments', kind: 'team', why: 'CODEOWNERS' }] as const;
    const [commented, listed, asked, untold] = [aFinding(), aFinding(), aFinding({ owners }), aFinding()];
    await judged(1, [commented, listed, asked, untold]);
    const told = published({
      comments: [{ id: 1, marker: `finding:${commented.fingerprint}`, bodyDigest: 'd' }],
      issues: [
        { number: 2, marker: 'issue:a', state: 'open', bodyDigest: 'd', items: [{ fingerprint: listed.fingerprint, finding: listed }] },
      ],
      requestedReviewers: ['acme/payments'],
    });
    await publications.recordPublished(subject(), { ...told, pending: 'begun' });
    expect((await rows('finding')).filter((row) => row['owner_notified_at'] !== null)).toEqual([]);
    await publications.recordPublished(subject(), told);
    const notified = new Map((await rows('finding')).map((row) => [row['fingerprint'], row['owner_notified_at']]));
    expect([commented, listed, asked].map(({ fingerprint }) => notified.get(fingerprint) instanceof Date)).toEqual([true, true, true]);
    expect(notified.get(untold.fingerprint)).toBeNull();
    await publications.recordPublished(subject(), told);
    expect(new Map((await rows('finding')).map((row) => [row['fingerprint'], row['owner_notified_at']]))).toEqual(notified);
  });

  it('is what each judgement said and cost, once for each commit', async () => {
    await judged(1, [aFinding()]);
    await judged(1, [aFinding({ phase: 'enforce' })]);
    await judged(2, []);
    const libraries = [{ name: 'default', version: '1.0.0', digest: 'ab12cd34'.repeat(8) }];
    const common = { pull, elapsed_ms: 12, base_sha: 'b'.repeat(40), libraries, installation_id: '42', repository_id: '1' };
    expect(await rows('evaluation')).toMatchObject([
      { ...common, head_sha: '1'.repeat(40), conclusion: 'failure', counts: { blocks: 1, consider: 0 } },
      { ...common, head_sha: '2'.repeat(40), conclusion: 'success', counts: { blocks: 0 } },
    ]);
  });
});
