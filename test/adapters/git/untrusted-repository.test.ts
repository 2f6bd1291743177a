import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localSourceControl } from '../../../src/adapters/git/checkout.ts';
import type { Checkout, CheckoutRequest } from '../../../src/core/ports.ts';
import { aWorkTree, type TestWorkTree } from './a-work-tree.ts';

const folder = mkdtempSync(join(tmpdir(), 'tollgate-checkout-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let repository: TestWorkTree;
beforeEach(() => {
  repository = aWorkTree();
});
afterEach(() => repository.remove());

const checkout = (request: Omit<CheckoutRequest, 'path'> & { readonly path?: string } = {}): Promise<Checkout> =>
  localSourceControl.checkout({ path: repository.root, ...request });
const told = ({ changeSet }: Checkout): readonly string[] => changeSet.files.map(({ status, path }) => `${status} ${path}`);

describe('the files that can be read', () => {
  const FILES: Record<string, string | Buffer> = {
    'binary.sql': Buffer.from([65, 0, 66]),
    'latin.sql': Buffer.from([0x63, 0x61, 0x66, 0xe9]),
    'utf16.sql': Buffer.from('\ufeffone', 'utf16le'),
    'large.sql': 'x'.repeat(5_000_001),
    'lfs.sql': 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n',
    'bom.sql': '\ufeffone\n',
    'full.sql': 'x'.repeat(5_000_000),
  };
  const EXPECTED = [
    { path: 'binary.sql', unreadable: 'binary' },
    { path: 'latin.sql', unreadable: 'not-utf8' },
    { path: 'utf16.sql', unreadable: 'not-utf8' },
    { path: 'large.sql', unreadable: 'too-large', size: 5_000_001 },
    { path: 'lfs.sql', unreadable: 'lfs-pointer' },
    { path: 'bom.sql', text: '\ufeffone\n' },
    { path: 'full.sql', size: 5_000_000 },
    { path: 'link.sql', unreadable: 'link' },
    { path: 'module', unreadable: 'submodule' },
    { path: 'absent.sql', unreadable: 'missing' },
  ];

  it('are the same in a commit and in the work tree, in the order asked for', async () => {
    const other = repository.commit(FILES);
    symlinkSync('/etc/passwd', join(repository.root, 'link.sql'));
    mkdirSync(join(repository.root, 'module'));
    repository.git('add', '--all');
    repository.git('update-index', '--add', '--cacheinfo', `160000,${other},module`);
    repository.git('commit', '--quiet', '--message', 'links');
    const paths = EXPECTED.map(({ path }) => path);
    const { head, base } = await checkout({ base: 'HEAD' });
    expect(await head.read(paths)).toMatchObject(EXPECTED);
    expect(await base?.read(paths)).toMatchObject(EXPECTED);
    const names = paths.filter((path) => path !== 'absent.sql');
    expect(names.map((path) => head.digest(path))).toEqual(names.map((path) => base?.digest(path)));
  });

  it('are never outside of the root, behind a folder that became a link', async () => {
    const outside = join(folder, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'a.sql'), 'secret\n');
    repository.commit({ 'sub/a.sql': 'one\n' });
    rmSync(join(repository.root, 'sub'), { recursive: true });
    symlinkSync(outside, join(repository.root, 'sub'));
    const judged = await checkout();
    expect(told(judged)).toEqual(['added sub', 'removed sub/a.sql']);
    expect(JSON.stringify(await judged.head.read(['sub', 'sub/a.sql']))).not.toContain('secret');
  });

  it('leaves out one that may not be read, and reads the others', async () => {
    const tree = await checkout({ all: true, path: plainFolderWithPipe() });
    expect(await tree.head.read(['a.sql', 'pipe.sql'])).toMatchObject([{ text: 'one\n' }, { unreadable: 'missing' }]);
  });

  function plainFolderWithPipe(): string {
    const root = join(folder, 'pipe');
    mkdirSync(root);
    writeFileSync(join(root, 'a.sql'), 'one\n');
    execFileSync('mkfifo', [join(root, 'pipe.sql')]);
    return root;
  }
});

describe('a repository that means harm', () => {
  it('has nothing of its own run, and nothing of it written', async () => {
    const mark = join(folder, 'ran');
    const program = join(folder, 'evil.sh');
    writeFileSync(program, `#!/bin/sh\ntouch ${mark}\ncat\n`, { mode: 0o755 });
    repository.commit({ 'a.sql': 'one\n', '.gitattributes': '*.sql filter=evil diff=evil\n' });
    repository.git('checkout', '--quiet', '-b', 'feature');
    repository.commit({ 'a.sql': 'two\n' });
    for (const [name, value] of EVIL(program)) repository.git('config', name, value);
    mkdirSync(join(repository.root, '.git/info'), { recursive: true });
    writeFileSync(join(repository.root, '.git/info/attributes'), '*.sql filter=evil diff=evil\n');
    mkdirSync(join(repository.root, '.git/hooks'), { recursive: true });
    for (const hook of ['post-index-change', 'reference-transaction', 'fsmonitor-watchman', 'post-checkout'])
      cpSync(program, join(repository.root, '.git/hooks', hook));
    rmSync(mark, { force: true });
    repository.write({ 'a.sql': 'three\n' });
    const index = readFileSync(join(repository.root, '.git/index'));
    for (const request of [{}, { all: true }, { base: 'main', head: 'feature' }, { files: ['a.sql'] }]) {
      const { head } = await checkout(request);
      await head.read(head.paths);
    }
    expect(existsSync(mark)).toBe(false);
    expect(readFileSync(join(repository.root, '.git/index'))).toEqual(index);
  });

  const EVIL = (program: string): readonly (readonly [string, string])[] => [
    ['core.fsmonitor', program],
    ['core.pager', program],
    ['core.sshCommand', program],
    ['core.alternateRefsCommand', program],
    ['diff.external', program],
    ['diff.evil.command', program],
    ['diff.evil.textconv', program],
    ['filter.evil.clean', program],
    ['filter.evil.smudge', program],
    ['filter.evil.process', program],
    ['uploadpack.packObjectsHook', program],
    ['core.askPass', program],
    ['credential.helper', program],
  ];

  it('cannot have objects that it lacks fetched by a command of its own', async () => {
    const mark = join(folder, 'fetched');
    repository.commit({ 'a.sql': 'one\n' });
    repository.commit({ 'a.sql': 'two\n' });
    const id = repository.git('rev-parse', 'HEAD:a.sql');
    for (const [name, value] of [
      ['core.repositoryFormatVersion', '1'],
      ['extensions.partialClone', 'origin'],
      ['remote.origin.promisor', 'true'],
      ['remote.origin.url', `ext::touch ${mark}`],
      ['protocol.ext.allow', 'always'],
      ['protocol.allow', 'always'],
    ] as const)
      repository.git('config', name, value);
    rmSync(join(repository.root, '.git/objects', id.slice(0, 2), id.slice(2)));
    const { changeSet, head } = await checkout({ base: 'HEAD^', head: 'HEAD' });
    expect(changeSet.files.map(({ path, changedLines }) => [path, changedLines])).toEqual([['a.sql', []]]);
    expect(await head.read(['a.sql'])).toMatchObject([{ path: 'a.sql', unreadable: 'missing' }]);
    expect(existsSync(mark)).toBe(false);
  });

  it('is not helped by variables of whoever calls', async () => {
    repository.commit({ 'a.sql': 'one\n' });
    repository.write({ 'a.sql': 'two\n' });
    process.env['GIT_DIR'] = '/nonexistent';
    process.env['GIT_INDEX_FILE'] = '/nonexistent';
    try {
      expect(told(await checkout())).toEqual(['modified a.sql']);
    } finally {
      delete process.env['GIT_DIR'];
      delete process.env['GIT_INDEX_FILE'];
    }
  });
});
