import { differencesOf } from './compare-texts.ts';
import { readCases, verdictRows, type Verdict } from './compat-verdicts.ts';
import type { Difference } from '../model/difference.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally } from './tally.ts';

interface Case {
  readonly case: string;
  readonly base: string;
  readonly head: string;
  readonly breaking: boolean;
  readonly changes: readonly { readonly type: string; readonly path: string | null; readonly criticality: string }[];
}

/** GraphQL: what breaks clients, and what is dangerous to them, by the verdicts of a comparer of schemas on its own tests, by path. */
export async function scoreGraphQlCompatibility(context: ScoreContext): Promise<readonly ScoreRow[]> {
  const cases = readCases<Case>(context, 'compat-graphql');
  if (!cases) return [{ case: 'compat-graphql', measure: 'breaking by verdict', value: 'absent' }];
  const verdicts: Verdict[] = [];
  const [breaking, dangerous] = [newTally(), newTally()];
  for (const one of cases) {
    const { differences } = await differencesOf('graphql', 'schema.graphql', one.base, one.head);
    verdicts.push({ case: one.case, wanted: one.breaking, said: differences.some(isBreaking) });
    const wanted = (criticality: string): readonly string[] => [
      ...new Set(one.changes.filter((change) => change.criticality === criticality).map(({ path }) => `${one.case} ${pathOf(path)}`)),
    ];
    const said = (is: (difference: Difference) => boolean): readonly string[] => [
      ...new Set(differences.filter(is).map((difference) => `${one.case} ${ourPath(difference)}`)),
    ];
    tally(breaking, wanted('BREAKING'), said(isBreaking));
    tally(dangerous, wanted('DANGEROUS'), said(isDangerous));
  }
  return [
    ...verdictRows('compat-graphql', verdicts),
    rowOf('compat-graphql', 'paths that break', breaking),
    rowOf('compat-graphql', 'paths that are dangerous', dangerous),
  ];
}

const isBreaking = ({ breaks }: Difference): boolean => breaks.includes('clients');
const isDangerous = ({ message }: Difference): boolean => message.includes('(dangerous:');

/** Directives count where they stand, without their arguments; the schema itself has no path. */
const pathOf = (path: string | null): string => (path ?? '').replace(/(?<=.)(\.?@\w+)\.\w+$/, '$1').replace(/^\.(?=@)/, '');

function ourPath({ asset, path, kind }: Difference): string {
  const name = asset.slice(asset.lastIndexOf(':') + 1);
  if (name === 'schema') return path?.startsWith('@') === true || kind === 'removed' ? (path ?? '') : '';
  return path === undefined ? name : `${name}.${path}`;
}
