import type { Location } from '../../model/source.ts';
import type { Item, Relation, Source } from './model.ts';

/** What stands in a FROM under a name: a table whose columns nobody told, or a query whose items are known. */
export interface Bound {
  /** The name by which columns are qualified, in lower case. */
  readonly alias: string;
  readonly items: readonly Item[];
  /** Every column of it comes from these: a table function, UNNEST, FLATTEN. */
  readonly any?: readonly Source[];
  readonly partial: boolean;
  /** Joined to those before by columns of these names, or of all equal names. */
  readonly using?: readonly string[];
  readonly natural?: boolean;
}

/** What names mean at one place of a statement. */
export interface Scope {
  readonly bound: readonly Bound[];
  /** Queries that WITH names, by name in lower case. */
  readonly named: ReadonlyMap<string, readonly Item[]>;
  readonly outer?: Scope;
}

/** Gathers while a statement is read, within limits that a person's statement never meets. */
export interface Gathering {
  readonly reads: Relation[];
  partial: boolean;
  /** Items that may still be made: stars of stars multiply. */
  budget: number;
}

export const MAX_DEPTH = 60;

/** A table as a relation with one star: all that is told of its columns. */
export function tableItems({ key, location }: Relation): readonly Item[] {
  return [{ kind: 'star', of: key, except: [], renamed: {}, location }];
}

/** Where a column of a bound relation comes from; undefined where the relation has none of that name. */
export function columnOf(bound: Bound, column: string, location: Location): readonly Source[] | undefined {
  return bound.any ?? columnIn(bound.items, column.toLowerCase(), location);
}

function columnIn(items: readonly Item[], wanted: string, location: Location): readonly Source[] | undefined {
  const told = items.findLast((item) => item.kind === 'column' && item.name?.toLowerCase() === wanted);
  if (told?.kind === 'column') return told.sources;
  const unions = items.flatMap((item) =>
    item.kind === 'union' ? item.branches.flatMap((branch) => columnIn(branch, wanted, location) ?? []) : [],
  );
  const stars = items.flatMap((item) => (item.kind === 'star' ? [item] : [])).filter(({ except }) => !except.includes(wanted));
  for (const star of stars) {
    const old = Object.entries(star.renamed).find(([, name]) => name === wanted)?.[0];
    if (old !== undefined) return [{ of: [star.of], column: old, location }];
  }
  if (stars.length === 0) return unions.length > 0 ? mergeSources(unions) : undefined;
  return [...unions, { of: [...new Set(stars.map(({ of }) => of))], column: wanted, location }];
}

/** Whether a relation surely has the column: a query that names it. */
const names = (bound: Bound, column: string): boolean =>
  bound.items.some((item) => item.kind === 'column' && item.name?.toLowerCase() === column.toLowerCase());

/** Resolves an unqualified name: a relation that names it, else those that may have it, else the query around. */
export function resolveColumn(scope: Scope | undefined, column: string, location: Location): readonly Source[] {
  if (!scope) return [];
  const joined = joinedColumn(scope.bound, column, location);
  if (joined) return joined;
  const certain = scope.bound.filter((bound) => names(bound, column));
  if (certain.length > 0) return mergeSources(certain.flatMap((bound) => columnOf(bound, column, location) ?? []));
  const itself = scope.bound.find(({ alias, any }) => any !== undefined && alias === column.toLowerCase());
  if (itself) return itself.any ?? [];
  const row = wholeRow(scope.bound, column, location);
  if (row) return row;
  const possible = scope.bound.flatMap((bound) => (bound.any ? [] : (columnOf(bound, column, location) ?? [])));
  if (possible.length === 0) return unknownColumn(scope, column, location);
  if (possible.every((source) => source.column === possible[0]?.column))
    return [
      {
        of: [...new Set(possible.flatMap(({ of }) => of))],
        column: possible[0]?.column ?? '',
        location,
        ...(scope.bound.some(({ natural }) => natural) ? { all: true } : {}),
      },
    ];
  return possible;
}

/** The name of a relation stands for all of its columns. Source: PostgreSQL, "Whole-row usage"; BigQuery, range variables. */
function wholeRow(bound: readonly Bound[], column: string, location: Location): readonly Source[] | undefined {
  const wanted = column.toLowerCase();
  const found = bound.find(({ alias }) => alias !== '' && (alias === wanted || alias.endsWith(`.${wanted}`)));
  return found && sourcesOfAll(found.items, location);
}

function sourcesOfAll(items: readonly Item[], location: Location): readonly Source[] {
  return mergeSources(
    items.flatMap((item): readonly Source[] => {
      if (item.kind === 'column') return item.sources;
      return item.kind === 'star'
        ? [{ of: [item.of], column: '*', location }]
        : item.branches.flatMap((branch) => sourcesOfAll(branch, location));
    }),
  );
}

function unknownColumn(scope: Scope, column: string, location: Location): readonly Source[] {
  const [only] = scope.bound;
  return scope.bound.length === 1 && only?.any ? only.any : resolveColumn(scope.outer, column, location);
}

/** A column by which relations were joined is that of all of them. */
export function joinedColumn(bound: readonly Bound[], column: string, location: Location): readonly Source[] | undefined {
  const wanted = column.toLowerCase();
  if (!bound.some(({ using }) => using?.includes(wanted))) return undefined;
  const sources = bound.flatMap((one) => columnOf(one, wanted, location) ?? []);
  return mergeSources(sources.flatMap((source) => (source.of.length === 1 ? [source] : [{ ...source, all: true }])));
}

/** Resolves `a.b` (and `s.a.b`): the relation of that alias here or around. Undefined where no relation goes by it. */
export function findBound(scope: Scope | undefined, alias: string): Bound | undefined {
  const wanted = alias.toLowerCase();
  for (let here = scope; here; here = here.outer) {
    const found =
      here.bound.findLast((bound) => bound.alias === wanted) ?? here.bound.findLast((bound) => bound.alias.endsWith(`.${wanted}`));
    if (found) return found;
  }
  return undefined;
}

/** The same source twice is one, at its first place. */
export function mergeSources(sources: readonly Source[]): readonly Source[] {
  if (sources.length < 2) return sources;
  const seen = new Map<string, Source>();
  for (const source of sources) {
    const key = `${source.of.join('|')} ${source.column}`;
    if (!seen.has(key)) seen.set(key, source);
  }
  return [...seen.values()];
}
