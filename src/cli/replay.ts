import type { Local } from '../compose/local.ts';
import { composeReplays } from '../compose/replays.ts';
import { isTollgateError, TollgateError } from '../core/errors.ts';
import type { Checkout } from '../core/ports.ts';
import type { Backtest, MergedPull } from '../model/backtest.ts';
import { backtest } from '../workflow/backtest.ts';
import { gather, type Overrides } from '../workflow/gather.ts';
import { given } from './arguments.ts';

export interface ReplayArguments {
  readonly path: string;
  readonly policies: readonly string[];
  readonly since?: string;
  readonly last?: number;
  readonly repositories: readonly string[];
  readonly organisations: readonly string[];
}

/** Merged pull requests by the rules of the work tree: what is about to be proposed. Ctrl-C ends it with what is there by then. */
export async function replay(args: ReplayArguments, local: Local, say: (words: string) => void): Promise<Backtest> {
  const today = await local.sourceControl.checkout({ path: args.path, all: true });
  const governance = await gather(today, local, await librariesOf(args, local));
  const since = args.since === undefined ? undefined : dayBefore(args.since, local.now());
  say('listing pull requests');
  const { pulls, open, ...told } = await historyOf(args, { ...given('since', since), most: args.last ?? MOST_PULLS }, local);
  const onDone = (done: number, of: number): void => say(`judged ${done} of ${of} pull requests; Ctrl-C shows what is there`);
  const context = { event: 'cli', surface: 'cli', branch: today.changeSet.head.name, now: local.now() } as const;
  const stop = stopBySignal();
  try {
    return { ...(await backtest(pulls, governance, context, { ...local, open, onDone, stop: stop.signal })), ...told };
  } finally {
    stop.done();
  }
}

/** The first signal stops in order; another one ends the process. */
function stopBySignal(): { readonly signal: AbortSignal; done(): void } {
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const one of signals) process.once(one, onSignal);
  return { signal: stop.signal, done: () => signals.forEach((one) => process.off(one, onSignal)) };
}

interface History extends Pick<Backtest, 'partial' | 'bounded' | 'unlisted'> {
  readonly pulls: readonly MergedPull[];
  open(pull: MergedPull): Promise<Checkout>;
}

interface Span {
  readonly since?: string;
  readonly most: number;
}

/** From the history that is here, or from GitHub where repositories are named. */
async function historyOf({ path, repositories, organisations }: ReplayArguments, span: Span, local: Local): Promise<History> {
  if (repositories.length + organisations.length > 0) return historyOnGitHub({ repositories, organisations }, span);
  return { pulls: await local.mergedPulls({ path, ...span }), open: (pull) => local.openMerged(path, pull) };
}

/** What someone named has to be listed; of the rest of an organisation, what cannot be is told. */
async function historyOnGitHub(
  { repositories, organisations }: Pick<ReplayArguments, 'repositories' | 'organisations'>,
  span: Span,
): Promise<History> {
  const { list, open, repositories: listAll } = composeReplays(process.env);
  const all = await Promise.all(
    organisations.map(async (organisation) => ({ organisation, ...(await listAll({ organisation, ...span })) })),
  );
  const names = new Set([...repositories, ...all.flatMap((one) => one.names)]);
  const pulls: MergedPull[] = [];
  const partial: string[] = [];
  const unlisted: string[] = [];
  for (const repository of names) {
    try {
      const found = await list({ repository, ...span });
      pulls.push(...found.pulls);
      if (found.partial) partial.push(repository);
    } catch (error) {
      if (!isTollgateError(error) || repositories.includes(repository)) throw error;
      unlisted.push(repository);
    }
  }
  const bounded = all.flatMap((one) => (one.bounded ? [one.organisation] : []));
  return { pulls, partial, bounded, unlisted, open };
}

async function librariesOf({ policies }: ReplayArguments, local: Local): Promise<Overrides> {
  return policies.length > 0 ? { libraries: await Promise.all(policies.map(local.libraryAt)) } : {};
}

const MOST_PULLS = 1000;
const UNITS_MS: Readonly<Record<string, number>> = { d: 86_400_000, w: 604_800_000 };

/** `90d` and `12w` before now, or a day as it is. */
function dayBefore(since: string, now: string): string {
  const [, count, unit = ''] = /^(\d{1,4})([dw])$/.exec(since) ?? [];
  if (count !== undefined) return new Date(Date.parse(now) - Number(count) * (UNITS_MS[unit] ?? 0)).toISOString();
  if (/^\d{4}-\d{2}-\d{2}$/.test(since) && !Number.isNaN(Date.parse(since))) return new Date(since).toISOString();
  throw new TollgateError('bad-use', `\`--since ${since}\` is no time`, {
    lines: ['do:    write --since 90d, --since 12w or --since 2026-09-01'],
  });
}
