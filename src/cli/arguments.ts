import { parseArgs } from 'node:util';
import { TollgateError } from '../core/errors.ts';

/** Kinds of options, as `parseArgs` knows them. */
export const text = { type: 'string' } as const;
export const many = { type: 'string', multiple: true } as const;
export const flag = { type: 'boolean' } as const;

type Options = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

/** Reads the options and names that stand behind a command. Error: bad-use, with the options that it has. */
export function readOptions<const O extends Options>(argv: readonly string[], options: O) {
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

/** An option that was given, under its key; nothing where it was not. */
export function given<K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, string>);
}

/** The value of `--format`; the first that is allowed where none was given. Error: bad-use. */
export function oneOf<const T extends string>(value: string | undefined, allowed: readonly [T, ...T[]]): T {
  const found = value === undefined ? allowed[0] : allowed.find((one) => one === value);
  if (found !== undefined) return found;
  throw new TollgateError('bad-use', `\`--format ${value}\` is not known here`, { lines: [`known: ${allowed.join(', ')}`] });
}
