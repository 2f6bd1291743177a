import { clashesOf } from '../core/library/clashes.ts';
import { LOCK_PATH, parseLock, type Lock } from '../core/library/lock.ts';
import { walkLibraries, type Obtained, type Wanted } from '../core/library/walk-libraries.ts';
import type { LibraryAddress } from '../core/library/reference.ts';
import type { LibraryStore } from '../core/library-ports.ts';
import type { LibrarySource } from '../core/ports.ts';
import { DEFAULT_LIBRARY } from '../core/settings/default-settings.ts';
import { parseSettings, placeOfSetting, SETTINGS_PATH } from '../core/settings/parse-settings.ts';
import { unreadableProblem } from '../core/extract/unreadable-problem.ts';
import type { ReadableTree, Unreadable } from '../model/change-set.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import type { Location, SourceFile } from '../model/source.ts';

export interface LibraryPorts {
  defaultLibrary(): Promise<LibrarySource>;
  readonly libraries?: LibraryStore;
}

export interface LibraryRequest {
  readonly file: SourceFile | undefined;
  readonly settings: Settings;
  readonly tree: ReadableTree;
  /** Instead of the tree's. */
  readonly lock?: SourceFile | undefined;
  /** Of the organisation: what it pins is pinned in every repository. */
  readonly floorLock?: SourceFile | Unreadable | undefined;
}

export interface GatheredLibraries {
  readonly libraries: readonly LibrarySource[];
  readonly problems: readonly Problem[];
}

/** What settings extend, exactly as the lock of the same tree pins it. What cannot be had, or is not what was pinned, judges nothing and says so. */
export async function gatherLibraries(request: LibraryRequest, ports: LibraryPorts): Promise<GatheredLibraries> {
  const { file, settings } = request;
  const wanted = wantedIn(file, settings);
  const read = wanted.every(({ reference }) => reference === DEFAULT_LIBRARY) ? NOTHING : await readLocks(request);
  const walk = await walkLibraries(wanted, DEFAULT_LIBRARY, (reference, address) =>
    obtainPinned(address, { reference, lock: read.lock, settings, store: ports.libraries }),
  );
  const brings = walk.wantsDefault || settings.extends.includes(DEFAULT_LIBRARY);
  const libraries = [...(brings ? [await ports.defaultLibrary()] : []), ...walk.libraries];
  const apart = withoutClashes(libraries, wanted);
  return { libraries: apart.libraries, problems: [...read.problems, ...walk.problems, ...apart.problems] };
}

const NOTHING: ReturnType<typeof parseLock> = { lock: new Map(), problems: [] };

/** Each reference with its place in settings; what only the organisation extends is at the key. */
export function wantedIn(file: SourceFile | undefined, settings: Settings): readonly Wanted[] {
  const start = { line: 1, column: 1, offset: 0 };
  const nowhere = { file: SETTINGS_PATH, start, end: start };
  const written = file ? parseSettings(file).settings.extends : [];
  const placeOf = (reference: string): Location => {
    const at = written.indexOf(reference);
    return file ? placeOfSetting(file, at < 0 ? ['extends'] : ['extends', at], 'value') : nowhere;
  };
  return settings.extends.map((reference) => ({ reference, location: placeOf(reference) }));
}

/** The organisation's pins win: what it extends is the same everywhere. */
async function readLocks({ tree, lock, floorLock }: LibraryRequest): Promise<ReturnType<typeof parseLock>> {
  const [own, floor] = [await readLock(tree, lock), readLockFile(floorLock)];
  return { lock: new Map([...own.lock, ...floor.lock]), problems: [...own.problems, ...floor.problems] };
}

/** What a lock pins, as far as it can be read. */
export function readLockFile(file: SourceFile | Unreadable | undefined): ReturnType<typeof parseLock> {
  if (!file) return NOTHING;
  return 'unreadable' in file ? { lock: new Map(), problems: [unreadableProblem(file)] } : parseLock(file);
}

async function readLock(tree: ReadableTree, given: SourceFile | undefined): Promise<ReturnType<typeof parseLock>> {
  if (given) return parseLock(given);
  if (!tree.has(LOCK_PATH)) return NOTHING;
  const [file] = await tree.read([LOCK_PATH]);
  return readLockFile(file);
}

interface Pinned {
  readonly reference: string;
  readonly lock: Lock;
  readonly settings: Settings;
  readonly store: LibraryStore | undefined;
}

async function obtainPinned(address: LibraryAddress, { reference, lock, settings, store }: Pinned): Promise<Obtained> {
  if (!store) return { code: 'library-unknown', why: 'is not available here' };
  const pin = lock.get(reference);
  if (!pin) return { code: 'library-unlocked', why: `is not pinned in \`${LOCK_PATH}\`; \`tollgate update\` pins it` };
  const keys = keysFor(address, settings);
  if (keys.length > 0 && !keys.some((key) => pin.signer !== undefined && store.nameOf(key) === pin.signer))
    return { code: 'library-signature', why: 'is pinned without a signature by any of its keys under `signatures`' };
  const had = await store.pinned(address, pin);
  if ('unavailable' in had) return { code: 'library-unavailable', why: had.unavailable };
  if (had.digest === pin.digest) return { files: had.files };
  return {
    code: 'library-digest',
    why: `is not what was pinned: its digest is ${short(had.digest)}, and \`${LOCK_PATH}\` says ${short(pin.digest)}`,
  };
}

/** Of every version of a library. */
export const keysFor = ({ name }: LibraryAddress, { signatures }: Settings): readonly string[] => signatures[name] ?? [];

const short = (digest: string): string => digest.slice(0, 'sha256:'.length + 12);

function withoutClashes(libraries: readonly LibrarySource[], wanted: readonly Wanted[]): GatheredLibraries {
  const clashes = clashesOf(libraries);
  const out = new Set(clashes.map(({ library }) => library));
  const problems = clashes.map(({ library, other, package: name }): Problem => {
    const at = wanted.find(({ reference }) => reference.startsWith(library)) ?? wanted[0];
    const message = `The library \`${library}\` has the package \`${name}\`, and so has \`${other}\`; \`${library}\` is left out.`;
    return { code: 'library-clash', message, location: at?.location ?? NOWHERE, undecided: true };
  });
  return { libraries: libraries.filter(({ name }) => !out.has(name)), problems };
}

const NOWHERE = { file: SETTINGS_PATH, start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 1, offset: 0 } };
