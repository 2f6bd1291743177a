import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the double's GitHub holds. Tests build it, and read from it what was posted. */
export interface World {
  readonly app: {
    readonly id: number;
    readonly slug: string;
    readonly publicKey: string;
    /** What it asks every account for. */
    asks?: NonNullable<DoubleSetup['granted']>;
  };
  readonly repositories: Map<number, DoubleRepository>;
  /** Tokens that are valid, with the repositories that they are good for. */
  readonly tokens: Map<string, readonly number[]>;
  /** Logins by `organisation/team`. */
  teams?: Readonly<Record<string, readonly string[]>>;
  nextId: number;
}

export interface DoubleRepository {
  readonly id: number;
  readonly installation: number;
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
  /** A bare repository on disk. */
  readonly gitDir: string;
  /** Logins and team slugs that may review and be assigned. */
  readonly people: readonly string[];
  readonly pulls: Map<number, DoublePull>;
  readonly checkRuns: DoubleCheckRun[];
  readonly comments: DoubleComment[];
  readonly reviews: { readonly id: number; readonly pull: number; readonly body: string }[];
  readonly issues: DoubleIssue[];
  /** Comments that stand under pull requests and issues. */
  readonly talk?: DoubleTalk[];
  readonly reactions?: { readonly comment: number; readonly content: string }[];
  /** What people may do; `read` where nothing is said. */
  permissions?: Readonly<Record<string, string>>;
  /** Who is assigned to a pull request or issue. */
  assigned?: Map<number, Set<string>>;
  /** Threads that are resolved, by their first comment. */
  resolvedThreads?: readonly number[];
  setup?: DoubleSetup;
  /** It answers under this name, too. */
  formerly?: string;
  /** Pull requests of forks are not found by their commits. */
  hidesForks?: boolean;
  /** Answers instead of Git, where thousands of heads are made: none is on top of another, and all show the same lines. */
  readonly made?: { readonly commits: Set<string>; shows(path: string, line: number): boolean };
  readonly archived?: boolean;
  readonly pushedAt?: string;
  /** What the app may do with files; it may read them where nothing is said. */
  contents?: 'write';
}

/** How a repository is set up, as far as `tollgate doctor` looks. */
export interface DoubleSetup {
  readonly rules?: readonly { readonly type: string; readonly parameters?: object }[];
  /** Classic branch protection. */
  readonly checks?: readonly { readonly context: string; readonly app_id: number | null }[];
  readonly ownerErrors?: readonly { readonly path: string; readonly line: number; readonly message: string }[];
  readonly granted?: { readonly permissions: Readonly<Record<string, string>>; readonly events: readonly string[] };
  /** By `organisation/team`: what the team may do here; null where it may do nothing. */
  readonly teams?: Readonly<Record<string, string | null>>;
  /** Operations that the token may not see, with the status that GitHub gives. */
  readonly hidden?: Readonly<Record<string, 403 | 404>>;
}

export interface DoubleTalk {
  readonly id: number;
  readonly pull: number;
  readonly author: string;
  body: string;
  readonly createdAt: string;
  updatedAt?: string;
}

export interface DoublePull {
  readonly number: number;
  state: 'open' | 'closed';
  draft: boolean;
  readonly author: string;
  base: string;
  headSha: string;
  /** `feature` where nothing is said. */
  readonly headBranch?: string;
  readonly fork?: boolean;
  readonly title?: string;
  readonly body?: string;
  readonly reviewers: string[];
  readonly teams: string[];
  labels?: readonly string[];
  updatedAt?: string;
  /** The base as it was when this was merged; the branch as it stands, where nothing is said. */
  readonly baseSha?: string;
  /** The commit on the base branch that it became. */
  merged?: string;
  readonly verdicts?: { readonly login: string; state: 'APPROVED' | 'CHANGES_REQUESTED' | 'DISMISSED'; readonly commit: string }[];
}

