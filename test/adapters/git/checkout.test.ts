import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
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
const LINES = 'line\n'.repeat(20);

describe('what is compared', () => {
  it('compares a head with where it left its base, and is governed by the base as it stands', async () => {
    const left = repository.commit({ 'a.sql': 'one\n' });
    repository.git('checkout', '--quiet', '-b', 'feature');
    const head = repository.commit({ 'a.sql': 'one\ntwo\n' });
    repository.git('checkout', '--quiet', 'main');
    repository.commit({ '.github/tollgate.yml': 'newer\n' });
    const { changeSet, base, governing } = await checkout({ base: 'main', head: 'feature' });
    expect(changeSet).toEqual({
      base: { commit: left, name: 'main' },
      head: { commit: head, name: 'feature' },
      files: [
        {
          path: 'a.sql',
          basePath: 'a.sql',
          status: 'modified',
          changedLines: [{ first: 2, last: 2 }],
          shownLines: [{ first: 1, last: 2 }],
        },
      ],
    });
    expect(base?.has('.github/tollgate.yml')).toBe(false);
    expect(await governing.read(['.github/tollgate.yml'])).toMatchObject([{ text: 'newer\n' }]);
  });

  it('takes the work tree against the default branch when nothing is named', async () => {
    const left = repository.commit({ 'a.sql': 'one\n' });
    repository.git('checkout', '--quiet', '-b', 'feature');
    repository.commit({ 'b.sql': 'two\n' });
    repository.write({ 'c.sql': 'three\n' });
    const judged = await checkout();
    expect(judged.changeSet).toMatchObject({ base: { commit: left, name: 'main' }, head: { commit: null, name: 'feature' } });
    expect(told(judged)).toEqual(['added b.sql', 'added c.sql']);
  });

  it('takes what is not committed when it is on the default branch', async () => {
    repository.commit({ 'a.sql': 'one\n', 'gone.sql': 'x\n', '.gitignore': 'out/\n' });
    repository.write({ 'a.sql': 'two\n', 'gone.sql': null, 'new.sql': 'new\n', 'out/ignored.sql': 'no\n' });
    expect(told(await checkout())).toEqual(['modified a.sql', 'removed gone.sql', 'added new.sql']);
  });

  it('prefers what the remote calls its default branch', async () => {
    const left = repository.commit({ 'a.sql': 'one\n' });
    repository.git('update-ref', 'refs/remotes/origin/trunk', left);
    repository.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/trunk');
    repository.commit({ 'a.sql': 'two\n' });
    expect((await checkout()).changeSet.base).toMatchObject({ commit: left });
  });

  it('takes the last commit of a bare repository against the one before', async () => {
    repository.commit({ 'a.sql': 'one\n' });
    repository.commit({ 'b.sql': 'two\n' });
    const bare = join(folder, 'last.git');
    execFileSync('git', ['clone', '--quiet', '--bare', repository.root, bare]);
    const judged = await checkout({ path: bare });
    expect(told(judged)).toEqual(['added b.sql']);
    expect(judged.changeSet.base?.name).toBe('main^');
  });

  it('takes the first commit against nothing', async () => {
    repository.commit({ 'a.sql': 'one\ntwo\n' });
    const bare = join(folder, 'first.git');
    execFileSync('git', ['clone', '--quiet', '--bare', repository.root, bare]);
    const { changeSet, base } = await checkout({ path: bare });
    expect(changeSet.base).toEqual({ commit: null, name: 'before the first commit' });
    expect(changeSet.files).toMatchObject([{ status: 'added', changedLines: [{ first: 1, last: 2 }] }]);
    expect(base?.paths).toEqual([]);
  });

  it('takes a merge against its first parent', async () => {
    repository.commit({ 'a.sql': 'one\n' });
    repository.git('checkout', '--quiet', '-b', 'feature');
    repository.commit({ 'b.sql': 'two\n' });
    repository.git('checkout', '--quiet', 'main');
    repository.commit({ 'c.sql': 'three\n' });
    repository.git('merge', '--quiet', '--no-edit', 'feature');
    expect(told(await checkout({ base: 'HEAD^', head: 'HEAD' }))).toEqual(['added b.sql']);
  });

  it('takes a repository before its first commit as new', async () => {
    repository.write({ 'a.sql': 'one\n' });
    expect(told(await checkout())).toEqual(['added a.sql']);
  });

  it('works in a repository with SHA-256', async () => {
    repository.remove();
    repository = aWorkTree('--object-format=sha256');
    repository.commit({ 'a.sql': 'one\n' });
    repository.write({ 'a.sql': 'two\n' });
    expect(told(await checkout())).toEqual(['modified a.sql']);
    const first = join(folder, 'first-sha256.git');
    execFileSync('git', ['clone', '--quiet', '--bare', repository.root, first]);
    expect(told(await checkout({ path: first }))).toEqual(['added a.sql']);
    repository.commit({});
    const bare = join(folder, 'sha256.git');
    execFileSync('git', ['clone', '--quiet', '--bare', repository.root, bare]);
    expect(told(await checkout({ path: bare }))).toEqual(['modified a.sql']);
  });

  it('works from a folder below the root, with the paths of the whole', async () => {
    repository.commit({ 'a.sql': 'one\n', 'sub/b.sql': 'two\n' });
    repository.write({ 'a.sql': 'changed\n', 'sub/new.sql': 'new\n' });
    const before = process.cwd();
    process.chdir(join(repository.root, 'sub'));
    try {
      expect(told(await checkout({ path: '.' }))).toEqual(['modified a.sql', 'added sub/new.sql']);
    } finally {
      process.chdir(before);
    }
  });

  it('works in a linked work tree', async () => {
    repository.commit({ 'a.sql': 'one\n' });
    const linked = join(folder, 'linked');
    repository.git('worktree', 'add', '--quiet', '-b', 'other', linked);
    writeFileSync(join(linked, 'b.sql'), 'two\n');
    expect(told(await checkout({ path: linked }))).toEqual(['added b.sql']);
  });

  it('judges the whole tree, or the files that are named, without a base', async () => {
    repository.commit({ 'a.sql': 'one\n', 'sub/b.sql': 'two\n' });
    const all = await checkout({ all: true });
    expect([all.changeSet.whole, all.base, told(all)]).toEqual(['tree', null, ['added a.sql', 'added sub/b.sql']]);
    expect(told(await checkout({ all: true, path: join(repository.root, 'sub') }))).toEqual(['added sub/b.sql']);
    const named = await checkout({ files: ['a.sql'] });
    expect([named.changeSet.whole, told(named)]).toEqual(['change', ['added a.sql']]);
  });

  it('judges a folder outside Git whole', async () => {
    const plain = join(folder, 'plain');
    mkdirSync(join(plain, 'node_modules'), { recursive: true });
    mkdirSync(join(plain, 'sub'));
    for (const name of ['a.sql', 'sub/b.sql', 'node_modules/c.sql']) writeFileSync(join(plain, name), 'x\n');
    const judged = await checkout({ path: plain });
    expect([judged.changeSet.whole, told(judged)]).toEqual(['change', ['added a.sql', 'added sub/b.sql']]);
    await expect(checkout({ path: plain, base: 'main' })).rejects.toMatchObject({
      code: 'no-repository',
      lines: [expect.stringMatching(/^do: /)],
    });
  });
});

