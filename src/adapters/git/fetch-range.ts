import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isTollgateError, TollgateError } from '../../core/errors.ts';
import type { Checkout } from '../../core/ports.ts';
import type { Revision } from '../../model/change-set.ts';
import { changedBetween, wholeFiles } from './change-files.ts';
import { commitTree, type Prefetch } from './commit-tree.ts';
import { parentOf } from './resolve-range.ts';
import { currentMirror } from './current-mirror.ts';
import { askGit, runGit, type GitPlace } from './run-git.ts';

/** Two commits of a repository elsewhere. The token reads it; it is in the environment of Git and nowhere else. */
export interface RemoteRange {
  /** Names the mirror: the same for a renamed repository. */
  readonly id: number;
  readonly url: string;
  readonly token: string;
  /** A branch as it stands now, or a commit. Null: the head is judged whole. */
  readonly base: { readonly branch: string } | { readonly commit: string } | null;
  readonly head: string;
}

/**
 * Fetches commits into bare mirrors below a folder, without the contents of files; those that a judgement needs are fetched together
 * when it asks. Errors: git-missing, git-failed, unknown-revision.
 */
export function remoteSourceControl(folder: string): (range: RemoteRange) => Promise<Checkout> {
  const turns = new Map<number, Promise<unknown>>();
  const blobs = new Map<number, Set<string>>();
  return (range) => {
    const known = blobs.get(range.id) ?? new Set();
    blobs.set(range.id, known);
    // Two fetches into one shallow repository would wait for each other's locks, and give up.
    const turn = (turns.get(range.id) ?? Promise.resolve()).catch(() => undefined).then(() => fetchWell(folder, range, known));
    turns.set(range.id, turn);
    return turn;
  };
}

/** How far back the two sides may have parted; most have within the first. Zero: however far. */
const DEPTHS = [20, 200, 2000, 0];

/** A mirror with more packs than this is made anew rather than tidied. */
const MOST_PACKS = 300;

const HEAD = 'refs/tollgate/head';
const BASE = 'refs/tollgate/base';

/** A lock that a killed process left behind is never given up: then the mirror is made anew. Nobody else is in it now. */
async function fetchWell(folder: string, range: RemoteRange, known: Set<string>): Promise<Checkout> {
  checkNames(range);
  const gitDir = currentMirror(folder, range.id, MOST_PACKS);
  try {
    return await fetchRange(gitDir, range, known);
  } catch (error) {
    if (!isTollgateError(error) || !LEFT_LOCKED.test(error.message)) throw error;
    return fetchRange(currentMirror(folder, range.id, -1), range, known);
  }
}

const LEFT_LOCKED = /\.lock': File exists/;

/** Names come from outside, and become refspecs. */
function checkNames({ base, head }: RemoteRange): void {
  const name = base === null ? head : 'branch' in base ? base.branch : base.commit;
  const good = base !== null && 'branch' in base ? BRANCH.test(name) : COMMIT.test(name);
  if (good && COMMIT.test(head)) return;
  throw new TollgateError('unknown-revision', `\`${good ? head : name}\` names no commit`, {
    lines: ['do:    name a branch, or a commit by its full id'],
  });
}