export interface DoubleCheckRun {
  readonly id: number;
  readonly head_sha: string;
  name: string;
  status: string;
  conclusion: string | null;
  external_id: string;
  actions: readonly object[];
  output: { title: string; summary: string; annotations: readonly object[] };
}

export interface DoubleComment {
  readonly id: number;
  readonly pull: number;
  readonly review: number | null;
  readonly path: string;
  readonly line: number | null;
  /** That it was written about. */
  readonly commit?: string;
  readonly author: string;
  body: string;
  readonly inReplyTo?: number;
  readonly createdAt?: string;
  updatedAt?: string;
}

export interface DoubleIssue {
  readonly number: number;
  readonly byApp: boolean;
  title: string;
  body: string;
  state: string;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
}

/** The commit that a branch is at; undefined where there is none. */
export function headOf({ gitDir, made }: DoubleRepository, ref: string): string | undefined {
  const commit = ref.replace(/\^\{commit\}$/, '');
  if (made?.commits.has(commit)) return commit;
  const loose = looseRef(gitDir, ref);
  return loose ?? (made && ref.startsWith('refs/heads/') ? undefined : revision(gitDir, ref));
}

/** What was just pushed is a file of its own: reading it is much faster than asking Git. */
function looseRef(gitDir: string, ref: string): string | undefined {
  const file = join(gitDir, ref);
  return /^refs\/heads\/[\w/-]+$/.test(ref) && existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

function revision(gitDir: string, ref: string): string | undefined {
  try {
    return execFileSync('git', ['rev-parse', '--verify', '--quiet', '--end-of-options', ref], {
      cwd: gitDir,
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();
  } catch {
    return undefined;
  }
}

/** Whether a pull request changes a file, in whatever way. */
export function isChanged(repository: DoubleRepository, pull: DoublePull, path: string): boolean {
  const base = headOf(repository, `refs/heads/${pull.base}`) ?? '';
  const names = ['diff', '--name-only', '-M', `${base}...${pull.headSha}`, '--'];
  return execFileSync('git', names, { cwd: repository.gitDir, encoding: 'utf8' }).split('\n').includes(path);
}

/** Whether the diff of a pull request shows a line of the new side, as GitHub demands of comments. */
export function isShown(repository: DoubleRepository, pull: DoublePull, commit: string, path: string, line: number): boolean {
  const base = headOf(repository, `refs/heads/${pull.base}`) ?? '';
  if (repository.made) return repository.made.shows(path, line);
  return hunksOf(repository, `${base}...${commit}`, path).some(([first, count]) => first <= line && line < first + count);
}

/** Whether a commit is the head of a pull request, or was on the way to it: one that was forced away is not. */
export function isInPull({ gitDir, made }: DoubleRepository, pull: DoublePull, commit: string): boolean {
  if (made) return commit === pull.headSha;
  const key = `${gitDir} ${commit} ${pull.headSha}`;
  const found = commit === pull.headSha || (ancestors.get(key) ?? isAncestor(gitDir, commit, pull.headSha));
  ancestors.set(key, found);
  return found;
}

const ancestors = new Map<string, boolean>();

function isAncestor(gitDir: string, commit: string, of: string): boolean {
  return spawnSync('git', ['merge-base', '--is-ancestor', commit, of], { cwd: gitDir }).status === 0;
}

/** What two commits differ by never changes. */
const known = new Map<string, readonly (readonly [number, number])[]>();

function hunksOf({ gitDir }: DoubleRepository, range: string, path: string): readonly (readonly [number, number])[] {
  const key = `${gitDir} ${range} ${path}`;
  const hunks =
    known.get(key) ??
    [
      ...execFileSync('git', ['diff', '-U3', range, '--', path], { cwd: gitDir, encoding: 'utf8' }).matchAll(
        /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/gm,
      ),
    ].map(([, start, count]) => [Number(start), Number(count ?? 1)] as const);
  known.set(key, hunks);
  return hunks;
}