describe('what cannot be compared says what to do', () => {
  it.each(['nothing', '--upload-pack=touch x', '', 'main:a.sql', '@{u}', 'a b', '-h'])('for the revision `%s`', async (base) => {
    repository.commit({ 'a.sql': 'one\n' });
    await expect(checkout({ base })).rejects.toMatchObject({ code: 'unknown-revision', lines: [expect.stringMatching(/^do: /)] });
  });

  it('for histories that never met', async () => {
    repository.commit({ 'a.sql': 'one\n' });
    repository.git('checkout', '--quiet', '--orphan', 'other');
    repository.commit({ 'a.sql': 'two\n' });
    await expect(checkout({ base: 'main', head: 'other' })).rejects.toMatchObject({ code: 'unknown-revision' });
  });

  it('for a shallow clone whose history ends too early', async () => {
    repository.commit({ 'a.sql': 'one\n' });
    repository.commit({ 'a.sql': 'two\n' });
    const shallow = join(folder, 'shallow.git');
    execFileSync('git', ['clone', '--quiet', '--bare', '--depth=1', `file://${repository.root}`, shallow]);
    await expect(checkout({ path: shallow })).rejects.toMatchObject({
      code: 'unknown-revision',
      lines: [expect.stringContaining('git fetch')],
    });
  });

  it('for a machine without Git', async () => {
    repository.commit({ 'a.sql': 'one\n' });
    const before = process.env['PATH'];
    process.env['PATH'] = folder;
    try {
      await expect(checkout()).rejects.toMatchObject({ code: 'git-missing', lines: [expect.stringMatching(/^do: /)] });
    } finally {
      process.env['PATH'] = before;
    }
  });
});

