import type { Checkout } from '../core/ports.ts';
import { applyEdits } from '../core/remediate/apply-edits.ts';
import { failedFixes, fixesOf, roundsOf, withoutFixes, type ProposedFix } from '../core/remediate/prove.ts';
import { sharedFixes, withShared, type SharedFix } from '../core/remediate/together.ts';
import type { Evaluation } from '../model/evaluation.ts';
import { withHeadFiles } from './with-files.ts';

export interface JudgedTexts {
  readonly evaluation: Evaluation;
  /** The texts of the head's files that a finding or problem names. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * The judgement with only those edits that hold: made, they leave files that can be read, clear their finding and raise no other. What
 * does not hold keeps its words. Fixes of different assets and fields are tried together; those of a round that went wrong are tried
 * alone. Beyond a bound on either they are refused. `judge` judges the head with some files edited.
 */
export async function proveFixes<Judged extends JudgedTexts>(
  judgement: Judged,
  checkout: Checkout,
  judge: (patched: Checkout) => Promise<Evaluation>,
): Promise<Judged> {
  const { evaluation, texts } = judgement;
  const attempt = async (round: readonly ProposedFix[]): Promise<readonly ProposedFix[]> =>
    failedFixes(round, evaluation, await judge(patchedCheckout(checkout, round, texts)));
  const failed = await inRounds(fixesOf(evaluation), attempt);
  const shared = await proveShared(
    fixesOf(evaluation).filter((fix) => !failed.some(({ finding }) => finding === fix.finding)),
    attempt,
  );
  return { ...judgement, evaluation: withoutFixes(withShared(evaluation, shared), failed) };
}

type Attempt = (round: readonly ProposedFix[]) => Promise<readonly ProposedFix[]>;

/** Those that hold as a whole, tried all at once: each finding of a group is to be gone. */
async function proveShared(held: readonly ProposedFix[], attempt: Attempt): Promise<readonly SharedFix[]> {
  const shared = sharedFixes(held);
  if (shared.length === 0) return [];
  const asOne = shared.flatMap(({ fixes, patch }) =>
    fixes.map(({ finding }, index) => ({ finding, patch: index === 0 ? patch : { ...patch, edits: [] } })),
  );
  const failed = new Set((await attempt(asOne)).map(({ finding }) => finding));
  return shared.filter(({ fixes }) => fixes.every(({ finding }) => !failed.has(finding)));
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
