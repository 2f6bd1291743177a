import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commandsIn } from '../../../src/adapters/store/commands.ts';
import { migrate } from '../../../src/adapters/store/migrations.ts';
import { publicationsIn } from '../../../src/adapters/store/publications.ts';
import type { CommandRecord, CommandStore } from '../../../src/core/command-ports.ts';
import type { PublicationStore } from '../../../src/core/publish-ports.ts';
import type { Command } from '../../../src/model/command.ts';
import { anEvaluation } from '../../builders/an-evaluation.ts';
import { databasesIn, type TestDatabase } from './databases.ts';

const folder = mkdtempSync(join(tmpdir(), 'tollgate-commands-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const repository = { installation: 42, id: 1, owner: 'acme', name: 'warehouse' };

describe.for(databasesIn(folder))('what people asked for ($name)', ({ skip, open }) => {
  let opened: Awaited<ReturnType<TestDatabase['open']>>;
  let commands: CommandStore;
  let publications: PublicationStore;
  let pull = 0;
  let comment = 0;
  beforeAll(async () => {
    if (skip) return;
    opened = await open();
    const { db } = opened;
    await migrate(db);
    commands = commandsIn(db);
    publications = publicationsIn(db);
  });
  afterAll(() => opened?.close());
  beforeEach(({ skip: leaveOut }) => {
    leaveOut(skip, 'no PostgreSQL here: set TEST_DATABASE_URL, or install one');
    pull += 1;
  });

  const subject = (): string => `pull:1:${pull}`;
  const aCommand = (overrides: Partial<Command>): Command => ({ name: 'snooze', subjects: [], people: [], ...overrides });
  const record = async (
    command: Command | undefined,
    fingerprints: readonly string[],
    more: Partial<CommandRecord> = {},
  ): Promise<string> => {
    const id = `issue:${++comment}:0`;
    const findings = fingerprints.map((fingerprint) => ({ fingerprint, policy: 'PII001' }));
    const at = new Date(Date.parse('2026-11-23T10:00:00Z') + comment * 1000).toISOString();
    const who = { subject: subject(), repository, number: pull, login: 'mona' };
    await commands.record({ id, ...who, ...(command ? { command } : {}), findings, done: true, words: 'Done.', at, ...more });
    return id;
  };

  it('is known by its comment, and the first word on it stays', async () => {
    const id = await record(aCommand({ name: 'false-positive', because: 'it is a code' }), ['f1']);
    await record(undefined, [], { id, done: false, words: 'Again.' });
    expect(await commands.outcome(id)).toEqual({ done: true, words: 'Done.' });
    expect(await commands.outcome('issue:0:0')).toBeUndefined();
    const { rows } = await opened.pool.query('select name, policies, reason, login from command where id = $1', [id]);
    expect(rows).toEqual([{ name: 'false-positive', policies: ['PII001'], reason: 'it is a code', login: 'mona' }]);
  });

  it('folds findings by the last word on each', async () => {
    await record(aCommand({ until: '2026-12-01' }), ['f1', 'f2']);
    await record(aCommand({ until: '2026-12-24' }), ['f2'], { done: false });
    await record(aCommand({ name: 'open' }), ['f1']);
    expect(await commands.snoozes(subject())).toEqual([{ fingerprint: 'f2', until: '2026-12-01', by: 'mona' }]);
    expect(await commands.snoozes('pull:1:0')).toEqual([]);
  });

  it('is about the newest evaluation, which is there since its commit was judged first', async () => {
    const judged = (head: string, at: string) => {
      const evaluation = anEvaluation({ head: { commit: head.repeat(40), name: 'feature' } });
      return publications.saveEvaluation({ subject: subject(), repository, pull, evaluation, at, elapsedMs: 1, governs: 'main' });
    };
    expect(await commands.newest(subject())).toBeUndefined();
    await judged('1', '2026-11-23T10:00:00.000Z');
    await judged('2', '2026-11-23T11:00:00.000Z');
    await judged('2', '2026-11-23T12:00:00.000Z');
    const newest = await commands.newest(subject());
    expect([newest?.evaluation.head.commit, newest?.since]).toEqual(['2'.repeat(40), '2026-11-23T11:00:00.000Z']);
  });

  it('is forgotten with its repository', async () => {
    const id = await record(aCommand({ until: '2026-12-01' }), ['f1']);
    await publications.forget(42, [1]);
    expect(await commands.outcome(id)).toBeUndefined();
  });
});
