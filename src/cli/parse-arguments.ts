import { parseArgs } from 'node:util';
import { TollgateError } from '../core/errors.ts';
import { nearestName } from '../core/text/nearest-name.ts';

export const FORMATS = ['text', 'json', 'sarif', 'junit', 'github', 'html'] as const;
export type Format = (typeof FORMATS)[number];

export interface CheckArguments {
  readonly command: 'check';
  readonly paths: readonly string[];
  readonly base?: string;
  readonly head?: string;
  readonly all: boolean;
  readonly example: boolean;
  readonly policies: readonly string[];
  readonly data: readonly string[];
  readonly with: readonly string[];
  readonly format: Format;
  readonly output?: string;
}

export interface AssetsArguments {
  readonly command: 'assets';
  readonly paths: readonly string[];
  readonly format: 'text' | 'json';
}

export interface OwnersArguments {
  readonly command: 'owners';
  readonly paths: readonly string[];
  readonly repo: string;
  readonly format: 'text' | 'json';
}

export interface LineageArguments {
  readonly command: 'lineage';
  /** An asset or a field of one, by name or id. */
  readonly asset: string;
  readonly repo: string;
  /** Missing: both. */
  readonly direction?: 'upstream' | 'downstream';
  readonly format: 'text' | 'json' | 'mermaid' | 'openlineage';
}

export type Arguments = CheckArguments | AssetsArguments | OwnersArguments | LineageArguments | { readonly command: 'help' | 'version' };

/** Reads the command line. Error: bad-use, with the mend. */
export function parseArguments(argv: readonly string[]): Arguments {
  const [command = 'help', ...rest] = argv;
  if (['help', '--help', '-h'].includes(command) || rest.includes('--help') || rest.includes('-h')) return { command: 'help' };
  if (['version', '--version', '-v'].includes(command)) return { command: 'version' };
  const parse = Object.hasOwn(COMMANDS, command) ? COMMANDS[command as keyof typeof COMMANDS] : undefined;
  if (parse) return parse(rest);
  const meant = nearestName(command, Object.keys(COMMANDS));
  throw new TollgateError('bad-use', `\`${command}\` is no command`, {
    lines: [meant ? `do:    tollgate ${meant}` : 'do:    tollgate help'],
  });
}

const COMMANDS = { check: checkArguments, assets: assetsArguments, owners: ownersArguments, lineage: lineageArguments };

const text = { type: 'string' } as const;
const many = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean' } as const;

function checkArguments(argv: readonly string[]): CheckArguments {
  const options = { base: text, head: text, all: flag, example: flag, policies: many, data: many, with: many, format: text, output: text };
  const { values, positionals } = read(argv, options);
  if (values.all && (values.base || values.head))
    throw new TollgateError('bad-use', '`--all` judges the whole tree, so it takes no `--base` or `--head`');
  return {
    command: 'check',
    paths: positionals,
    ...given('base', values.base),
    ...given('head', values.head),
    ...given('output', values.output),
    all: values.all ?? false,
    example: values.example ?? false,
    policies: values.policies ?? [],
    data: values.data ?? [],
    with: values.with ?? [],
    format: oneOf(values.format, FORMATS),
  };
}

function assetsArguments(argv: readonly string[]): AssetsArguments {
  const { values, positionals } = read(argv, { format: text });
  return { command: 'assets', paths: positionals, format: oneOf(values.format, ['text', 'json']) };
}

function ownersArguments(argv: readonly string[]): OwnersArguments {
  const { values, positionals } = read(argv, { format: text, repo: text });
  return { command: 'owners', paths: positionals, repo: values.repo ?? '.', format: oneOf(values.format, ['text', 'json']) };
}

function lineageArguments(argv: readonly string[]): LineageArguments {
  const { values, positionals } = read(argv, { format: text, repo: text, upstream: flag, downstream: flag });
  const [asset] = positionals;
  if (asset === undefined || positionals.length > 1)
    throw new TollgateError('bad-use', 'name one asset, or a field of one', { lines: ['do:    tollgate lineage crm.contacts.email'] });
  const format = oneOf(values.format, ['text', 'json', 'mermaid', 'openlineage']);
  const both = values.upstream === values.downstream;
  return {
    command: 'lineage',
    asset,
    repo: values.repo ?? '.',
    format,
    ...(both ? {} : { direction: values.upstream ? 'upstream' : 'downstream' }),
  };
}

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

function read<const O extends Options>(argv: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (cause) {
    const message = cause instanceof Error ? (cause.message.split('. ')[0] ?? '') : String(cause);
    const lines = [
      `known: ${Object.keys(options)
        .map((name) => `--${name}`)
        .join(' ')}`,
      'do:    tollgate help',
    ];
    throw new TollgateError('bad-use', message, { lines, cause });
  }
}

function given<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, string>);
}

function oneOf<const T extends string>(value: string | undefined, allowed: readonly [T, ...T[]]): T {
  const found = value === undefined ? allowed[0] : allowed.find((one) => one === value);
  if (found !== undefined) return found;
  throw new TollgateError('bad-use', `\`--format ${value}\` is not known here`, { lines: [`known: ${allowed.join(', ')}`] });
}
