import type { Local } from '../compose/local.ts';
import type { Checkout } from '../core/ports.ts';
import type { Evaluation } from '../model/evaluation.ts';
import { gather } from '../workflow/gather.ts';
import { judgeChange } from '../workflow/judge-change.ts';
import { proveFixes } from '../workflow/prove-fixes.ts';
import { withHeadFiles } from '../workflow/with-files.ts';
import type { JudgedTree, ScoreContext } from './score-context.ts';

/** Judges trees whole, as the command line does. */
export function judgeTreeWith(local: Local): NonNullable<ScoreContext['judgeTree']> {
  return async (path): Promise<JudgedTree> => {
    const checkout = await local.sourceControl.checkout({ path, all: true });
    const governance = await gather(checkout, local);
    const context = { event: 'cli', surface: 'cli', branch: '', now: local.now() } as const;
    const judge = async (one: Checkout): Promise<Evaluation> => (await judgeChange(one, governance, context, local)).evaluation;
    const judged = await judgeChange(checkout, governance, context, local);
    const proved = await proveFixes(judged, checkout, judge);
    return {
      proposed: judged.evaluation,
      offered: proved.evaluation,
      texts: judged.texts,
      judge: (texts) => judge(patched(checkout, texts)),
    };
  };
}

function patched(checkout: Checkout, texts: ReadonlyMap<string, string>): Checkout {
  const { base, head, files } = checkout.changeSet;
  const own = files.filter(({ path }) => texts.has(path));
  const edited = [...texts].map(([path, text]) => ({ path, text, size: text.length }));
  return { ...withHeadFiles(checkout, edited), changeSet: { base, head, files: own } };
}
