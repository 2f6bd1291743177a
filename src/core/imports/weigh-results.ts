import type { ChangeSet } from '../../model/change-set.ts';
import type { Disposition } from '../../model/finding.ts';
import type { Location } from '../../model/source.ts';
import type { PlacedStatement } from '../evaluate/place-findings.ts';
import type { PlacedResult } from './place-results.ts';

/** What a change made of results. `base` is null where nobody knows those of the base; `ofBase` are the tools whose are known. */
export interface ImportedSides {
  readonly head: readonly PlacedResult[];
  readonly base: readonly PlacedResult[] | null;
  readonly ofBase: ReadonlySet<string>;
  /** The tools that looked at the head: what others found in the base is not fixed, only not known. */
  readonly ofHead: ReadonlySet<string>;
}

/**
 * New, existing and fixed results. Where the results of the base are not known, one is new where its lines changed, unless the tool itself
 * says. Of what was there before, those in files that the change leaves alone are left out.
 */
export function weighResults({ head, base, ofBase, ofHead }: ImportedSides, changeSet: ChangeSet): readonly PlacedStatement[] {
  const before = new Set((base ?? []).map(({ fingerprint }) => fingerprint));
  const changed = new Set(changeSet.files.map(({ path }) => path));
  const dispositionOf = (one: PlacedResult): Disposition => {
    if (one.standing === 'absent') return 'fixed';
    if (changeSet.whole) return 'new';
    if (ofBase.has(one.tool)) return before.has(one.fingerprint) ? 'existing' : 'new';
    if (one.standing !== undefined) return one.standing;
    return isTouched(one.region, changeSet) ? 'new' : 'existing';
  };
  const current = head
    .map((one): PlacedResult => ({ ...one, disposition: dispositionOf(one) }))
    .filter(({ disposition, region }) => disposition !== 'existing' || changed.has(region.file));
  const after = new Set(head.filter(({ standing }) => standing !== 'absent').map(({ fingerprint }) => fingerprint));
  const gone = (base ?? []).filter(
    ({ fingerprint, tool, standing }) => !after.has(fingerprint) && ofHead.has(tool) && standing !== 'absent',
  );
  return [...current, ...gone.map((one): PlacedResult => ({ ...one, disposition: 'fixed' }))].map(plain);
}

function isTouched({ file, start, end }: Location, { files }: ChangeSet): boolean {
  const changed = files.find(({ path }) => path === file);
  return changed?.changedLines.some(({ first, last }) => first <= end.line && start.line <= last) ?? false;
}

/** Without what only places and weighs it. */
function plain({ tool: _, region: __, standing: ___, ...placed }: PlacedResult): PlacedStatement {
  return placed;
}
