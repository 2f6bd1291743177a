import { execFile, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lockFolder } from '../../../src/adapters/store/lock-folder.ts';
import { openStore, type Store } from '../../../src/adapters/store/open-store.ts';
import { TollgateError } from '../../../src/core/errors.ts';
import type { Job } from '../../../src/core/publish-ports.ts';
import { aFinding } from '../../builders/a-finding.ts';
import { anEvaluation } from '../../builders/an-evaluation.ts';
import { databasesIn, type TestDatabase } from './databases.ts';

const ACCEPTS = fileURLToPath(new URL('accept-forever.ts', import.meta.url));
const WORKS = fileURLToPath(new URL('work-until-killed.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tollgate-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const repository = { installation: 42, id: 1, owner: 'acme', name: 'warehouse' };
const pull = (number: number, more: object = {}): Job => ({
  key: `pull:1:${number}`,
  trigger: { kind: 'pull', repository, pull: number, fresh: false, rerun: false, ...more },
});
const delivery = (id: string, jobs: readonly Job[]) => ({
  id,
  event: 'pull_request',
  action: 'opened',
  receivedAt: '2026-01-01T00:00:00Z',
  jobs,
});

describe.for(databasesIn(folder))('$name', { timeout: 60_000 }, ({ skip, openStore: open }) => {
  let opened: Awaited<ReturnType<TestDatabase['openStore']>>;
  let store: Store;
  let count = 0;
  const key = (): string => `pull:1:${Date.now()}${count++}`;
  beforeAll(async () => {
    if (skip) return;
    opened = await open();
    store = opened.store;
  });
  afterAll(() => opened?.close());
  beforeEach(({ skip: leaveOut }) => leaveOut(skip, 'no PostgreSQL here: set TEST_DATABASE_URL, or install one'));

  /** Does jobs until the predicate holds. */
  async function working(
    perform: (job: Job, attempt: { readonly last: boolean }) => Promise<void>,
    until: () => boolean,
    atOnce = 2,
  ): Promise<void> {
    const worker = await store.inbox.work({ atOnce }, perform);
    await expect.poll(until, { timeout: 20_000 }).toBe(true);
    await worker.stop(1000);
  }

  it('keeps what was published, whole, by its subject', async () => {
    const subject = key();
    expect(await store.publications.published(subject)).toBeNull();
    const document = {
      comments: [{ id: 1, marker: 'finding:a', bodyDigest: 'd' }],
      issues: [],
      requestedReviewers: ['hubot'],
      pending: 'x',
    };
    await store.publications.recordPublished(subject, document);
    const { pending: __, ...done } = document;
    await store.publications.recordPublished(subject, done);
    expect(await store.publications.published(subject)).toEqual(done);
  });

  it('finds the pull requests of a repository whose check run stands at a commit', async () => {
    const { publications } = store;
    const id = Number(`9${key().replaceAll(/\D/g, '').slice(0, 8)}`);
    const at = (headSha: string) => ({
      checkRun: { id: 3, headSha, status: 'completed', verdict: 'failure' } as const,
      comments: [],
      issues: [],
      requestedReviewers: [],
    });
    const [head, other] = ['a'.repeat(40), 'b'.repeat(40)];
    for (const [subject, sha] of [
      [`pull:${id}:5`, head],
      [`pull:${id}:6`, other],
      [`branch:${id}:feature`, head],
      [`pull:${id + 1}:7`, head],
    ] as const)
      await publications.recordPublished(subject, at(sha));
    expect(await publications.publishedAt(id, head)).toEqual([{ pull: 5, checkRun: at(head).checkRun }]);
    await publications.recordPublished(`pull:${id}:5`, at(other));
    expect(await publications.publishedAt(id, head)).toEqual([]);
    expect(await publications.publishedAt(id, other)).toHaveLength(2);
  });

  it('takes a delivery once, and does its job once', async () => {
    const id = key();
    const done: string[] = [];
    const taken = await Promise.all(Array.from({ length: 5 }, () => store.inbox.accept(delivery(id, [pull(7)]))));
    expect(taken.toSorted()).toEqual(['accepted', 'duplicate', 'duplicate', 'duplicate', 'duplicate']);
    await working(
      async (job) => void done.push(job.key),
      () => done.length > 0,
    );
    expect(done).toEqual(['pull:1:7']);
  });

  it('coalesces what waits, and remembers what the older knew', async () => {
    const seen: Job[] = [];
    await store.inbox.accept(delivery(key(), [pull(8, { fresh: true })]));
    await store.inbox.accept(delivery(key(), [pull(8, { rerun: true })]));
    await store.inbox.accept(delivery(key(), [pull(8)]));
    await working(
      async (job) => void seen.push(job),
      () => seen.length > 0,
    );
    expect(seen).toEqual([pull(8, { fresh: true, rerun: true })]);
  });

  it('does jobs of one key one after the other, and the last one for sure', async () => {
    let active = 0;
    const overlaps: number[] = [];
    const seen: Job[] = [];
    const gate = Promise.withResolvers<void>();
    await store.inbox.accept(delivery(key(), [pull(9)]));
    const worker = await store.inbox.work({ atOnce: 4 }, async (job) => {
      active += 1;
      overlaps.push(active);
      seen.push(job);
      await gate.promise;
      active -= 1;
    });
    await expect.poll(() => seen.length).toBe(1);
    await store.inbox.accept(delivery(key(), [pull(9, { rerun: true })]));
    await store.inbox.accept(delivery(key(), [pull(9)]));
    gate.resolve();
    await expect.poll(() => seen.length).toBe(2);
    await worker.stop(1000);
    expect(Math.max(...overlaps)).toBe(1);
    expect(seen[1]).toEqual(pull(9, { rerun: true }));
  });

  it('gives back what it cannot finish when it stops', async () => {
    const never = new Promise<void>(() => {});
    let begun = false;
    await store.inbox.accept(delivery(key(), [pull(10)]));
    const worker = await store.inbox.work({ atOnce: 1 }, async () => {
      begun = true;
      await never;
    });
    await expect.poll(() => begun).toBe(true);
    await worker.stop(10);
    const seen: Job[] = [];
    await working(
      async (job) => void seen.push(job),
      () => seen.length > 0,
    );
    expect(seen).toEqual([pull(10)]);
  });

  it('postpones a job that has to wait, without counting it as a failure', async () => {
    const lasts: boolean[] = [];
    await store.inbox.accept(delivery(key(), [pull(14)]));
    await working(
      async (_job, { last }) => {
        lasts.push(last);
        if (lasts.length <= 4) throw new TollgateError('github-failed', 'wait', { retryAfterMs: 1 });
      },
      () => lasts.length === 5,
    );
    expect(lasts).toEqual([false, false, false, false, false]);
  });

  it('keeps one failure from stopping the others', async () => {
    const done: string[] = [];
    await store.inbox.accept(delivery(key(), [pull(11), pull(12), pull(13)]));
    await working(
      async (job) => {
        if (job.key === 'pull:1:12') throw new Error('no');
        done.push(job.key);
      },
      () => done.length === 2,
    );
    expect(done.toSorted()).toEqual(['pull:1:11', 'pull:1:13']);
  });

  it('keeps a judgement again and again, and forgets all of a repository', async () => {
    const subject = `pull:77:${count++}`;
    const record = (findings: readonly ReturnType<typeof aFinding>[]) => ({
      subject,
      repository: { ...repository, id: 77 },
      pull: 5,
      evaluation: anEvaluation({ findings }),
      at: '2026-01-01T00:00:00Z',
      elapsedMs: 12,
      governs: 'main',
    });
    const finding = aFinding();
    await store.publications.saveEvaluation(record([finding]));
    await store.publications.saveEvaluation(record([]));
    await store.publications.saveEvaluation(record([finding, aFinding()]));
    const many = Array.from({ length: 2000 }, (_, index) => aFinding({ field: `c${index}` }));
    await store.publications.saveEvaluation(record([...many, ...many]));
    await store.publications.saveEvaluation(record(many.map((one) => ({ ...one, disposition: 'fixed' }))));
    await store.publications.recordPublished(subject, { comments: [], issues: [], requestedReviewers: [] });
    await store.publications.forget(42, [77]);
    expect(await store.publications.published(subject)).toBeNull();
  });

  it('hands out each repository once until it is due again, under the name that it had last', async () => {
    const at = '2026-01-01T00:00:00Z';
    const judged = (id: number, name: string, more: object) =>
      store.publications.saveEvaluation({
        subject: `pull:${id}:1`,
        repository: { installation: 43, id, owner: 'acme', name },
        governs: 'main',
        evaluation: anEvaluation(),
        at,
        elapsedMs: 1,
        ...more,
      });
    for (const id of [901, 902, 903]) await judged(id, 'old', { pull: 1 });
    await judged(901, 'new', { branch: 'main' });
    await judged(901, 'new', { pull: 1 });
    const due = { before: '2026-01-02T00:00:00Z', now: '2026-01-02T00:15:00Z', most: 100 };
    const both = await Promise.all([store.publications.toReconcile(due), store.publications.toReconcile(due)]);
    const taken = both.flat().filter(({ installation }) => installation === 43);
    expect(taken.map(({ id }) => id).toSorted()).toEqual([901, 902, 903]);
    expect(taken.find(({ id }) => id === 901)).toEqual({ installation: 43, id: 901, owner: 'acme', name: 'new', branch: 'main' });
    expect(await store.publications.toReconcile(due)).toEqual([]);
    await store.publications.forget(43, [902]);
    const later = { before: '2026-01-03T00:00:00Z', now: '2026-01-03T00:15:00Z', most: 100 };
    const again = await store.publications.toReconcile(later);
    expect(again.flatMap(({ id, installation }) => (installation === 43 ? [id] : [])).toSorted()).toEqual([901, 903]);
  });

  it('does each of many jobs once, whoever asks for it while others are done', async () => {
    const asked = Array.from({ length: 60 }, (_, number) => pull(1000 + (number % 20)));
    const last = new Map<string, number>();
    let active = new Set<string>();
    const worker = await store.inbox.work({ atOnce: 8 }, async (job) => {
      expect(active.has(job.key)).toBe(false);
      active.add(job.key);
      await new Promise((resolve) => setImmediate(resolve));
      active.delete(job.key);
      last.set(job.key, (last.get(job.key) ?? 0) + 1);
    });
    const taken = await Promise.all(asked.map((job) => store.inbox.accept(delivery(key(), [job]))));
    expect(new Set(taken)).toEqual(new Set(['accepted']));
    await expect.poll(() => last.size, { timeout: 20_000 }).toBe(20);
    await worker.stop(1000);
    expect(active.size).toBe(0);
    active = new Set();
  });

  it('takes every delivery, also at the moment when the job of its key ends', async () => {
    const worker = await store.inbox.work({ atOnce: 4 }, async () => {});
    for (let round = 0; round < 40; round++) {
      const taken = await Promise.all(
        Array.from({ length: 5 }, (_, number) => store.inbox.accept(delivery(key(), [pull(3000 + (number % 2))]))),
      );
      expect(taken).toEqual(Array.from({ length: 5 }, () => 'accepted'));
    }
    await worker.stop(1000);
  });

  it('starts nothing more once it is told to stop', async () => {
    const mine = Array.from({ length: 10 }, (_, number) => pull(2000 + number));
    const wanted = new Set(mine.map((job) => job.key));
    const begun = new Set<string>();
    const perform = async (job: Job): Promise<void> => {
      if (wanted.has(job.key)) begun.add(job.key);
    };
    await store.inbox.accept(delivery(key(), mine));
    const worker = await store.inbox.work({ atOnce: 4 }, perform);
    await worker.stop(1000);
    const before = begun.size;
    await working(perform, () => begun.size === mine.length);
    expect(before).toBeLessThan(mine.length);
  });

  it('is well', async () => {
    expect(await store.inbox.healthy()).toBe(true);
  });
});

it('says in clear words that a database does not answer, without its password', async () => {
  const opened = openStore({ dataFolder: folder, databaseUrl: 'postgres://user:canary@127.0.0.1:1/none' });
  await expect(opened).rejects.toMatchObject({ code: 'store-failed' });
  await expect(opened).rejects.not.toThrow('canary');
});

describe('the folder', () => {
  it('belongs to one process at a time', async () => {
    const own = join(folder, 'own');
    const unlock = lockFolder(own);
    expect(() => lockFolder(own)).toThrow(
      expect.objectContaining({ code: 'store-locked', message: expect.stringContaining(String(process.pid)) }),
    );
    unlock();
    lockFolder(own)();
  });

  it('is free again when the process that held it is gone', async () => {
    const own = join(folder, 'gone');
    const module = new URL('../../../src/adapters/store/lock-folder.ts', import.meta.url).href;
    const program = `import(${JSON.stringify(module)}).then(({ lockFolder }) => { lockFolder(${JSON.stringify(own)}); process.kill(process.pid, 'SIGKILL'); })`;
    await promisify(execFile)(process.execPath, ['--experimental-strip-types', '-e', program]).catch(() => undefined);
    expect(() => lockFolder(own)()).not.toThrow();
  });

  it('keeps every delivery that was accepted, and its job, when the process is killed', async () => {
    const dataFolder = join(folder, 'killed');
    const child = spawn(process.execPath, [ACCEPTS, dataFolder], { stdio: ['ignore', 'pipe', 'ignore'] });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await expect.poll(() => said.split('\n').length, { timeout: 40_000 }).toBeGreaterThan(50);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.on('exit', resolve));
    const accepted = said.split('\n').slice(0, -1);
    const again = await openStore({ dataFolder });
    for (const number of accepted) expect(await again.inbox.accept(delivery(`delivery-${number}`, []))).toBe('duplicate');
    const done = new Set<string>();
    const worker = await again.inbox.work({ atOnce: 2 }, async ({ key }) => void done.add(key));
    await expect.poll(() => accepted.filter((number) => !done.has(`pull:1:${number}`)), { timeout: 20_000 }).toEqual([]);
    await worker.stop(1000);
    await again.close();
  });

  it('does at once, when it starts again, what a killed process had begun', async () => {
    const dataFolder = join(folder, 'begun');
    const first = await openStore({ dataFolder });
    const jobs = ['done', 'stuck'].map((name) => ({ ...pull(1), key: `pull:1:${name}` }));
    await first.inbox.accept(delivery('begun', jobs));
    await first.close();
    const child = spawn(process.execPath, [WORKS, dataFolder], { stdio: ['ignore', 'pipe', 'ignore'] });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await expect.poll(() => said, { timeout: 40_000 }).toContain('stuck');
    await expect(openStore({ dataFolder })).rejects.toMatchObject({
      code: 'store-locked',
      message: expect.stringContaining(String(child.pid)),
    });
    child.kill('SIGKILL');
    await new Promise((resolve) => child.on('exit', resolve));
    const again = await openStore({ dataFolder });
    const done: string[] = [];
    const worker = await again.inbox.work({ atOnce: 2 }, async (job) => void done.push(job.key));
    await expect.poll(() => done, { timeout: 5000 }).toContain('pull:1:stuck');
    await worker.stop(1000);
    await again.close();
  });

  it('does not take the mark of a process that is gone for its own', async () => {
    const own = join(folder, 'same-id');
    lockFolder(own)();
    writeFileSync(join(own, 'holder'), String(process.pid));
    expect(() => lockFolder(own)()).not.toThrow();
  });

  it('says so where another PostgreSQL wrote it', async () => {
    const dataFolder = join(folder, 'old');
    mkdirSync(join(dataFolder, 'store/database'), { recursive: true });
    writeFileSync(join(dataFolder, 'store/database/PG_VERSION'), '17\n');
    const opened = openStore({ dataFolder });
    await expect(opened).rejects.toMatchObject({ code: 'store-failed', message: expect.stringContaining('PostgreSQL 17') });
  });

  it('keeps its content from one start to the next', async () => {
    const dataFolder = join(folder, 'again');
    const first = await openStore({ dataFolder });
    await first.publications.recordPublished('pull:1:1', { comments: [], issues: [], requestedReviewers: ['hubot'] });
    await first.inbox.accept(delivery('kept', []));
    await first.close();
    const second = await openStore({ dataFolder });
    expect(await second.publications.published('pull:1:1')).toMatchObject({ requestedReviewers: ['hubot'] });
    expect(await second.inbox.accept(delivery('kept', []))).toBe('duplicate');
    await second.close();
  });
});
