import { policyInput } from '../core/evaluate/policy-input.ts';
import type { EngineAnswer } from '../core/ports.ts';
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
  /** Types of resources for which the two do not ask the same, each with the reason. */
  readonly except?: Readonly<Record<string, string>>;
}

/** What the other tool says of one resource, or of a whole case where it names none. */
export interface PeerVerdict {
  readonly check: string;
  readonly resource?: string;
  /** The type of the resource, where the tool names it. */
  readonly type?: string;
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
 * agree in whole. Only resources that the tool has a verdict on count, and only checks that are mapped.
 */
export async function peerRows(judge: ScoreContext['judge'], score: PeerScore): Promise<readonly ScoreRow[]> {
  const { name, tool, checks } = score;
  const asked = score.cases.flatMap((one) => asksOf(one, checks));
  if (!judge) return [{ case: name, measure: `against ${tool}`, value: 'absent: policies cannot be judged here' }];
  const said = await deniedIn(judge, score);
  const all = newTally();
  const byPolicy = [...Map.groupBy(asked, ({ policy }) => policy)].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const rows = byPolicy.map(([policy, asks]) => {
    const into = newTally();
    for (const tallied of [into, all]) tally(tallied, ...sidesOf(asks, said));
    return rowOf(name, `${policy} against ${tool}`, into);
  });
  return rows.length === 0 ? [] : [...rows, rowOf(name, `all mapped checks against ${tool}`, all), agreedRow(score, asked, said)];
}

interface Ask {
  readonly case: string;
  readonly check: string;
  readonly policy: string;
  readonly resource: string;
  readonly failed: boolean;
}

/** A check that several resources were asked is several questions; what is excepted is none. */
function asksOf({ name, verdicts }: PeerCase, checks: readonly PeerCheck[]): readonly Ask[] {
  const mapped = Map.groupBy(checks, ({ check }) => check);
  return verdicts.flatMap(({ check, resource = '', type = '', failed }) =>
    (mapped.get(check) ?? [])
      .filter(({ except = {} }) => !Object.hasOwn(except, type))
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
  const cases = [...Map.groupBy(asked, (ask) => `${ask.case} ${ask.check}`)];
  const agreed = cases.filter(([, asks]) => {
    const [expected, denied] = sidesOf(asks, said);
    return expected.length === denied.length && expected.every((key) => denied.includes(key));
  });
  return { case: name, measure: `checks that agree in whole with ${tool}`, value: `${agreed.length} of ${cases.length}` };
}

/** The resources that each policy denies, case by case; a case as a whole is denied where anything in it is. */
async function deniedIn(judge: NonNullable<ScoreContext['judge']>, { cases, resourceOf }: PeerScore): Promise<ReadonlySet<string>> {
  const context = { event: 'cli', surface: 'cli', branch: 'main', now: '2026-01-01T00:00:00Z', labels: [] } as const;
  const answers = await judge(cases.map(({ assets }) => policyInput(context, recognise(assets, DEFAULT_SETTINGS), [])));
  return new Set(
    cases.flatMap(({ name, assets }, index) => {
      const names = new Map(assets.map((asset) => [asset.id, resourceOf(asset)]));
      return deniedBy(answers[index]).flatMap(({ policy, asset }) =>
        [names.get(asset) ?? '', ''].map((resource) => keyOf({ case: name, policy, resource })),
      );
    }),
  );
}

function deniedBy(answer: EngineAnswer | undefined): readonly { readonly policy: string; readonly asset: string }[] {
  const denied = (answer?.statements ?? []).filter(({ rule }) => rule === 'deny');
  return denied.map(({ policy, value }) => ({ policy, asset: String((value as { readonly asset?: Json }).asset) }));
}
