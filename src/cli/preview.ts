import { composeAuthoring, type Authoring } from '../compose/authoring.ts';
import type { Local } from '../compose/local.ts';
import { TollgateError } from '../core/errors.ts';
import { backtestText } from '../core/preview/backtest-text.ts';
import { previewMarkdown } from '../core/preview/markdown.ts';
import { previewText } from '../core/preview/text.ts';
import { visible } from '../core/report/excerpt.ts';
import type { Backtest } from '../model/backtest.ts';
import type { Preview } from '../model/preview.ts';
import { previewChange } from '../workflow/preview-change.ts';
import { given, many, oneOf, readOptions, text } from './arguments.ts';
import { progress } from './progress.ts';
import { replay, type ReplayArguments } from './replay.ts';

interface PreviewArguments extends ReplayArguments {
  readonly base?: string;
  readonly head?: string;
  readonly format: 'text' | 'json' | 'markdown';
}

/** `tollgate preview`: what changed rules would change. Gives the exit code: 0, whatever they would, since it decides nothing; 2 where it was stopped. */
export async function run(argv: readonly string[]): Promise<number> {
  const args = previewArguments(argv);
  const local = composeAuthoring();
  local.warm();
  const shown = progress();
  try {
    const done = isReplay(args)
      ? await replay(args, local, shown.say)
      : asText(await preview(args, local), args, args.format === 'markdown' ? previewMarkdown : previewText);
    shown.done();
    process.stdout.write(typeof done === 'string' ? done : asText(done, args, backtestText));
    return typeof done !== 'string' && done.left !== undefined ? 2 : 0;
  } finally {
    shown.done();
    await local.close();
  }
}

const isReplay = ({ since, last, repositories, organisations }: Omit<ReplayArguments, 'path' | 'policies'>): boolean =>
  since !== undefined || last !== undefined || repositories.length + organisations.length > 0;

function asText<Shown extends Preview | Backtest>(shown: Shown, { format }: PreviewArguments, write: (shown: Shown) => string): string {
  if (format === 'markdown') return write(shown);
  return format === 'json' ? `${JSON.stringify(shown, null, 2)}\n` : write(shown).split('\n').map(visible).join('\n');
}

async function preview(args: PreviewArguments, local: Authoring): Promise<Preview> {
  const checkout = await local.sourceControl.checkout({ path: args.path, ...given('base', args.base), ...given('head', args.head) });
  return previewChange(checkout, contextOf(local, checkout.changeSet.head.name), { ...local, authoring: local });
}

const contextOf = (local: Local, branch: string) => ({ event: 'cli', surface: 'cli', branch, now: local.now() }) as const;

function previewArguments(argv: readonly string[]): PreviewArguments {
  const { values, positionals } = readOptions(argv, {
    base: text,
    head: text,
    policies: many,
    since: text,
    last: text,
    repo: many,
    org: many,
    format: text,
  });
  const last = values.last === undefined ? undefined : Number(values.last);
  if (last !== undefined && !(Number.isInteger(last) && last > 0))
    throw new TollgateError('bad-use', `\`--last ${values.last}\` is no number of pull requests`, { lines: ['do:    write --last 200'] });
  const span = { ...given('since', values.since), ...(last === undefined ? {} : { last }) };
  const asked = { repositories: repositoriesOf(values.repo ?? []), organisations: organisationsOf(values.org ?? []) };
  return {
    path: positionals[0] ?? '.',
    ...given('base', values.base),
    ...given('head', values.head),
    policies: values.policies ?? [],
    ...span,
    ...asked,
    format: oneOf(values.format, isReplay({ ...span, ...asked }) ? ['text', 'json'] : ['text', 'json', 'markdown']),
  };
}

function organisationsOf(names: readonly string[]): readonly string[] {
  const wrong = names.find((name) => !/^[a-z\d-]{1,39}$/i.test(name));
  if (wrong === undefined) return names;
  throw new TollgateError('bad-use', `\`--org ${wrong}\` names no organisation`, { lines: ['do:    write --org name'] });
}

function repositoriesOf(names: readonly string[]): readonly string[] {
  const wrong = names.find((name) => !/^[\w.-]+\/[\w.-]+$/.test(name));
  if (wrong === undefined) return names;
  throw new TollgateError('bad-use', `\`--repo ${wrong}\` names no repository`, { lines: ['do:    write --repo owner/name'] });
}
