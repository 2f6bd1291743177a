import type { Mention, Place } from './model.ts';
import {
  mergeSources,
  nameOf,
  sourceOf,
  spend,
  type Bound,
  type Env,
  type Output,
  type Resolving,
  type Scope,
  type Source,
} from './output.ts';

export const newScope = (env: Env, outer: Scope | undefined): Scope => ({
  bounds: [],
  byAlias: new Map(),
  joined: new Map(),
  made: new Map(),
  outer,
  env,
});

export function boundOf(alias: string, names: readonly string[], outputs: readonly Output[], hidden: boolean): Bound {
  const byName = new Map<string, Output>();
  for (const output of outputs) {
    const name = nameOf(output);
    if (name !== undefined && !byName.has(name)) byName.set(name, output);
  }
  return { alias, names, outputs, byName, hidden };
}

export function bind(scope: Scope, bound: Bound): void {
  scope.bounds.push(bound);
  for (const name of bound.names) scope.byAlias.set(name, bound);
  scope.byAlias.set(bound.alias, bound);
}

/** What a mention comes from; `lost` where nothing here has it. */
export interface Found {
  readonly sources: readonly Source[];
  readonly lost: boolean;
  /** Part of a column, not all of it. */
  readonly deeper?: boolean;
}

const LOST: Found = { sources: [], lost: true };
const found = (sources: readonly Source[]): Found => ({ sources, lost: false });

/** Follows a mention: longest qualifier first, then as a column with fields inside. */
export function follow(resolving: Resolving, scope: Scope, mention: Mention): Found {
  const [at, ...parts] = mention;
  if (parts.length === 1) return followColumn(resolving, scope, { name: parts[0] ?? '', at, guesses: true });
  for (let here: Scope | undefined = scope; here; here = here.outer) {
    for (let length = Math.min(parts.length - 1, 4); length > 0; length--) {
      const bound = here.byAlias.get(parts.slice(0, length).join('.').toLowerCase());
      if (bound) return followIn(resolving, bound, parts.slice(length), at);
    }
  }
  const told = followColumn(resolving, scope, { name: parts[0] ?? '', at, guesses: STRUCTS.test(resolving.flow.dialect) });
  return told.lost ? told : { ...told, deeper: true };
}

/** Where a dot may go into a column without an alias before it. */
const STRUCTS = /^(?:bigquery|databricks|trino|ansi|redshift)$/;

/** A column of one relation, with the fields inside of it that are named. */
function followIn(resolving: Resolving, bound: Bound, path: readonly string[], at: Place): Found {
  const [column = ''] = path;
  if (column === '*') return wholeOf(resolving, bound, at);
  if (path.length > 1 && bound.columns === undefined) resolving.open = true;
  const nested = path.length > 1 ? certain(resolving, bound, path.join('.').toLowerCase(), at) : undefined;
  if (nested) return found(nested);
  const sources = certain(resolving, bound, column.toLowerCase(), at) ?? possible(resolving, bound, column, at) ?? anyOf(bound);
  const element = sources ? undefined : elementOf(bound);
  if (element) return { sources: element, lost: false, deeper: true };
  if (!sources) return LOST;
  return { sources, lost: false, ...(path.length > 1 ? { deeper: true } : {}) };
}

/** An alias that names the only column of its rows: what stands behind its dot is a field of that. */
function elementOf({ alias, outputs }: Bound): readonly Source[] | undefined {
  const [only] = outputs;
  return outputs.length === 1 && only?.is === 'column' && nameOf(only) === alias ? only.sources : undefined;
}

/** A column of a relation that surely has it. */
export function certain(resolving: Resolving, bound: Bound, name: string, at: Place): readonly Source[] | undefined {
  if (bound.read !== undefined) {
    const written = bound.columns?.get(name);
    return written === undefined ? undefined : sourceOf(resolving, bound.read, written, at);
  }
  const output = bound.byName.get(name);
  return output?.is === 'column' ? output.sources : undefined;
}

/** A column of a relation whose columns nobody told. */
export function possible(resolving: Resolving, bound: Bound, name: string, at: Place): readonly Source[] | undefined {
  if (bound.read !== undefined) return bound.columns ? undefined : sourceOf(resolving, bound.read, name, at);
  const lower = name.toLowerCase();
  const stars = bound.outputs.flatMap((one) => (one.is === 'all' && (one.renamed.has(lower) || !one.except.has(lower)) ? [one] : []));
  const renaming = stars.find(({ renamed }) => renamed.has(lower));
  const told = renaming ? [renaming] : stars;
  if (told.length === 0 || told.some(({ also }, index) => index > 0 && !also)) return undefined;
  return told.flatMap((star) =>
    sourceOf(resolving, star.read, star.renamed.get(lower) ?? name, at).map((one) => ({ ...one, same: star.same })),
  );
}

const anyOf = ({ outputs }: Bound): readonly Source[] | undefined => {
  const any = outputs.find((one) => one.is === 'any');
  return any?.is === 'any' ? any.sources : undefined;
};

