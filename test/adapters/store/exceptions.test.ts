import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/adapters/store/open-store.ts';
import type { EvaluationRecord } from '../../../src/core/publish-ports.ts';
import type { Evaluation } from '../../../src/model/evaluation.ts';
import type { ExceptionStanding } from '../../../src/model/exception.ts';
import { anEvaluation } from '../../builders/an-evaluation.ts';
import { databasesIn, type TestDatabase } from './databases.ts';

const folder = mkdtempSync(join(tmpdir(), 'tollgate-exceptions-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const repository = { installation: 42, id: 7, owner: 'acme', name: 'warehouse' };

function anException(over: Partial<ExceptionStanding> = {}): ExceptionStanding {
  const dates = { requested: '2026-11-02', expires: '2026-12-01' };
  const file = '.github/tollgate/exceptions/one.yml';
  return {
    id: 'one',
    file,
    policies: ['PII001'],
    requestedBy: '@a',
    ...dates,
    approval: 'approved',
    state: 'in force',
    covers: 1,
    ...over,
  };
}

function record(pull: number, evaluation: Partial<Evaluation>, at = '2026-11-05T10:00:00Z'): EvaluationRecord {
  const subject = `pull:${repository.id}:${pull}`;
  return { subject, repository, pull, governs: 'main', evaluation: anEvaluation(evaluation), at, elapsedMs: 1 };
}

describe.for(databasesIn(folder))('$name', { timeout: 60_000 }, ({ skip, openStore: open }) => {
  let opened: Awaited<ReturnType<TestDatabase['openStore']>>;
  let store: Store;
  beforeAll(async () => {
    if (skip) return;
    opened = await open();
    store = opened.store;
  });
  afterAll(() => opened?.close());
  beforeEach(async ({ skip: leaveOut }) => {
    leaveOut(skip, 'no PostgreSQL here: set TEST_DATABASE_URL, or install one');
    await store.publications.forget(42, [repository.id]);
  });
  const subjects = (found: readonly { readonly subject: string }[]) => found.map(({ subject }) => subject);

  it('a verdict lapses on the day after the last one on which it holds, and only the newest counts', async () => {
    await store.publications.saveEvaluation(record(1, { validUntil: '2026-12-01' }));
    await store.publications.saveEvaluation(record(2, {}));
    await store.publications.saveEvaluation(record(3, { validUntil: '2026-12-01', head: { commit: '1'.repeat(40), name: 'x' } }));
    await store.publications.saveEvaluation(record(3, { head: { commit: '2'.repeat(40), name: 'x' } }, '2026-11-06T10:00:00Z'));
    expect(subjects(await store.exceptions.lapsed('2026-12-01'))).toEqual([]);
    expect(await store.exceptions.lapsed('2026-12-02')).toEqual([{ subject: 'pull:7:1', repository, pull: 1 }]);
    await store.exceptions.clearLapsed(['pull:7:1']);
    expect(subjects(await store.exceptions.lapsed('2026-12-02'))).toEqual([]);
  });

  it('knows who waits for an approval', async () => {
    const waits = anException({ approval: 'missing', state: 'not counting' });
    await store.publications.saveEvaluation(record(1, { exceptions: [waits] }));
    await store.publications.saveEvaluation(record(2, { exceptions: [anException()] }));
    await store.publications.saveEvaluation(record(3, { exceptions: [{ ...waits, state: 'over' }] }));
    expect(subjects(await store.exceptions.waiting(7))).toEqual(['pull:7:1']);
    expect(subjects(await store.exceptions.waiting(8))).toEqual([]);
  });

  it('remembers what was in force, also when it is gone', async () => {
    const over = anException({ id: 'never', state: 'not counting' });
    await store.publications.saveEvaluation(record(1, { exceptions: [anException(), over] }));
    await store.publications.saveEvaluation(record(1, { exceptions: [] }));
    expect(await store.exceptions.used(7)).toEqual([{ id: 'one', policies: ['PII001'], requested: '2026-11-02' }]);
  });

  it('approvals are kept by name', async () => {
    await store.exceptions.recordApproved(repository, 'text', ['exec']);
    await store.exceptions.recordApproved(repository, 'text', ['exec']);
    expect([...(await store.exceptions.approved(7))]).toEqual(['text']);
    expect((await store.exceptions.approved(8)).size).toBe(0);
  });

  it('each repository with exceptions is looked after once a day', async () => {
    await store.publications.saveEvaluation(record(1, { exceptions: [anException()] }));
    expect(await store.exceptions.toLookAfter('2026-11-05')).toEqual([{ ...repository, branch: 'main' }]);
    await store.exceptions.lookedAfter(7, '2026-11-05');
    expect(await store.exceptions.toLookAfter('2026-11-05')).toEqual([]);
    expect(await store.exceptions.toLookAfter('2026-11-06')).toHaveLength(1);
  });

  it('a repository that is gone is forgotten', async () => {
    await store.publications.saveEvaluation(record(1, { exceptions: [anException()], validUntil: '2026-12-01' }));
    await store.exceptions.recordApproved(repository, 'text', ['exec']);
    await store.publications.forget(42, [7]);
    expect(await store.exceptions.used(7)).toEqual([]);
    expect((await store.exceptions.approved(7)).size).toBe(0);
    expect(await store.exceptions.lapsed('2027-01-01')).toEqual([]);
  });
});
