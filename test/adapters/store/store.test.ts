import { execFile, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockFolder } from '../../../src/adapters/store/lock-folder.ts';
import { openStore, type Store } from '../../../src/adapters/store/open-store.ts';
import { TollgateError } from '../../../src/core/errors.ts';
import type { Job } from '../../../src/core/publish-ports.ts';
import { aFinding } from '../../builders/a-finding.ts';
import { anEvaluation } from '../../builders/an-evaluation.ts';

const PROGRAM = fileURLToPath(new URL('accept-forever.ts', import.meta.url));
const server = process.env['TEST_DATABASE_URL'];
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

/** The embedded database always; a PostgreSQL where one is named, in a database of its own. */
const OWN = `tollgate_test_${process.pid}`;
const DATABASES: readonly { readonly name: string; readonly options: { readonly databaseUrl?: string } }[] = [
  { name: 'embedded', options: {} },
  ...(server === undefined
    ? []
    : [{ name: 'PostgreSQL', options: { databaseUrl: Object.assign(new URL(server), { pathname: OWN }).href } }]),
];

async function onServer(statement: string): Promise<void> {
  if (server === undefined) return;
  const client = new Client({ connectionString: server });
  await client.connect();
  await client.query(statement);
  await client.end();
}
beforeAll(() => onServer(`create database ${OWN}`));
afterAll(() => onServer(`drop database ${OWN}`));

describe.each(DATABASES)('$name', ({ options }) => {
  let store: Store;
  let count = 0;
  const key = (): string => `pull:1:${Date.now()}${count++}`;
  beforeAll(async () => {
    store = await openStore({ dataFolder: folder, ...options });
  });
  afterAll(() => store.close());

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
    const child = spawn(process.execPath, [PROGRAM, dataFolder], { stdio: ['ignore', 'pipe', 'ignore'] });
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