/** A name without a qualifier: what surely has it, what alone may have it, then what stands around. */
/** Whether a query around could have what this one lacks. */
function isInside({ outer }: Scope): boolean {
  for (let here = outer; here; here = here.outer) if (here.bounds.length > 0) return true;
  return false;
}

interface Asked {
  readonly name: string;
  readonly at: Place;
  /** Whether a relation of unknown columns may have it. */
  readonly guesses: boolean;
}

function followColumn(resolving: Resolving, scope: Scope, { name, at, guesses }: Asked): Found {
  const lower = name.toLowerCase();
  for (let here: Scope | undefined = scope; here; here = here.outer) {
    if (!spend(resolving, here.bounds.length + 1)) return LOST;
    const told = followSurely(resolving, here, lower, at);
    if (told) return told;
    const guessed = guesses ? guess(resolving, here, name, at) : undefined;
    if (guessed?.lost || (guessed && (isInside(here) || here.made.has(lower)))) resolving.open = true;
    if (guessed) return guessed;
    const made = madeOf(here, lower);
    if (made) return made;
  }
  return LOST;
}

/** Source: Snowflake, Databricks and Redshift, "lateral column alias": a column of the relation wins over an item of that name. */
const ALIASES = /^(?:snowflake|databricks|redshift)$/;

function followSurely(resolving: Resolving, here: Scope, lower: string, at: Place): Found | undefined {
  const joined = here.joined.get(lower);
  if (joined) return found(joined);
  for (const bound of here.bounds) {
    const sources = bound.hidden ? undefined : certain(resolving, bound, lower, at);
    if (sources) return found(sources);
  }
  if (/^\$\d+$/.test(lower)) {
    if (isOpenHere(here)) resolving.open = true;
    return atPlace(resolving, here, Number(lower.slice(1)) - 1, at);
  }
  const whole = here.byAlias.get(lower);
  const made = ALIASES.test(resolving.flow.dialect) ? madeOf(here, lower) : undefined;
  if ((whole || made) && isOpenHere(here)) resolving.open = true;
  return whole && whole.alias === lower && mayBeRow(resolving, whole) ? wholeOf(resolving, whole, at) : made;
}

/** A table whose columns nobody told may have a column of its own name; where rows are values, the row is meant. */
function mayBeRow({ flow }: Resolving, bound: Bound): boolean {
  const isOpen = bound.read === undefined ? bound.outputs.some((one) => one.is === 'all') : bound.columns === undefined;
  return !isOpen || /^(?:postgres|redshift|bigquery)$/.test(flow.dialect);
}

const isOpenHere = ({ bounds }: Scope): boolean => bounds.some(({ read, columns }) => read !== undefined && columns === undefined);

function madeOf({ made }: Scope, lower: string): Found | undefined {
  const item = made.get(lower);
  return item?.is === 'column' ? { sources: item.sources, lost: item.lost.length > 0 } : undefined;
}

/** The one relation that may have the column. Several may: then nobody knows. */
function guess(resolving: Resolving, { bounds }: Scope, name: string, at: Place): Found | undefined {
  const open = bounds.filter((bound) => !bound.hidden && isOpen(bound, name));
  const [first] = open;
  if (open.length > 1) return LOST;
  const sources = first && possible(resolving, first, name, at);
  if (first) return sources ? found(sources) : LOST;
  const any = bounds.flatMap((bound) => [anyOf(bound) ?? []].filter((one) => one.length > 0 || anyOf(bound) !== undefined));
  return any.length === 1 && any[0] ? found(any[0]) : undefined;
}

function isOpen(bound: Bound, name: string): boolean {
  if (bound.read !== undefined) return bound.columns === undefined;
  return bound.outputs.some((one) => one.is === 'all' && (!one.except.has(name.toLowerCase()) || one.renamed.has(name.toLowerCase())));
}

/** Snowflake's `$1`: a column by its place. */
function atPlace(resolving: Resolving, { bounds }: Scope, index: number, at: Place): Found {
  const [bound] = bounds;
  if (!bound || bounds.length > 1) return LOST;
  if (bound.read !== undefined) {
    const name = bound.columns ? [...bound.columns.values()][index] : `$${index + 1}`;
    return name === undefined ? LOST : found(sourceOf(resolving, bound.read, name, at));
  }
  const output = bound.outputs[index];
  return output?.is === 'column' ? found(output.sources) : LOST;
}

/** A whole row: every column of the relation. */
function wholeOf(resolving: Resolving, bound: Bound, at: Place): Found {
  const lists = columnsOf(resolving, bound, at).map((one) => (one.is === 'all' ? sourceOf(resolving, one.read, '*', at) : one.sources));
  return { sources: mergeSources(resolving, lists, true), lost: false };
}

/** All columns of a relation, as a star gives them. */
export function columnsOf(resolving: Resolving, bound: Bound, at: Place): readonly Output[] {
  const { read, columns } = bound;
  if (read === undefined) return bound.outputs;
  if (!columns) return [{ is: 'all', read, except: new Set(), renamed: new Map(), at, same: true }];
  return [...columns.values()].map((name) => ({
    is: 'column',
    name,
    at,
    extent: at,
    sources: sourceOf(resolving, read, name, at),
    lost: [],
  }));
}
