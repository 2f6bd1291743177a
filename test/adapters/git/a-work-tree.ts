import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A repository with a work tree, made by Git itself. */
export interface TestWorkTree {
  readonly root: string;
  git(...args: readonly string[]): string;
  /** Writes files; null removes one. */
  write(files: Readonly<Record<string, string | Buffer | null>>): void;
  /** Writes files, commits all that differs, and answers with the commit. */
  commit(files: Readonly<Record<string, string | Buffer | null>>): string;
  remove(): void;
}

export function aWorkTree(...init: readonly string[]): TestWorkTree {
  const root = mkdtempSync(join(tmpdir(), 'tollgate-work-tree-'));
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: 'pipe', env: ENVIRONMENT }).trim();
  const write = (files: Readonly<Record<string, string | Buffer | null>>): void => {
    for (const [path, content] of Object.entries(files)) put(join(root, path), content);
  };
  git('init', '--quiet', '--initial-branch=main', ...init);
  return {
    root,
    git,
    write,
    commit: (files) => {
      write(files);
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message', 'A change');
      return git('rev-parse', 'HEAD');
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

const ENVIRONMENT = {
  PATH: process.env['PATH'],
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@acme.example',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@acme.example',
};

function put(path: string, content: string | Buffer | null): void {
  if (content === null) return rmSync(path);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
