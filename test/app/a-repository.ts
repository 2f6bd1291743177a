import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A repository made for a test: a bare one, and the commits that are put into it. */
export interface TestRepository {
  readonly gitDir: string;
  /** Commits these files on a branch, on top of `from` where the branch is new, and answers with the commit. Null deletes a file. */
  commit(branch: string, files: Readonly<Record<string, string | null>>, from?: string): string;
  /** Tags the commit that was made last, and answers with it. */
  tag(name: string): string;
  remove(): void;
}

export function aRepository(): TestRepository {
  const root = mkdtempSync(join(tmpdir(), 'tollgate-story-'));
  const work = join(root, 'work');
  const gitDir = join(root, 'bare.git');
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: work, encoding: 'utf8', stdio: 'pipe', env: ENVIRONMENT }).trim();
  mkdirSync(work);
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', gitDir]);
  git('init', '--quiet', '--initial-branch=main');
  git('remote', 'add', 'origin', gitDir);
  return {
    gitDir,
    commit: (branch, files, from) => {
      checkout(git, branch, from);
      for (const [path, text] of Object.entries(files)) write(join(work, path), text);
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message', 'A change');
      git('push', '--quiet', '--force', 'origin', branch);
      return git('rev-parse', 'HEAD');
    },
    tag: (name) => {
      git('tag', name);
      git('push', '--quiet', 'origin', name);
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

function checkout(git: (...args: readonly string[]) => string, branch: string, from: string | undefined): void {
  const there = git('branch', '--list', branch) !== '';
  if (there) git('checkout', '--quiet', branch);
  else git('checkout', '--quiet', '-B', branch, ...(from === undefined ? [] : [from]));
}

function write(path: string, text: string | null): void {
  if (text === null) return rmSync(path);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