const COMMIT = /^(?:[\da-f]{40}|[\da-f]{64})$/;
const BRANCH = /^[^\s:*?[\\^~-][^\s:*?[\\^~]*$/;

async function fetchRange(gitDir: string, range: RemoteRange, known: Set<string>): Promise<Checkout> {
  const place = await openMirror(gitDir, range, known);
  const prefetch = prefetching(place, range.url, known);
  if (range.base === null) return wholeHead(place, range, prefetch);
  const { governing, base } = await fetchBoth(place, range, range.base);
  const head: Revision = { commit: range.head, name: range.head };
  await prefetch(await changedBlobs(place, base, range.head));
  const files = await changedBetween(place, base, range.head);
  const name = 'branch' in range.base ? range.base.branch : governing;
  const [ofBase, ofHead] = [await commitTree(place, base, prefetch), await commitTree(place, range.head, prefetch)];
  const rules = governing === base ? ofBase : await commitTree(place, governing, prefetch);
  return { changeSet: { base: { commit: base, name }, head, files }, base: ofBase, head: ofHead, governing: rules };
}

async function wholeHead(place: GitPlace, range: RemoteRange, prefetch: Prefetch): Promise<Checkout> {
  await fetch(place, range.url, 1, [`+${range.head}:${HEAD}`]);
  const tree = await commitTree(place, range.head, prefetch);
  const head = { commit: range.head, name: range.head };
  return { changeSet: { base: null, head, files: wholeFiles(tree.paths), whole: 'tree' }, base: null, head: tree, governing: tree };
}

interface Sides {
  /** The base as it stands now: its settings and policies judge. */
  readonly governing: string;
  /** Where the head left it. */
  readonly base: string;
}

async function fetchBoth(place: GitPlace, { url, head }: RemoteRange, base: NonNullable<RemoteRange['base']>): Promise<Sides> {
  const here = { gitDir: place.gitDir };
  const source = 'branch' in base ? `refs/heads/${base.branch}` : base.commit;
  for (const depth of DEPTHS) {
    await fetch(place, url, depth, [`+${head}:${HEAD}`, `+${source}:${BASE}`]);
    const parted = await askGit(here, ['merge-base', '--end-of-options', BASE, HEAD]);
    const governing = await askGit(here, ['rev-parse', '--verify', '--quiet', `${BASE}^{commit}`]);
    if (parted !== undefined && governing !== undefined) return { governing, base: parted };
    if (governing !== undefined && depth === 0)
      return { governing, base: (await parentOf(here, { commit: head, name: head })) ?? governing };
  }
  return { governing: head, base: head };
}

/** All blobs on both sides of a change: Git would fetch them one by one otherwise. */
async function changedBlobs(place: GitPlace, base: string, head: string): Promise<readonly string[]> {
  const raw = await runGit(place, ['diff-tree', '-r', '--raw', '-z', '--no-abbrev', '--no-renames', '--end-of-options', base, head]);
  return raw
    .toString('latin1')
    .split('\0')
    .flatMap((piece) => /^:(\d{6}) (\d{6}) ([\da-f]+) ([\da-f]+) /.exec(piece)?.slice(1, 5) ?? [])
    .filter((piece) => /^[\da-f]{40,64}$/.test(piece) && !/^0+$/.test(piece));
}

async function openMirror(gitDir: string, { url, token }: RemoteRange, known: Set<string>): Promise<GitPlace> {
  const place = { gitDir, env: remoteEnvironment(url, token) };
  if (existsSync(join(gitDir, 'ready'))) return place;
  known.clear();
  rmSync(gitDir, { recursive: true, force: true });
  mkdirSync(gitDir, { recursive: true, mode: 0o700 });
  await runGit(place, ['init', '--bare', '--quiet']);
  for (const [name, value] of MIRROR_CONFIG) await runGit(place, ['config', name, value]);
  mkdirSync(join(gitDir, 'ready'));
  return place;
}

/** What is missing was left out on purpose, and nothing is ever tidied behind our back. */
const MIRROR_CONFIG = [
  ['core.repositoryFormatVersion', '1'],
  ['extensions.partialClone', 'origin'],
  ['remote.origin.promisor', 'true'],
  ['remote.origin.partialCloneFilter', 'blob:none'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
] as const;

/** Nothing but HTTP is spoken, no redirect is followed with the token, and nothing is asked of a person. */
function remoteEnvironment(url: string, token: string): Readonly<Record<string, string>> {
  const settings = [
    [`http.${new URL(url).origin}/.extraHeader`, `Authorization: Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`],
    ['http.followRedirects', 'false'],
    ['credential.helper', ''],
    ['fetch.fsckObjects', 'true'],
  ] as const;
  const entries = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return {
    ...Object.fromEntries(entries),
    GIT_CONFIG_COUNT: String(settings.length),
    GIT_ALLOW_PROTOCOL: isLoopback(url) ? 'https:http' : 'https',
  };
}

const isLoopback = (url: string): boolean => /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(new URL(url).hostname);

async function fetch(place: GitPlace, url: string, depth: number, refspecs: readonly string[]): Promise<void> {
  const shallow = existsSync(join(place.gitDir, 'shallow'));
  const reach = depth > 0 ? [`--depth=${depth}`] : shallow ? ['--unshallow'] : [];
  await patiently(() => runGit(place, ['fetch', ...QUIETLY, '--filter=blob:none', ...reach, '--end-of-options', url, ...refspecs]));
}

/** What may be over in a moment is tried twice more. */
async function patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (const pause of PAUSES_MS) {
    try {
      return await ask();
    } catch (error) {
      if (!isTollgateError(error) || !PASSING.test(error.message)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return ask();
}

const PAUSES_MS = [300, 1500];
const PASSING =
  /returned error: (?:5\d\d|429)|early EOF|hung up|unexpected disconnect|timed out|[Cc]ould not resolve|[Cc]onnection (?:was )?re(?:set|fused)|Failed to connect/;

const QUIETLY = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', '--no-auto-maintenance'];

/** Fetches blobs that were not fetched before, all in one request. Asking Git what it lacks would make it fetch them one by one. */
function prefetching(place: GitPlace, url: string, known: Set<string>): Prefetch {
  return async (ids) => {
    const missing = [...new Set(ids)].filter((id) => !known.has(id));
    if (missing.length === 0) return;
    if (known.size > MOST_KNOWN) known.clear();
    const input = `${missing.join('\n')}\n`;
    const how = [...WITHOUT_HAVES, 'fetch', ...QUIETLY, '--filter=blob:none', '--stdin', '--end-of-options', url];
    await patiently(() => runGit(place, how, { input }));
    for (const id of missing) known.add(id);
  };
}

/**
 * Who says which commits it has is taken to have their blobs, too, where its history is cut off: the server would leave out what is asked
 * for. Git itself fetches missing blobs so (promisor-remote.c).
 */
const WITHOUT_HAVES = ['-c', 'fetch.negotiationAlgorithm=noop'];

/** Names of blobs that are remembered for each mirror. */
const MOST_KNOWN = 100_000;
