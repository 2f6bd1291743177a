import type { Governance } from '../core/conclude-evaluation.ts';
import { isTollgateError } from '../core/errors.ts';
import type { ChangeContext } from '../core/evaluate/policy-input.ts';
import type { Checkout } from '../core/ports.ts';
import { replayedFrom, sumBacktest } from '../core/preview/sum-backtest.ts';
import type { Backtest, MergedPull, ReplayedPull } from '../model/backtest.ts';
import { judgeOnce, type JudgePorts } from './judge-change.ts';

/** Where merged pull requests are judged again. */
export interface BacktestPorts extends JudgePorts {
  /** What a pull request changed, as it was merged. */
  open(pull: MergedPull): Promise<Checkout>;
  /** Called after each, so that people see it go on. */
  onDone(done: number, of: number): void;
}

/** Judges each by the same rules, one after the other. One that cannot be judged is named, and the others go on. */
export async function backtest(
  pulls: readonly MergedPull[],
  governance: Governance,
  context: ChangeContext,
  ports: BacktestPorts,
): Promise<Backtest> {
  const replayed: ReplayedPull[] = [];
  const failed: { readonly pull: MergedPull; readonly why: string }[] = [];
  for (const [at, pull] of pulls.entries()) {
    try {
      const { evaluation } = await judgeOnce(await ports.open(pull), governance, { ...context, now: pull.mergedAt }, ports);
      replayed.push(replayedFrom(pull, evaluation));
    } catch (error) {
      if (!isTollgateError(error)) throw error;
      failed.push({ pull, why: error.message });
    }
    ports.onDone(at + 1, pulls.length);
  }
  return sumBacktest(replayed, failed);
}
