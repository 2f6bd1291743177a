import { BASELINE_PATH, keyOf, parseBaseline, type BaselineEntry } from '../core/baseline/baseline.ts';
import { growthOf } from '../core/baseline/growth.ts';
import type { PlacedStatement } from '../core/evaluate/place-findings.ts';
import { fingerprintOf } from '../core/evaluate/fingerprint.ts';
import { unreadableProblem } from '../core/extract/unreadable-problem.ts';
import type { Checkout } from '../core/ports.ts';
import { BASELINE_GROWS } from '../core/rules/own-policies.ts';
import type { ReadableTree } from '../model/change-set.ts';
import type { Problem } from '../model/problem.ts';
import { plural } from '../core/wording.ts';

export interface GatheredBaseline {
  /** What it lists, as `policy fingerprint`. */
  readonly baseline: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

/** The baseline of the governing side. */
export async function gatherBaseline(tree: ReadableTree): Promise<GatheredBaseline> {
  const { entries = [], problems } = await readBaseline(tree);
  return { baseline: new Set(entries.map(keyOf)), problems };
}

/** What a change adds to the baseline of the base, as a finding at the first line of it. */
export async function judgeBaseline({ base, head, changeSet }: Checkout, policies: readonly string[]): Promise<readonly PlacedStatement[]> {
  if (!base || !changeSet.files.some(({ path }) => path === BASELINE_PATH)) return [];
  const [before, after] = await Promise.all([base, head].map(readBaseline));
  const growth = growthOf(before?.entries, after?.entries ?? [], policies);
  if (!growth) return [];
  const message = `This change adds ${plural(growth.added, 'finding')} to the baseline, which may only shrink. Fix them, or ask for exceptions.`;
  const fingerprint = fingerprintOf({ policy: BASELINE_GROWS.id, asset: BASELINE_PATH, field: null, key: null });
  const statement = { policy: BASELINE_GROWS.id, rule: 'deny', message, file: BASELINE_PATH } as const;
  return [{ statement, policy: BASELINE_GROWS, location: growth.location, fingerprint, disposition: 'new', known: [], asset: undefined }];
}

async function readBaseline(
  tree: ReadableTree,
): Promise<{ readonly entries?: readonly BaselineEntry[]; readonly problems: readonly Problem[] }> {
  if (!tree.has(BASELINE_PATH)) return { problems: [] };
  const [file] = await tree.read([BASELINE_PATH]);
  if (!file || 'unreadable' in file) return { problems: file ? [unreadableProblem(file)] : [] };
  return parseBaseline(file);
}
