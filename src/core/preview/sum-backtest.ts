import type { Backtest, PolicyNoise, ReplayedPull } from '../../model/backtest.ts';
import type { Evaluation } from '../../model/evaluation.ts';
import type { MergedPull } from '../../model/backtest.ts';

/** What an evaluation says of a merged pull request. */
export function replayedFrom(pull: MergedPull, { findings, decision }: Evaluation): ReplayedPull {
  const fresh = findings.filter(({ disposition }) => disposition === 'new');
  return {
    pull,
    blocks: fresh.filter(({ phase }) => phase === 'enforce'),
    considers: fresh.filter(({ phase }) => phase === 'advise'),
    undecided: decision.conclusion === 'failure' && decision.counts.blocks === 0 ? decision.counts.undecided : 0,
  };
}

/** Sums up; each pull request counts once, under the worst that would have been said of it. */
export function sumBacktest(replayed: readonly ReplayedPull[], failed: Backtest['failed']): Backtest {
  const blocked = replayed.filter(({ blocks }) => blocks.length > 0);
  const undecided = replayed.filter((one) => one.blocks.length === 0 && one.undecided > 0);
  const considered = replayed.filter((one) => one.blocks.length === 0 && one.undecided === 0 && one.considers.length > 0);
  return { looked: replayed.length + failed.length, blocked, considered, undecided, failed, policies: noiseOf(replayed) };
}

function noiseOf(replayed: readonly ReplayedPull[]): readonly PolicyNoise[] {
  const policies = [...new Set(replayed.flatMap(({ blocks, considers }) => [...blocks, ...considers].map(({ policy }) => policy)))];
  const speaks = (policy: string, key: 'blocks' | 'considers'): number =>
    replayed.filter((one) => one[key].some((finding) => finding.policy === policy)).length;
  const said = (policy: string): number =>
    replayed.flatMap(({ blocks, considers }) => [...blocks, ...considers]).filter((finding) => finding.policy === policy).length;
  return policies
    .map((policy) => ({ policy, blocked: speaks(policy, 'blocks'), considered: speaks(policy, 'considers'), findings: said(policy) }))
    .sort((one, other) => other.blocked - one.blocked || other.considered - one.considered || (one.policy < other.policy ? -1 : 1));
}
