import type { Asset } from '../model/asset.ts';
import type { Json } from '../model/json.ts';
import type { PeerScore } from './peer-checks.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally } from './tally.ts';

/** A check of another tool that a rule over facts could ask, though no policy of the default library does. */
export interface PeerFact {
  readonly check: string;
  readonly why: string;
  /** The fact that it is about. Where that is unknown there is nothing to compare. */
  readonly fact: string;
  readonly fails: (value: Json | undefined) => boolean;
}

/** Like a comparison of policies, with checks over facts. */
export type FactScore = Omit<PeerScore, 'checks'> & { readonly checks: readonly PeerFact[] };

/** Whether the facts of the assets would let a rule say what the other tool says: one row over all such checks, and those that differ. */
export function factRows(score: FactScore): readonly ScoreRow[] {
  const { name, tool, checks, cases, resourceOf } = score;
  const into = newTally();
  const differing = new Set<string>();
  let asked = 0;
  for (const one of cases) {
    const byName = new Map(one.assets.map((asset) => [resourceOf(asset), asset]));
    for (const { check, fact, fails } of checks) {
      const verdicts = one.verdicts.filter(({ check: id, resource = '' }) => id === check && isTold(byName.get(resource), fact));
      const keyed = verdicts.map(({ resource = '', failed }) => ({
        key: `${one.name} ${check} ${resource}`,
        failed,
        asset: byName.get(resource),
      }));
      const expected = keyed.filter(({ failed }) => failed).map(({ key }) => key);
      const said = keyed.filter(({ asset }) => fails(asset?.facts[fact]?.value)).map(({ key }) => key);
      if (expected.join('\n') !== said.join('\n')) differing.add(check);
      asked += keyed.length;
      tally(into, expected, said);
    }
  }
  if (asked === 0) return [];
  const row = rowOf(name, `facts against ${tool}, ${checks.length} checks`, into);
  return [{ ...row, note: `${row.note ?? ''}${differing.size > 0 ? ` · differ: ${[...differing].join(', ')}` : ''}` }];
}

const isTold = (asset: Asset | undefined, fact: string): boolean => asset !== undefined && asset.facts[fact]?.unknown === undefined;
