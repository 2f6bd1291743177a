import type { Checkout } from '../core/ports.ts';
import { applyEdits } from '../core/remediate/apply-edits.ts';
import { failedFixes, fixesOf, roundsOf, withoutFixes, type ProposedFix } from '../core/remediate/prove.ts';
import { sharedFixes, withShared, type SharedFix } from '../core/remediate/together.ts';
import type { Evaluation } from '../model/evaluation.ts';
import type { Finding } from '../model/finding.ts';
import { withHeadFiles } from './with-files.ts';

export interface JudgedTexts {
  readonly evaluation: Evaluation;
  /** The texts of the head's files that a finding or problem names. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Judges the head with some files edited. */
export type JudgePatched = (patched: Checkout) => Promise<Evaluation>;

/**
 * The judgement with only those edits that hold: made, they leave files that can be read, clear their finding and raise no other. What
 * does not hold keeps its words. Fixes of the same lines are tried as the one change that is offered, all at once with those of other
 * assets and fields: as a rule that costs one more judgement. What went wrong there is tried each for itself, up to a bound.
 */
export async function proveFixes<Judged extends JudgedTexts>(judgement: Judged, checkout: Checkout, judge: JudgePatched): Promise<Judged> {
  const { evaluation } = judgement;
  const attempt = attempting(judgement, checkout, judge);
  const fixes = fixesOf(evaluation);
  const { held, doubtful, untried } = await asOffered(fixes, attempt);
  const failed = new Set([...untried, ...(await inRounds(doubtful, attempt))]);
  const more = await proveShared(
    doubtful.filter((fix) => !failed.has(fix)),
    attempt,
  );
  return { ...judgement, evaluation: withoutFixes(withShared(evaluation, [...held, ...more]), [...failed]) };
}

/** As `proveFixes`, but each for itself: where somebody may want one of them without the others. */
export async function proveEach<Judged extends JudgedTexts>(judgement: Judged, checkout: Checkout, judge: JudgePatched): Promise<Judged> {
  const { evaluation } = judgement;
  const failed = await inRounds(fixesOf(evaluation), attempting(judgement, checkout, judge));
  return { ...judgement, evaluation: withoutFixes(evaluation, failed) };
}

/** Makes the edits and judges; gives those that did not hold. */
type Attempt = (round: readonly ProposedFix[]) => Promise<readonly ProposedFix[]>;

function attempting({ evaluation, texts }: JudgedTexts, checkout: Checkout, judge: JudgePatched): Attempt {
  return async (round) => (round.length === 0 ? [] : failedFixes(round, evaluation, await judge(patchedCheckout(checkout, round, texts))));
}

interface Offered {
  readonly held: readonly SharedFix[];
  readonly doubtful: readonly ProposedFix[];
  /** Those that found no place in any round. */
  readonly untried: readonly ProposedFix[];
}

/** What is offered as it is offered: the shared changes, and the fixes that share their lines with none. */
async function asOffered(fixes: readonly ProposedFix[], attempt: Attempt): Promise<Offered> {
  const shared = sharedFixes(fixes);
  const grouped = new Set(shared.flatMap((one) => one.fixes));
  const groups = new Map(
    shared.flatMap((one) =>
      asOne(one)
        .slice(0, 1)
        .map((first) => [first, one] as const),
    ),
  );
  const rounds = roundsOf([...groups.keys(), ...fixes.filter((fix) => !grouped.has(fix))]);
  const tried = new Set(rounds.flat().flatMap((fix) => groups.get(fix)?.fixes ?? fix));
  const wrong = new Set<Finding>();
  for (const round of rounds) {
    const whole = round.flatMap((fix) => asOne(groups.get(fix) ?? { fixes: [fix], patch: fix.patch }));
    for (const { finding } of await attempt(whole)) wrong.add(finding);
  }
  const holds = (one: SharedFix): boolean => one.fixes.every(({ finding }) => !wrong.has(finding));
  const failed = new Set(shared.filter((one) => !holds(one)).flatMap((one) => one.fixes));
  return {
    held: shared.filter((one) => holds(one) && one.fixes.every((fix) => tried.has(fix))),
    doubtful: fixes.filter((fix) => failed.has(fix) || wrong.has(fix.finding)),
    untried: fixes.filter((fix) => !tried.has(fix)),
  };
}

/** The first makes all edits, so that each finding is asked for and each edit made once. */
const asOne = ({ fixes, patch }: SharedFix): readonly ProposedFix[] =>
  fixes.map(({ finding }, index) => ({ finding, patch: index === 0 ? patch : { ...patch, edits: [] } }));

/** Those that hold as a whole, tried all at once: each finding of a group is to be gone. */
async function proveShared(fixes: readonly ProposedFix[], attempt: Attempt): Promise<readonly SharedFix[]> {
  const shared = sharedFixes(fixes);
  const failed = new Set((await attempt(shared.flatMap(asOne))).map(({ finding }) => finding));
  return shared.filter((one) => one.fixes.every(({ finding }) => !failed.has(finding)));
}

async function inRounds(fixes: readonly ProposedFix[], attempt: Attempt): Promise<readonly ProposedFix[]> {
  const rounds = roundsOf(fixes);
  const tried = new Set(rounds.flat());
  const doubtful: ProposedFix[] = [];
  for (const round of rounds) doubtful.push(...(await attempt(round)));
  const failed = [...fixes.filter((fix) => !tried.has(fix)), ...doubtful.slice(MOST_ALONE)];
  for (const fix of doubtful.slice(0, MOST_ALONE)) failed.push(...(await attempt([fix])));
  return failed;
}

/** Each costs a judgement. More than this go wrong together only where a file cannot be edited at all. */
const MOST_ALONE = 10;

/** The head with the edits made, and only the edited files as what changed. */
function patchedCheckout(checkout: Checkout, fixes: readonly ProposedFix[], texts: ReadonlyMap<string, string>): Checkout {
  const byFile = Map.groupBy(fixes, ({ patch }) => patch.file);
  const files = [...byFile].map(([path, ofFile]) => {
    const edits = ofFile.flatMap(({ patch }) => patch.edits);
    const text = applyEdits(texts.get(path) ?? '', edits);
    return { path, text, size: text.length };
  });
  const { base, head, files: changed } = checkout.changeSet;
  const changeSet = { base, head, files: changed.filter(({ path }) => byFile.has(path)) };
  return { ...withHeadFiles(checkout, files), changeSet };
}
