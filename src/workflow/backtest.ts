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
  /** Stops it: what is there by then is summed up. */
  readonly stop?: AbortSignal;
}

/** Judges each by the same rules, one after the other. One that cannot be judged is named, and the others go on. Where it is stopped, the one
 * that it was at counts as left. */
export async function backtest(
  pulls: readonly MergedPull[],
  governance: Governance,
  context: ChangeContext,
  ports: BacktestPorts,
): Promise<Backtest> {
  const replayed: ReplayedPull[] = [];
  const failed: Failed[] = [];
  const stopped = whenStopped(ports.stop);
  for (const [at, pull] of pulls.entries()) {
    const judged = replayOne(pull, governance, context, ports);
    const one = await Promise.race([judged, stopped]);
    if (one === STOPPED || ports.stop?.aborted) {
      judged.catch(() => undefined);
      return { ...sumBacktest(replayed, failed), left: pulls.length - at };
    }
    if ('why' in one) failed.push(one);
    else replayed.push(one);
    ports.onDone(at + 1, pulls.length);
  }
  return sumBacktest(replayed, failed);
}

type Failed = Backtest['failed'][number];

async function replayOne(
  pull: MergedPull,
  governance: Governance,
  context: ChangeContext,
  ports: BacktestPorts,
): Promise<ReplayedPull | Failed> {
  try {
    const { evaluation } = await judgeOnce(await ports.open(pull), governance, { ...context, now: pull.mergedAt }, ports);
    return replayedFrom(pull, evaluation);
  } catch (error) {
    if (!isTollgateError(error)) throw error;
    return { pull, why: error.message };
  }
}

const STOPPED = Symbol('stopped');

/** Never, where nobody can stop it. */
function whenStopped(stop: AbortSignal | undefined): Promise<typeof STOPPED> {
  return new Promise((resolve) => {
    if (stop?.aborted) resolve(STOPPED);
    stop?.addEventListener('abort', () => resolve(STOPPED), { once: true });
  });
}
