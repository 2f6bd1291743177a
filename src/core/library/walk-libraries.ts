import { parse } from 'yaml';
import { z } from 'zod';
import type { Problem } from '../../model/problem.ts';
import type { Location, SourceFile } from '../../model/source.ts';
import type { LibrarySource } from '../ports.ts';
import { isTooDeep } from '../text/depth-guard.ts';
import { isLibraryFile } from './library-files.ts';
import { readReference, type LibraryAddress } from './reference.ts';

/** A library was had, or why not. */
export type Obtained = { readonly files: readonly SourceFile[] } | { readonly code: string; readonly why: string };

export interface Walk {
  /** In the order in which settings and libraries name them, each once. */
  readonly libraries: readonly LibrarySource[];
  readonly problems: readonly Problem[];
  /** Some library builds on the one that Tollgate brings. */
  readonly wantsDefault: boolean;
}

/** What settings extend, and where they say so. */
export interface Wanted {
  readonly reference: string;
  readonly location: Location;
}

interface Step extends Wanted {
  /** Names of the libraries that led here, from settings on. */
  readonly chain: readonly string[];
}

const DEEPEST = 8;
const MOST = 50;
const LIBRARY_SETTINGS = 'library.yml';
const LibrarySettings = z.looseObject({ extends: z.array(z.string()).max(MOST).optional() });

/**
 * Follows `extends` through libraries (their `library.yml`), the nearest first. One that cannot be had, leads back to itself, is deeper
 * than eight or is wanted in two versions is a problem where the settings lead to it; the others still judge.
 */
export async function walkLibraries(
  wanted: readonly Wanted[],
  defaultName: string,
  obtain: (reference: string, address: LibraryAddress) => Promise<Obtained>,
): Promise<Walk> {
  const found = new Map<string, LibrarySource>();
  const problems: Problem[] = [];
  let wantsDefault = false;
  const queue: Step[] = wanted.map((one) => ({ ...one, chain: [] }));
  for (let next = queue.shift(); next; next = queue.shift()) {
    if (next.reference === defaultName) wantsDefault ||= next.chain.length > 0;
    const taken = next.reference === defaultName ? [] : await take(next, found, obtain);
    if ('code' in taken) problems.push(taken);
    else queue.push(...taken);
  }
  return { libraries: [...found.values()], problems, wantsDefault };
}

async function take(
  step: Step,
  found: Map<string, LibrarySource>,
  obtain: (reference: string, address: LibraryAddress) => Promise<Obtained>,
): Promise<Problem | readonly Step[]> {
  const address = readReference(step.reference);
  if (!address) return problemAt(step, 'library-unknown', `is no library: ${FORMS}`);
  const { name, version } = address;
  const twin = found.get(name);
  if (step.chain.includes(name)) return problemAt(step, 'library-cycle', `leads back to itself: ${[...step.chain, name].join(' → ')}`);
  if (twin?.version === version) return [];
  if (twin)
    return problemAt(step, 'library-versions', `is wanted in two versions, ${twin.version} and ${version}; ${twin.version} is used`);
  if (step.chain.length >= DEEPEST) return problemAt(step, 'library-depth', `stands more than ${DEEPEST} libraries deep`);
  if (found.size >= MOST) return problemAt(step, 'library-depth', `is one too many: ${MOST} libraries are the most`);
  const had = await obtain(step.reference, address);
  if ('code' in had) return problemAt(step, had.code, had.why);
  const more = extendsOf(had.files);
  if (!more) return problemAt(step, 'library-settings', `has a ${LIBRARY_SETTINGS} that cannot be read`);
  found.set(name, { name, version, files: had.files.filter(isLibraryFile) });
  return more.map((reference) => ({ reference, location: step.location, chain: [...step.chain, name] }));
}

const FORMS = '`extends` takes `default`, `owner/name@tag`, `git+https://…@tag` and `oci://registry/repository:tag`';

/** Undefined where it cannot be told. */
function extendsOf(files: readonly SourceFile[]): readonly string[] | undefined {
  const file = files.find(({ path }) => path === LIBRARY_SETTINGS);
  if (!file) return [];
  try {
    const read = isTooDeep(file.text)
      ? undefined
      : LibrarySettings.safeParse(parse(file.text, { maxAliasCount: 0, logLevel: 'silent' }) ?? {});
    return read?.success ? (read.data.extends ?? []) : undefined;
  } catch {
    return undefined;
  }
}

function problemAt({ reference, location, chain }: Step, code: string, why: string): Problem {
  const through = chain.length > 0 && code !== 'library-cycle' ? ` (through ${chain.join(' → ')})` : '';
  return { code, message: `The library \`${reference}\`${through} ${why}.`, location, undecided: true };
}
