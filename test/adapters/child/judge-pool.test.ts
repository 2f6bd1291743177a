import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { judgePool, type JudgePool } from '../../../src/adapters/child/judge-pool.ts';
import { EXTRACTORS } from '../../../src/core/extract/registry.ts';
import { unitReader } from '../../../src/core/extract/unit-reader.ts';
import type { ReadAnswer } from '../../../src/core/ports.ts';
import { DEFAULT_SETTINGS } from '../../../src/core/settings/default-settings.ts';

const entry = fileURLToPath(new URL('a-misbehaving-judge.ts', import.meta.url));
const READ_MS = 1000;

let pool: JudgePool;
afterEach(() => pool.close());

interface Part {
  readonly pid: number;
  readonly env: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
}

function read(...paths: readonly string[]): Promise<readonly ReadAnswer[]> {
  return pool.read(paths.map((path) => ({ file: { path, text: '', size: 0 }, claims: [] })));
}

const partOf = (answer: ReadAnswer | undefined): Part => answer?.part as unknown as Part;

describe('processes that read', () => {
  it('answer in order, by one process for each place in the pool', async () => {
    pool = judgePool({ entry, size: 2, readMs: READ_MS * 10 });
    const answers = await read('a', 'b', 'c', 'd', 'e');
    expect(answers.map(({ path }) => path)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(new Set(answers.map((answer) => partOf(answer).pid)).size).toBeLessThanOrEqual(2);
  });

  it('know nothing of our environment', async () => {
    process.env['TOLLGATE_TEST_SECRET'] = 'not for them';
    pool = judgePool({ entry, size: 1, readMs: READ_MS * 10 });
    const [answer] = await read('a');
    delete process.env['TOLLGATE_TEST_SECRET'];
    expect(Object.keys(partOf(answer).env).filter((name) => !name.startsWith('NODE_CHANNEL'))).toEqual([]);
    expect(partOf(answer).flags).toContain('--disable-proto=delete');
  });

  it.each([
    ['hang', 'read-timeout', 'took too long to read'],
    ['die', 'read-crash', 'made its reader fail'],
    ['end', 'read-crash', 'made its reader fail'],
  ])('cost one file only where one must %s', async (path, code, words) => {
    pool = judgePool({ entry, size: 1, readMs: READ_MS });
    const [before, bad, after] = await read('a', path, 'b');
    expect(bad).toMatchObject({ path, extractor: null, problems: [{ code, undecided: true, location: { file: path } }] });
    expect(bad?.problems[0]?.message).toContain(words);
    expect([before?.extractor, after?.extractor]).toEqual(['one', 'one']);
    expect(partOf(after).pid).not.toBe(partOf(before).pid);
  });

  it('tell a fault of our own as ours', async () => {
    pool = judgePool({ entry, size: 1, readMs: READ_MS * 10 });
    await expect(read('fault')).rejects.toMatchObject({ code: 'judge-failed' });
    expect((await read('a'))[0]?.extractor).toBe('one');
  });

  it('are started ahead once, and end with the pool, also at work', async () => {
    pool = judgePool({ entry, size: 1, readMs: READ_MS * 60 });
    pool.warm();
    pool.warm();
    const [one] = await read('a');
    const working = read('hang');
    pool.close();
    expect((await working)[0]?.problems).toMatchObject([{ code: 'read-crash' }]);
    // The system keeps a killed process until its end was taken note of, which comes after the channel's.
    await vi.waitFor(() => expect(() => process.kill(partOf(one).pid, 0)).toThrow('ESRCH'), 10_000);
  });
});

describe('units', () => {
  const settings = DEFAULT_SETTINGS;
  const files = (path: string) => [{ path, role: '', part: null }];

  it.each([
    ['hang', 'unit-timeout', 'it takes too long'],
    ['die', 'unit-crash', 'it made the reader fail'],
  ])('cost their own assets only where one must %s, and count as undecided', async (path, code, words) => {
    pool = judgePool({ entry, size: 1, unitMs: READ_MS });
    const lost = await pool.assemble({ extractor: 'sql', unit: 'sql', files: files(path), settings });
    expect(lost).toMatchObject({ assets: [], changes: [], problems: [{ code, undecided: true, location: { file: path } }] });
    expect(lost.problems[0]?.message).toContain(words);
    expect(await pool.assemble({ extractor: 'sql', unit: 'sql', files: files('a'), settings })).toMatchObject({ path: 'a' });
    const compared = await pool.compare({ extractor: 'sql', base: [], head: files(path), settings });
    expect(compared).toMatchObject({ differences: [], problems: [{ code, undecided: true }] });
  });

  it('are assembled and compared by the real process as in this one', async () => {
    const judge = fileURLToPath(new URL('../../../src/judge/child.ts', import.meta.url));
    pool = judgePool({ entry: judge, size: 1 });
    const schema = (...names: string[]) => ({
      path: 'a.avsc',
      text: JSON.stringify({ type: 'record', name: 'A', fields: names.map((name) => ({ name, type: 'int' })) }),
    });
    const read = async (file: { readonly path: string; readonly text: string }) =>
      (await pool.read([{ file: { ...file, size: file.text.length }, claims: [{ extractor: 'avro', role: 'always' }] }]))[0];
    const [before, after] = [await read(schema('a', 'b')), await read(schema('a'))];
    const unit = (answer: typeof before) => [{ path: 'a.avsc', role: 'always', part: answer?.part ?? null }];
    const here = unitReader(EXTRACTORS);
    const request = { extractor: 'avro', unit: 'a.avsc', files: unit(after), settings };
    expect(await pool.assemble(request)).toEqual(await here.assemble(request));
    expect((await pool.assemble(request)).assets).toMatchObject([{ id: 'avro:A', fields: [{ name: 'a' }] }]);
    const both = { extractor: 'avro', base: unit(before), head: unit(after), settings };
    expect(await pool.compare(both)).toEqual(await here.compare(both));
    expect((await pool.compare(both)).differences).toMatchObject([{ kind: 'removed', path: 'b' }]);
  });
});
