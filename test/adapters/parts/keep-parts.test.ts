import { chmodSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { editionOf } from '../../../src/adapters/parts/edition.ts';
import { keepParts } from '../../../src/adapters/parts/keep-parts.ts';
import type { ReadAnswer } from '../../../src/core/ports.ts';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'tollgate-parts-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const answer = (path: string): ReadAnswer => ({ path, extractor: 'sql', part: { statements: [path] }, problems: [] });

function remember(...paths: readonly string[]): void {
  const parts = keepParts(folder, () => 'one');
  for (const path of paths) parts.set(`key of ${path}`, answer(path));
  parts.close();
}

describe('what was read of files', () => {
  it('is there in the next run', () => {
    remember('a.sql', 'b.sql');
    const parts = keepParts(folder, () => 'one');
    expect(parts.get('key of a.sql')).toEqual(answer('a.sql'));
    expect(parts.get('key of b.sql')).toEqual(answer('b.sql'));
    expect(parts.get('key of c.sql')).toBeUndefined();
    parts.close();
  });

  it('is the very same each time it is asked for, so that what is made of it can be kept, too', () => {
    remember('a.sql');
    const parts = keepParts(folder, () => 'one');
    expect(parts.get('key of a.sql')).toBe(parts.get('key of a.sql'));
    parts.close();
  });

  it('of two runs at once both are kept', () => {
    const [one, other] = [keepParts(folder, () => 'one'), keepParts(folder, () => 'one')];
    one.set('1', answer('a.sql'));
    other.set('2', answer('b.sql'));
    one.close();
    other.close();
    const parts = keepParts(folder, () => 'one');
    expect([parts.get('1'), parts.get('2')]).toEqual([answer('a.sql'), answer('b.sql')]);
    parts.close();
  });

  it('a run that reads nothing leaves no file', () => {
    keepParts(folder, () => 'one').close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('a file that is no database is as good as none', () => {
    writeFileSync(join(folder, 'parts-one.db'), 'not a database, but long enough to look like one'.repeat(100));
    remember('a.sql');
    const parts = keepParts(folder, () => 'one');
    expect(parts.get('key of a.sql')).toBeUndefined();
    parts.set('x', answer('x.sql'));
    expect(parts.get('x')).toEqual(answer('x.sql'));
    parts.close();
  });

  it.skipIf(process.getuid?.() === 0)('a folder that cannot be written is as good as none', () => {
    chmodSync(folder, 0o500);
    remember('a.sql');
    expect(keepParts(folder, () => 'one').get('key of a.sql')).toBeUndefined();
  });

  it('what other readers have read is not used, and goes', () => {
    remember('a.sql');
    const parts = keepParts(folder, () => 'two');
    expect(parts.get('key of a.sql')).toBeUndefined();
    parts.close();
    expect(readdirSync(folder).filter((name) => name.startsWith('parts-one'))).toEqual([]);
  });
});

it('an edition changes with any file below the folder', () => {
  writeFileSync(join(folder, 'a.ts'), 'one');
  const before = editionOf(folder);
  expect(editionOf(folder)).toBe(before);
  utimesSync(join(folder, 'a.ts'), new Date(), new Date(Date.now() + 5000));
  expect(editionOf(folder)).not.toBe(before);
});
