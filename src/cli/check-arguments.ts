import { TollgateError } from '../core/errors.ts';
import { flag, given, many, oneOf, readOptions, text } from './arguments.ts';

export const FORMATS = ['text', 'json', 'sarif', 'junit', 'github', 'html'] as const;
export type Format = (typeof FORMATS)[number];

export interface CheckArguments {
  readonly paths: readonly string[];
  readonly base?: string;
  readonly head?: string;
  readonly all: boolean;
  readonly example: boolean;
  readonly policies: readonly string[];
  readonly data: readonly string[];
  readonly with: readonly string[];
  /** A file with the settings of the organisation. */
  readonly organisation?: string;
  /** Reports of other tools: of the head, and of the base. */
  readonly import: readonly string[];
  readonly importBase: readonly string[];
  /** Of the pull request, for conditions in settings. */
  readonly labels: readonly string[];
  /** That the author is in, as `organisation/team`. */
  readonly teams: readonly string[];
  readonly format: Format;
  readonly output?: string;
}

/** Reads what stands behind `tollgate check`. Error: bad-use. */
export function checkArguments(argv: readonly string[]): CheckArguments {
  const options = {
    base: text,
    head: text,
    all: flag,
    example: flag,
    policies: many,
    data: many,
    with: many,
    import: many,
    'import-base': many,
    organisation: text,
    label: many,
    team: many,
    format: text,
    output: text,
  };
  const { values, positionals } = readOptions(argv, options);
  if (values.all && (values.base || values.head))
    throw new TollgateError('bad-use', '`--all` judges the whole tree, so it takes no `--base` or `--head`');
  if (values['import-base'] && !values.import)
    throw new TollgateError('bad-use', '`--import-base` compares with what `--import` says of the head', {
      lines: ['do:    add --import FILE'],
    });
  return {
    paths: positionals,
    ...given('base', values.base),
    ...given('head', values.head),
    ...given('output', values.output),
    ...given('organisation', values.organisation),
    all: values.all ?? false,
    example: values.example ?? false,
    policies: values.policies ?? [],
    data: values.data ?? [],
    with: values.with ?? [],
    import: values.import ?? [],
    importBase: values['import-base'] ?? [],
    labels: values.label ?? [],
    teams: (values.team ?? []).map((team) => team.replace(/^@/, '')),
    format: oneOf(values.format, FORMATS),
  };
}