describe('the files that changed', () => {
  async function compared(
    before: Record<string, string | Buffer | null>,
    after: Record<string, string | Buffer | null>,
  ): Promise<Checkout> {
    const base = repository.commit(before);
    const head = repository.commit(after);
    return checkout({ base, head });
  }

  it('follows a file that moved', async () => {
    const { changeSet } = await compared({ 'old/a.sql': LINES }, { 'old/a.sql': null, 'new/a.sql': `${LINES}end\n` });
    expect(changeSet.files).toEqual([
      {
        path: 'new/a.sql',
        basePath: 'old/a.sql',
        status: 'renamed',
        changedLines: [{ first: 21, last: 21 }],
        shownLines: [{ first: 18, last: 21 }],
      },
    ]);
  });

  it('has no lines for what only moved, was only removed, or only changed its mode', async () => {
    repository.write({ 'mode.sql': 'x\n' });
    const base = repository.commit({ 'a.sql': LINES, 'gone.sql': 'only here\n' });
    chmodSync(join(repository.root, 'mode.sql'), 0o755);
    const head = repository.commit({ 'a.sql': null, 'b.sql': LINES, 'gone.sql': null });
    const { changeSet } = await checkout({ base, head });
    expect(changeSet.files.map(({ status, path, shownLines }) => [status, path, shownLines])).toEqual([
      ['renamed', 'b.sql', []],
      ['removed', 'gone.sql', []],
      ['modified', 'mode.sql', []],
    ]);
  });

  it('never takes a line of content for a header', async () => {
    const tricky = '-- a\n++ b/evil.sql\n@@ -1 +1 @@\ndiff --git a/x b/x\n\\ No newline\n';
    const { changeSet } = await compared({ 'a.sql': '-- a\n' }, { 'a.sql': tricky });
    expect(changeSet.files).toMatchObject([{ path: 'a.sql', changedLines: [{ first: 2, last: 5 }] }]);
  });

  const NAMES = [
    'with\nnewline.sql',
    'with"quote.sql',
    'with\\back.sql',
    'with\ttab.sql',
    '-dash.sql',
    ' space .sql',
    'ünï/çødé.sql',
    ':(top).sql',
    '*.sql',
    'b/+++ b/x.sql',
  ];
  it.each(NAMES)('names the file %j', async (name) => {
    const { changeSet, head } = await compared({ [`./${name}`]: 'one\n' }, { [`./${name}`]: 'one\ntwo\n' });
    expect(changeSet.files).toMatchObject([{ path: name, status: 'modified', changedLines: [{ first: 2, last: 2 }] }]);
    expect(await head.read([name])).toMatchObject([{ path: name, text: 'one\ntwo\n' }]);
    repository.write({ [`./${name}`]: 'one\ntwo\nthree\n' });
    const work = await checkout();
    expect(work.changeSet.files).toMatchObject([{ path: name, status: 'modified', changedLines: [{ first: 3, last: 3 }] }]);
    expect(await work.head.read([name])).toMatchObject([{ text: 'one\ntwo\nthree\n' }]);
  });

  it('names a file whose path is long', async () => {
    const name = `${'d/'.repeat(1500)}a.sql`;
    const { head } = await compared({}, { [name]: 'one\n' });
    expect(await head.read([name])).toMatchObject([{ text: 'one\n' }]);
    expect(head.nearest(name, 'a.sql')).toBe('d/'.repeat(1500).slice(0, -1));
  });

  it('lives with a path that is no UTF-8, and calls it unchanged when it is', async () => {
    const name = Buffer.concat([Buffer.from(`${repository.root}/caf`), Buffer.from([0xe9]), Buffer.from('.sql')]);
    writeFileSync(name, 'one\n');
    const base = repository.commit({ 'a.sql': 'one\n' });
    expect(told(await checkout())).toEqual([]);
    writeFileSync(name, 'two\n');
    const work = await checkout();
    expect(told(work)).toEqual(['modified caf\ufffd.sql']);
    expect(await work.head.read(['caf\ufffd.sql'])).toMatchObject([{ text: 'two\n' }]);
    const head = repository.commit({});
    expect(told(await checkout({ base, head }))).toEqual(['modified caf\ufffd.sql']);
  });

  it('says nothing of links and submodules that stay, and names those that change', async () => {
    const other = repository.commit({ 'a.sql': 'one\n' });
    symlinkSync('a.sql', join(repository.root, 'link.sql'));
    mkdirSync(join(repository.root, 'module'));
    repository.git('update-index', '--add', '--cacheinfo', `160000,${other},module`);
    repository.git('add', 'link.sql');
    repository.git('commit', '--quiet', '--message', 'links');
    expect(told(await checkout())).toEqual([]);
    rmSync(join(repository.root, 'link.sql'));
    symlinkSync('elsewhere', join(repository.root, 'link.sql'));
    expect(told(await checkout())).toEqual(['modified link.sql']);
  });

  it('takes a file that became a folder for removed, and leaves a repository inside to itself', async () => {
    repository.commit({ 'a.sql': 'one\n' });
    repository.write({ 'a.sql': null });
    repository.write({ 'a.sql/b.sql': 'two\n', 'inner/c.sql': 'three\n' });
    execFileSync('git', ['init', '--quiet', join(repository.root, 'inner')]);
    expect(told(await checkout())).toEqual(['removed a.sql', 'added a.sql/b.sql']);
  });

  it('takes files in conflict for what lies there', async () => {
    repository.commit({ 'a.sql': 'one\n' });
    repository.git('checkout', '--quiet', '-b', 'other');
    repository.commit({ 'a.sql': 'two\n' });
    repository.git('checkout', '--quiet', 'main');
    repository.commit({ 'a.sql': 'three\n' });
    expect(() => repository.git('merge', 'other')).toThrow();
    const { changeSet } = await checkout();
    expect(changeSet.files).toMatchObject([
      {
        path: 'a.sql',
        status: 'modified',
        changedLines: [
          { first: 1, last: 1 },
          { first: 3, last: 5 },
        ],
      },
    ]);
  });

  it('sees the lines of a file that .gitattributes calls binary', async () => {
    const { changeSet } = await compared({ 'a.sql': 'one\n', '.gitattributes': '*.sql -diff\n' }, { 'a.sql': 'one\ntwo\n' });
    expect(changeSet.files).toMatchObject([{ path: 'a.sql', changedLines: [{ first: 2, last: 2 }] }]);
  });

  it('takes a file that was written in the same moment as the index for what it is', async () => {
    repository.commit({ 'a.sql': 'one\n' });
    const path = join(repository.root, 'a.sql');
    const { atime, mtime } = statSync(join(repository.root, '.git/index'));
    utimesSync(path, atime, mtime);
    repository.git('update-index', '--refresh');
    utimesSync(join(repository.root, '.git/index'), atime, mtime);
    writeFileSync(path, 'two\n');
    utimesSync(path, atime, mtime);
    expect(told(await checkout())).toEqual(['modified a.sql']);
  });

  it('keeps files that a sparse checkout leaves out', async () => {
    repository.commit({ 'in/a.sql': 'one\n', 'out/b.sql': 'two\n' });
    repository.git('sparse-checkout', 'set', '--no-cone', '/in/');
    expect(existsSync(join(repository.root, 'out/b.sql'))).toBe(false);
    const { head, ...rest } = await checkout();
    expect(told({ head, ...rest })).toEqual([]);
    expect(await head.read(['out/b.sql', 'in/a.sql'])).toMatchObject([{ path: 'out/b.sql', text: 'two\n' }, { text: 'one\n' }]);
  });
});
