import type { ChangeContext } from '../core/evaluate/policy-input.ts';
import { formatLock, LOCK_PATH, parseLock, type Lock, type Pin } from '../core/library/lock.ts';
import { readReference, type LibraryAddress } from '../core/library/reference.ts';
import { walkLibraries, type Obtained } from '../core/library/walk-libraries.ts';
import type { LibraryStore, OrganisationFiles } from '../core/library-ports.ts';
import type { Checkout } from '../core/ports.ts';
import { applyEdits } from '../core/remediate/apply-edits.ts';
import { DEFAULT_LIBRARY } from '../core/settings/default-settings.ts';
import { placeOfSetting } from '../core/settings/parse-settings.ts';
import type { ReadableTree } from '../model/change-set.ts';
import type { Preview } from '../model/preview.ts';
import type { Problem } from '../model/problem.ts';
import type { Edit } from '../model/remediation.ts';
import type { Settings } from '../model/settings.ts';
import type { SourceFile } from '../model/source.ts';
import { gather, gatherOwners, type GatherPorts } from './gather.ts';
import { keysFor, readLockFile, wantedIn } from './gather-libraries.ts';
import type { JudgePorts } from './judge-change.ts';
import { previewGovernance } from './preview-governance.ts';
import { withGoverningFiles } from './with-files.ts';

export interface LibraryUpdate {
  /** A line for each library that the lock pins otherwise. */
  readonly changes: readonly string[];
  readonly problems: readonly Problem[];
  readonly names: readonly string[];
  /** The library that was asked for is none that settings extend. */
  readonly unknown: boolean;
  /** Missing where nothing changes. */
  readonly lock?: { readonly before: string; readonly after: string };
  readonly preview?: Preview;
}

export interface UpdateRequest {
  /** A reference, or the name of a library without its version; the others stay as they are pinned. */
  readonly only?: string;
  readonly context: ChangeContext;
  /** A floor: what it extends is pinned, too, unless the organisation pins it itself. */
  readonly organisation?: OrganisationFiles;
}

/** Asks what each reference stands for now, and judges the whole tree by the old pins and by the new. Writes nothing. */
export async function updateLibraries(checkout: Checkout, request: UpdateRequest, ports: GatherPorts & JudgePorts): Promise<LibraryUpdate> {
  const tree = checkout.governing;
  const floor = request.organisation ? { organisation: request.organisation } : {};
  const { file, settings } = await gatherOwners(tree, request.organisation);
  const before = await lockText(tree);
  const old = parseLock(toFile(before)).lock;
  const fresh = new Map<string, Pin>();
  const elsewhere = readLockFile(request.organisation?.lock).lock;
  const walk = await walkLibraries(wantedIn(file, settings), DEFAULT_LIBRARY, (reference, address) =>
    obtainFresh({ reference, address }, { settings, old, fresh, elsewhere, only: request.only }, ports.libraries),
  );
  const names = walk.libraries.map(({ name }) => name);
  const after = formatLock(fresh);
  const told = { changes: changesOf(old, fresh), problems: walk.problems, names, unknown: isUnknown(request.only, fresh, names) };
  if (walk.problems.length > 0 || told.unknown || after === before || (before === '' && fresh.size === 0)) return told;
  const earlier = withGoverningFiles(checkout, file ? [asLocked(file, settings, old)] : []);
  const [one, other] = [await gather(earlier, ports, floor), await gather(checkout, ports, { ...floor, lock: toFile(after) })];
  const preview = await previewGovernance(checkout, { before: one, after: other }, request.context, ports);
  return { ...told, lock: { before, after }, preview };
}

/** Settings that name the versions that are locked: those judge until the lock names others. */
function asLocked(file: SourceFile, { extends: references }: Settings, old: Lock): SourceFile {
  const edits = references.flatMap((reference): Edit[] => {
    const name = readReference(reference)?.name;
    const locked = old.has(reference) || name === undefined ? undefined : [...old.keys()].find((one) => readReference(one)?.name === name);
    // One library alone may stand there without a list.
    const places = [['extends', references.indexOf(reference)], ['extends']].map((path) => placeOfSetting(file, path, 'value'));
    const location = places.find(({ start, end }) => file.text.slice(start.offset, end.offset).includes(reference));
    return locked === undefined || !location ? [] : [{ location, text: JSON.stringify(locked) }];
  });
  const text = applyEdits(file.text, edits);
  return { path: file.path, text, size: text.length };
}

interface Fresh {
  readonly settings: Settings;
  readonly old: Lock;
  readonly fresh: Map<string, Pin>;
  /** What the organisation pins. */
  readonly elsewhere: Lock;
  readonly only: string | undefined;
}

async function obtainFresh(
  { reference, address }: { readonly reference: string; readonly address: LibraryAddress },
  { settings, old, fresh, elsewhere, only }: Fresh,
  store: LibraryStore | undefined,
): Promise<Obtained> {
  if (!store) return { code: 'library-unknown', why: 'is not available here' };
  const theirs = elsewhere.get(reference);
  const kept = theirs ?? old.get(reference);
  const isKept = theirs !== undefined || (only !== undefined && only !== reference && only !== address.name);
  const had = kept && isKept ? await store.pinned(address, kept) : await store.current(address, keysFor(address, settings));
  if ('unavailable' in had) return { code: 'library-unavailable', why: had.unavailable };
  const pin = 'pin' in had ? had.pin : kept;
  if (pin && !theirs) fresh.set(reference, pin);
  return { files: had.files };
}

const isUnknown = (only: string | undefined, fresh: ReadonlyMap<string, Pin>, names: readonly string[]): boolean =>
  only !== undefined && !fresh.has(only) && !names.includes(only);

function changesOf(old: Lock, fresh: Lock): readonly string[] {
  const all = [...new Set([...old.keys(), ...fresh.keys()])].sort();
  return all.flatMap((reference) => {
    const [was, is] = [old.get(reference), fresh.get(reference)];
    if (was?.digest === is?.digest && was?.source === is?.source && was?.signer === is?.signer) return [];
    if (!is) return [`- ${reference}`];
    const signed = is.signer === undefined ? '' : `, signed by ${is.signer}`;
    return [`${was ? '~' : '+'} ${reference}  ${short(is.source)}${signed}${was ? ` (was ${short(was.source)})` : ''}`];
  });
}

const short = (source: string): string => source.replace('sha256:', '').slice(0, 12);

async function lockText(tree: ReadableTree): Promise<string> {
  const [file] = tree.has(LOCK_PATH) ? await tree.read([LOCK_PATH]) : [];
  return file && 'text' in file ? file.text : '';
}

const toFile = (text: string) => ({ path: LOCK_PATH, text, size: text.length });
