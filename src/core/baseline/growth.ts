import type { Location } from '../../model/source.ts';
import { keyOf, type BaselineEntry } from './baseline.ts';

/** What a change adds to a baseline that may only shrink. */
export interface Growth {
  readonly added: number;
  /** The first of the lines. */
  readonly location: Location;
}

/**
 * Undefined where it grows by nothing. The first baseline of a repository is none, nor is what stands for a policy that is new: the base
 * has no such policy, so its findings are older than it.
 */
export function growthOf(
  base: readonly BaselineEntry[] | undefined,
  head: readonly BaselineEntry[],
  policies: readonly string[],
): Growth | undefined {
  if (base === undefined) return undefined;
  const known = new Set(base.map(keyOf));
  const added = head.filter((one) => policies.includes(one.policy) && !known.has(keyOf(one)));
  const [first] = added;
  return first && { added: added.length, location: first.location };
}
