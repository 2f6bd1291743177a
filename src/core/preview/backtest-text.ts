import { MOST_REPOSITORIES, type Backtest, type ReplayedPull } from '../../model/backtest.ts';
import type { Finding } from '../../model/finding.ts';

/** Two lines that say what it comes to; then each pull request that would have been blocked, and how noisy each policy is. */
export function backtestText(backtest: Backtest): string {
  const { looked, blocked, considered, undecided, failed, policies, partial = [], bounded = [], unlisted = [], left = 0 } = backtest;
  const gist = `would have blocked ${blocked.length} of ${looked} merged pull requests, and asked for attention on ${considered.length}`;
  const noisiest = policies.slice(0, 3).map(({ policy, blocked: blocks, considered: asks }) => `${policy} (${blocks + asks})`);
  const second = noisiest.length > 0 ? `most often: ${noisiest.join(', ')}` : 'no policy would have spoken';
  const blocks = [
    left > 0 ? [`stopped: ${left} of ${looked + left} were not looked at`] : [],
    listed('blocked', blocked, ({ blocks: findings }) => told(findings)),
    listed('could not decide', undecided, (one) => `${one.undecided} could not be judged`),
    listed('to consider', considered, ({ considers }) => told(considers)),
    failed.map(({ pull, why }) => `not judged: ${pullName(pull)}: ${why}`),
    partial.map((repository) => `only the newest pull requests of ${repository} were listed: name a shorter time with --since`),
    bounded.map((name) => `only the ${MOST_REPOSITORIES} repositories of ${name} that were pushed to last were looked at`),
    unlisted.length > 0 ? [`the token may not list the pull requests of ${unlisted.join(', ')}`] : [],
    policies.map(
      ({ policy, blocked: one, considered: two, findings }) =>
        `${policy}: blocks ${one}, asks for attention on ${two}, ${findings} findings`,
    ),
  ].filter((lines) => lines.length > 0);
  return `${[`${gist}\n${second}`, ...blocks.map((lines) => lines.join('\n'))].join('\n\n')}\n`;
}

function listed(title: string, replayed: readonly ReplayedPull[], words: (one: ReplayedPull) => string): readonly string[] {
  if (replayed.length === 0) return [];
  const lines = replayed.slice(0, MOST_LINES).map((one) => `  ${pullName(one.pull)}  ${words(one)}`);
  const rest = replayed.length - MOST_LINES;
  return [title, ...lines, ...(rest > 0 ? [`  and ${rest} more: --format json has all`] : [])];
}

const MOST_LINES = 50;

function pullName({ repository, number, title, mergedAt, head, url }: ReplayedPull['pull']): string {
  const name = number === null ? head.slice(0, 7) : `#${number}`;
  return [repository === '' ? name : `${repository}${name.startsWith('#') ? '' : ' '}${name}`, mergedAt.slice(0, 10), url ?? title].join(
    '  ',
  );
}

/** `PII001 ×2, RES001`. */
function told(findings: readonly Finding[]): string {
  const counts = [...Map.groupBy(findings, ({ policy }) => policy)].map(([policy, all]) => [policy, all.length] as const);
  return counts.map(([policy, count]) => (count === 1 ? policy : `${policy} ×${count}`)).join(', ');
}
