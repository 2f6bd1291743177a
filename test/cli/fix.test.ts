import { chmodSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aWorkTree, type TestWorkTree } from '../adapters/git/a-work-tree.ts';
import { OPA } from '../policies/opa.ts';
import { runTollgate } from './run-tollgate.ts';

const SETTINGS = 'sql:\n  dialects:\n    - paths: ["warehouse/**"]\n      dialect: snowflake\n';
const SQL = 'warehouse/customers.sql';
const table = (...columns: readonly string[]): string =>
  `CREATE TABLE mart.customers (\n${['id NUMBER NOT NULL', ...columns].map((one) => `  ${one}`).join(',\n')}\n);\n`;
const MASK = 'WITH MASKING POLICY governance.mask_email';
const TAG = "WITH TAG (governance.pii = 'email')";

let repository: TestWorkTree;

beforeEach(() => {
  repository = aWorkTree();
  repository.commit({ '.github/tollgate.yml': SETTINGS, [SQL]: table() });
  repository.write({ [SQL]: table('email VARCHAR') });
});
afterEach(() => repository.remove());

const fix = (...args: readonly string[]) => runTollgate(['fix', ...args], { folder: repository.root });
const text = (): string => readFileSync(join(repository.root, SQL), 'utf8');

describe.skipIf(OPA === undefined)('tollgate fix (needs OPA)', () => {
  it('writes every edit that holds, prints the change as a patch, and finds nothing the second time', () => {
    const { code, stdout, stderr } = fix();
    expect([code, text()]).toEqual([0, table(`email VARCHAR ${MASK} ${TAG}`)]);
    expect(stdout).toContain(`-  email VARCHAR\n+  email VARCHAR ${MASK} ${TAG}\n`);
    expect(stderr).toContain('2 findings fixed in 1 file');
    expect(fix()).toMatchObject({ code: 0, stdout: '', stderr: 'nothing to fix by an edit\n' });
  });

  it('with --check writes nothing, and ends with 1 where something can be fixed', () => {
    expect(fix('--check')).toMatchObject({ code: 1, stderr: expect.stringContaining('2 findings can be fixed in 1 file') });
    expect(text()).toBe(table('email VARCHAR'));
    repository.write({ [SQL]: table() });
    expect(fix('--check')).toMatchObject({ code: 0, stdout: '' });
  });

  it('fixes only what is named', () => {
    expect(fix('PII001').code).toBe(0);
    expect(text()).toBe(table(`email VARCHAR ${TAG}`));
  });

  it.each([
    { args: ['PII01'], says: ['`PII01` names no policy', 'do:    tollgate fix PII001'] },
    { args: ['--all', '--base', 'main'], says: ['`--all` fixes the whole tree'] },
    { args: ['nowhere.sql'], says: ['`nowhere.sql` is not there'] },
    { args: ['--write'], says: ['--write', 'known: --check --base --all'] },
  ])('bad use ends with 2 and writes nothing: $args', ({ args, says }) => {
    const { code, stdout, stderr } = fix(...args);
    expect([code, stdout]).toEqual([2, '']);
    for (const words of says) expect(stderr).toContain(words);
    expect(text()).toBe(table('email VARCHAR'));
  });

  it('its patch is one that Git applies', () => {
    const { stdout } = fix('--check');
    repository.write({ 'fix.patch': stdout });
    repository.git('apply', 'fix.patch');
    expect(text()).toBe(table(`email VARCHAR ${MASK} ${TAG}`));
  });

  it('leaves what was there before alone, unless the whole tree is asked for', () => {
    repository.commit({ [SQL]: table('email VARCHAR') });
    expect(fix().stderr).toBe('nothing to fix by an edit\n');
    expect(fix('--all').code).toBe(0);
    expect(text()).toBe(table(`email VARCHAR ${MASK} ${TAG}`));
  });

  it('writes none of several files where one cannot be written', () => {
    repository.write({ 'warehouse/a.sql': table('email VARCHAR').replace('customers', 'people') });
    chmodSync(join(repository.root, SQL), 0o444);
    expect(fix()).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('is left as it is, and so is every other file: it is read-only'),
    });
    expect(readFileSync(join(repository.root, 'warehouse/a.sql'), 'utf8')).toContain('  email VARCHAR\n');
  });

  it('never writes through a link', () => {
    repository.write({ 'outside.txt': table('email VARCHAR'), [SQL]: null });
    symlinkSync('../outside.txt', join(repository.root, SQL));
    fix();
    expect(readFileSync(join(repository.root, 'outside.txt'), 'utf8')).toBe(table('email VARCHAR'));
  });

  it('says that a bare repository has no files', () => {
    const bare = aWorkTree('--bare');
    repository.git('push', '--quiet', bare.root, 'main');
    expect(runTollgate(['fix', bare.root])).toMatchObject({ code: 2, stderr: expect.stringContaining('is a bare repository') });
    bare.remove();
  });
});
