import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { TollgateError } from '../../core/errors.ts';

/** A repository on this machine. `root` is its work tree; undefined where it is bare. */
export interface FoundRepository {
  readonly gitDir: string;
  readonly root?: string;
}

/** The repository that holds a folder, found as Git finds it, but without running it. Undefined outside of any. */
export function findRepository(path: string): FoundRepository | undefined {
  for (let folder = existing(path); ; folder = dirname(folder)) {
    if (isGitDir(folder)) return { gitDir: folder };
    const inner = join(folder, '.git');
    const gitDir = existsSync(inner) ? (lstatSync(inner).isDirectory() ? inner : linkedGitDir(inner, folder)) : undefined;
    if (gitDir !== undefined && isGitDir(gitDir)) return { gitDir, root: folder };
    if (dirname(folder) === folder) return undefined;
  }
}

function existing(path: string): string {
  if (existsSync(path)) return realpathSync(resolve(path));
  throw new TollgateError('no-repository', `\`${path}\` is not there`, { lines: ['do:    name a repository or a folder that exists'] });
}

function isGitDir(folder: string): boolean {
  return existsSync(join(folder, 'HEAD')) && (existsSync(join(folder, 'objects')) || existsSync(join(folder, 'commondir')));
}

/** A linked work tree or submodule keeps `gitdir: <path>` in a file. Source: gitrepository-layout. */
function linkedGitDir(file: string, folder: string): string | undefined {
  const found = /^gitdir: (.+)$/m.exec(statSync(file).size < 4096 ? readFileSync(file, 'utf8') : '');
  return found?.[1] === undefined ? undefined : resolve(folder, found[1].trim());
}

/** Fails early, with the mend, where Git itself is missing. */
export function requireGit(): void {
  if (isThere) return;
  const { error } = spawnSync('git', ['--version'], { stdio: 'ignore' });
  if (error)
    throw new TollgateError('git-missing', 'cannot run git', {
      lines: ['do:    install git 2.36 or later and put it on PATH'],
      cause: error,
    });
  isThere = true;
}

/** Asking takes as long as any other question; Git does not go away meanwhile. */
let isThere = false;
