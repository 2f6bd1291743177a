import { composeLocal, type Local } from '../compose/local.ts';
import { composeReplays } from '../compose/replays.ts';
import { TollgateError } from '../core/errors.ts';
import { backtestText } from '../core/preview/backtest-text.ts';
import { previewMarkdown } from '../core/preview/markdown.ts';
import { previewText } from '../core/preview/text.ts';
import { visible } from '../core/report/excerpt.ts';
import type { Checkout } from '../core/ports.ts';
import type { Backtest, MergedPull } from '../model/backtest.ts';
import type { Preview } from '../model/preview.ts';
import { backtest } from '../workflow/backtest.ts';
import { gather, type Overrides } from '../workflow/gather.ts';
import { previewChange } from '../workflow/preview-change.ts';
import { given, many, oneOf, readOptions, text } from './arguments.ts';
import { progress } from './progress.ts';

interface PreviewArguments {
  readonly path: string;
  readonly base?: string;
  readonly head?: string;
  readonly policies: readonly string[];
  readonly since?: string;
  readonly last?: number;
  readonly repositories: readonly string[];
  readonly format: 'text' | 'json' | 'markdown';
}

/** `tollgate preview`: what changed rules would change. Gives the exit code: 0, whatever they would; it decides nothing. */
export async function run(argv: readonly string[]): Promise<number> {
  const args = previewArguments(argv);
  const local = composeLocal();
  local.warm();
  const shown = progress();
  try {
    const replays = args.since !== undefined || args.last !== undefined || args.repositories.length > 0;
    const words = replays
      ? asText(await replay(args, local, shown.say), args, backtestText)
      : asText(await preview(args, local), args, args.format === 'markdown' ? previewMarkdown : previewText);
    shown.done();
    process.stdout.write(words);
    return 0;
  } finally {
    shown.done();
    await local.close();
  }
}

function asText<Shown extends Preview | Backtest>(shown: Shown, { format }: PreviewArguments, write: (shown: Shown) => string): string {
  if (format === 'markdown') return write(shown);
  return format === 'json' ? `${JSON.stringify(shown, null, 2)}\n` : write(shown).split('\n').map(visible).join('\n');
}

async function preview(args: PreviewArguments, local: Local): Promise<Preview> {
  const checkout = await local.sourceControl.checkout({ path: args.path, ...given('base', args.base), ...given('head', args.head) });
  return previewChange(checkout, contextOf(local, checkout.changeSet.head.name), local);
}

const contextOf = (local: Local, branch: string) => ({ event: 'cli', surface: 'cli', branch, now: local.now() }) as const;

/** The rules are those of the work tree: what is about to be proposed. */
async function replay(args: PreviewArguments, local: Local, say: (words: string) => void): Promise<Backtest> {
  const today = await local.sourceControl.checkout({ path: args.path, all: true });
  const governance = await gather(today, local, await librariesOf(args, local));
  const since = args.since === undefined ? undefined : dayBefore(args.since, local.now());
  const { pulls, open, partial } = await historyOf(args, { ...given('since', since), most: args.last ?? MOST_PULLS }, local);
  const onDone = (done: number, of: number): void => say(`judged ${done} of ${of} pull requests`);
  const summed = await backtest(pulls, governance, contextOf(local, today.changeSet.head.name), { ...local, open, onDone });
  return { ...summed, partial };
}

interface History {
  readonly pulls: readonly MergedPull[];
  readonly partial: readonly string[];
  open(pull: MergedPull): Promise<Checkout>;
}

/** From the history that is here, or from GitHub where repositories are named. */
async function historyOf(
  { path, repositories }: PreviewArguments,
  wanted: { readonly since?: string; readonly most: number },
  local: Local,
): Promise<History> {
  if (repositories.length > 0) return historyOnGitHub(repositories, wanted);
  const open: History['open'] = ({ base, head }) => local.sourceControl.checkout({ path, base, head });
  return { pulls: await local.mergedPulls({ path, ...wanted }), partial: [], open };
}

async function historyOnGitHub(
  repositories: readonly string[],
  wanted: { readonly since?: string; readonly most: number },
): Promise<History> {
  const replays = composeReplays(process.env);
  const lists: { readonly repository: string; readonly found: Awaited<ReturnType<typeof replays.list>> }[] = [];
  for (const repository of repositories) lists.push({ repository, found: await replays.list({ repository, ...wanted }) });
  return {
    pulls: lists.flatMap(({ found }) => found.pulls),
    partial: lists.flatMap(({ repository, found }) => (found.partial ? [repository] : [])),
    open: replays.open,
  };
}

async function librariesOf({ policies }: PreviewArguments, local: Local): Promise<Overrides> {
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

function previewArguments(argv: readonly string[]): PreviewArguments {
  const { values, positionals } = readOptions(argv, {
    base: text,
    head: text,
    policies: many,
    since: text,
    last: text,
    repo: many,
    format: text,
  });
  const last = values.last === undefined ? undefined : Number(values.last);
  if (last !== undefined && !(Number.isInteger(last) && last > 0))
    throw new TollgateError('bad-use', `\`--last ${values.last}\` is no number of pull requests`, { lines: ['do:    write --last 200'] });
  const replays = values.since !== undefined || last !== undefined || values.repo !== undefined;
  return {
    path: positionals[0] ?? '.',
    ...given('base', values.base),
    ...given('head', values.head),
    policies: values.policies ?? [],
    ...given('since', values.since),
    ...(last === undefined ? {} : { last }),
    repositories: repositoriesOf(values.repo ?? []),
    format: oneOf(values.format, replays ? ['text', 'json'] : ['text', 'json', 'markdown']),
  };
}

function repositoriesOf(names: readonly string[]): readonly string[] {
  const wrong = names.find((name) => !/^[\w.-]+\/[\w.-]+$/.test(name));
  if (wrong === undefined) return names;
  throw new TollgateError('bad-use', `\`--repo ${wrong}\` names no repository`, { lines: ['do:    write --repo owner/name'] });
}
