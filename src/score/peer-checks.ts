import { policyInput } from '../core/evaluate/policy-input.ts';
import { recognise } from '../core/recognise/recognise.ts';
import { DEFAULT_SETTINGS } from '../core/settings/default-settings.ts';
import type { Asset } from '../model/asset.ts';
import type { Json } from '../model/json.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally } from './tally.ts';

/** A check of another tool that asks what one of our policies asks. `why` says how far the two ask the same. */
export interface PeerCheck {
  readonly check: string;
  readonly policy: string;
  readonly why: string;
  /** Assets for which the two do not ask the same, each with the reason. */
  readonly except?: readonly Exception[];
}

export interface Exception {
  readonly why: string;
  readonly where: (asset: Asset) => boolean;
}

/** What the other tool says of one resource, or of a whole case where it names none. */
export interface PeerVerdict {
  readonly check: string;
  readonly resource?: string;
  readonly failed: boolean;
}

/** Assets that are judged together, with what the other tool says of them. */
export interface PeerCase {
  readonly name: string;
  readonly assets: readonly Asset[];
  readonly verdicts: readonly PeerVerdict[];
}

export interface PeerScore {
  /** The folder of published cases. */
  readonly name: string;
  readonly tool: string;
  readonly checks: readonly PeerCheck[];
  readonly cases: readonly PeerCase[];
  /** A resource's name in the other tool's words. */
  readonly resourceOf: (asset: Asset) => string;
}

/**
 * What the default library denies against what another tool fails: a row for each policy, one over all of them, and how many cases
 * agree in whole. Only resources that the tool has a verdict on count, and only checks that are mapped. What a policy cannot decide is
 * a finding of its own kind: it is counted apart, as neither right nor wrong.
 */
export async function peerRows(judge: ScoreContext['judge'], score: PeerScore): Promise<readonly ScoreRow[]> {
  const { name, tool } = score;
  if (!judge) return [{ case: name, measure: `against ${tool}`, value: 'absent: policies cannot be judged here' }];
  const { said, undecided } = await statedIn(judge, score);
  const every = score.cases.flatMap((one) => asksOf(one, score));
  const asked = every.filter((ask) => said.has(keyOf(ask)) || !undecided.has(keyOf(ask)));
  const all = newTally();
  const byPolicy = [...Map.groupBy(asked, ({ policy }) => policy)].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const rows = byPolicy.map(([policy, asks]) => {
    const into = newTally();
    for (const tallied of [into, all]) tally(tallied, ...sidesOf(asks, said));
    return rowOf(name, `${policy} against ${tool}`, into);
  });
  const apart = new Set(every.map(keyOf)).size - new Set(asked.map(keyOf)).size;
  const agreed = agreedRow(score, asked, said);
  return rows.length === 0
    ? []
    : [
        ...rows,
        rowOf(name, `all mapped checks against ${tool}`, all),
        { ...agreed, note: `besides, ${apart} resources that a policy says it cannot decide` },
      ];
}

interface Ask {
  readonly case: string;
  readonly check: string;
  readonly policy: string;
  readonly resource: string;
  readonly failed: boolean;
}

/** A check that several resources were asked is several questions; what is excepted is none. */
function asksOf({ name, assets, verdicts }: PeerCase, { checks, resourceOf }: PeerScore): readonly Ask[] {
  const mapped = Map.groupBy(checks, ({ check }) => check);
  const byName = new Map(assets.map((asset) => [resourceOf(asset), asset]));
  return verdicts.flatMap(({ check, resource = '', failed }) =>
    (mapped.get(check) ?? [])
      .filter(({ except = [] }) => {
        const asset = byName.get(resource);
        return asset === undefined || !except.some(({ where }) => where(asset));
      })
      .map(({ policy }) => ({ case: name, check, policy, resource, failed })),
  );
}

const keyOf = ({ case: name, policy, resource }: Pick<Ask, 'case' | 'policy' | 'resource'>): string => `${name} ${policy} ${resource}`;

/** A resource that one of several checks of a policy fails is expected to be denied, once. */
function sidesOf(asks: readonly Ask[], said: ReadonlySet<string>): readonly [expected: readonly string[], said: readonly string[]] {
  const keys = new Set(asks.map(keyOf));
  const failed = new Set(asks.filter((ask) => ask.failed).map(keyOf));
  return [[...failed], [...keys].filter((key) => said.has(key))];
}

function agreedRow({ name, tool }: PeerScore, asked: readonly Ask[], said: ReadonlySet<string>): ScoreRow {
  const cases = [...Map.groupBy(asked, (ask) => `${ask.case} ${ask.policy}`)];
  const agreed = cases.filter(([, asks]) => {
    const [expected, denied] = sidesOf(asks, said);
    return expected.length === denied.length && expected.every((key) => denied.includes(key));
  });
  return { case: name, measure: `cases that agree in whole with ${tool}`, value: `${agreed.length} of ${cases.length}` };
}

interface Stated {
  readonly said: ReadonlySet<string>;
  readonly undecided: ReadonlySet<string>;
}

/** The resources that each policy denies or cannot decide, case by case; a case as a whole is denied where anything in it is. */
async function statedIn(judge: NonNullable<ScoreContext['judge']>, { cases, resourceOf }: PeerScore): Promise<Stated> {
  const context = { event: 'cli', surface: 'cli', branch: 'main', now: '2026-01-01T00:00:00Z', labels: [] } as const;
  const answers = await judge(cases.map(({ assets }) => policyInput(context, recognise(assets, DEFAULT_SETTINGS), [])));
  const stated = cases.flatMap(({ name, assets }, index) => {
    const names = new Map(assets.map((asset) => [asset.id, resourceOf(asset)]));
    return (answers[index]?.statements ?? []).flatMap(({ policy, rule, value }) => {
      const asset = String((value as { readonly asset?: Json }).asset);
      return [names.get(asset) ?? '', ''].map((resource) => ({ rule, key: keyOf({ case: name, policy, resource }) }));
    });
  });
  const keysOf = (rule: string): ReadonlySet<string> => new Set(stated.filter((one) => one.rule === rule).map(({ key }) => key));
  return { said: keysOf('deny'), undecided: keysOf('undecided') };
}
