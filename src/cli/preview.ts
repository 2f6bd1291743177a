import { composeLocal, type Local } from '../compose/local.ts';
import { TollgateError } from '../core/errors.ts';
import { backtestText } from '../core/preview/backtest-text.ts';
import { previewText } from '../core/preview/text.ts';
import { visible } from '../core/report/excerpt.ts';
import type { Backtest } from '../model/backtest.ts';
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
  readonly format: 'text' | 'json';
}

/** `tollgate preview`: what changed rules would change. Gives the exit code: 0, whatever they would; it decides nothing. */
export async function run(argv: readonly string[]): Promise<number> {
  const args = previewArguments(argv);
  const local = composeLocal();
  local.warm();
  const shown = progress();
  try {
    const replays = args.since !== undefined || args.last !== undefined;
    const words = replays
      ? asText(await replay(args, local, shown.say), args, backtestText)
      : asText(await preview(args, local), args, previewText);
    shown.done();
    process.stdout.write(words);
    return 0;
  } finally {
    shown.done();
    await local.close();
  }
}

function asText<Shown extends Preview | Backtest>(shown: Shown, { format }: PreviewArguments, write: (shown: Shown) => string): string {
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
  const pulls = await local.mergedPulls({ path: args.path, ...given('since', since), most: args.last ?? MOST_PULLS });
  const open = ({ base, head }: { readonly base: string; readonly head: string }) =>
    local.sourceControl.checkout({ path: args.path, base, head });
  const onDone = (done: number, of: number): void => say(`judged ${done} of ${of} pull requests`);
  return backtest(pulls, governance, contextOf(local, today.changeSet.head.name), { ...local, open, onDone });
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
  const { values, positionals } = readOptions(argv, { base: text, head: text, policies: many, since: text, last: text, format: text });
  const last = values.last === undefined ? undefined : Number(values.last);
  if (last !== undefined && !(Number.isInteger(last) && last > 0))
    throw new TollgateError('bad-use', `\`--last ${values.last}\` is no number of pull requests`, { lines: ['do:    write --last 200'] });
  return {
    path: positionals[0] ?? '.',
    ...given('base', values.base),
    ...given('head', values.head),
    policies: values.policies ?? [],
    ...given('since', values.since),
    ...(last === undefined ? {} : { last }),
    format: oneOf(values.format, ['text', 'json']),
  };
}
