import type { Place, Query, Relation, StatementFlow } from './model.ts';

/** A column of a relation that the text names, as the source of another. `read` is the index of the mention of the relation. */
export interface Source {
  readonly read: number;
  readonly column: string;
  /** The mention that names the column; the star where it came by one. */
  readonly at: Place;
  /** Taken over as it is, all the way. */
  readonly same: boolean;
}

/** One column that a query gives. */
export interface Column {
  readonly is: 'column';
  readonly name?: string;
  readonly at: Place;
  readonly extent: Place;
  readonly sources: readonly Source[];
  /** Mentions that could not be followed. */
  readonly lost: readonly Place[];
}

/** All columns of a relation whose columns nobody told, but those in `except`. */
export interface AllOf {
  readonly is: 'all';
  readonly read: number;
  readonly except: ReadonlySet<string>;
  /** New names, and what they were. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly at: Place;
  readonly same: boolean;
  /** Only those whose names are like some pattern. */
  readonly limited?: true;
  /** It stands beside the others of a set operation, under the same names. */
  readonly also?: true;
}

/** Columns without number or name, all made of the same. */
export interface AnyOf {
  readonly is: 'any';
  readonly sources: readonly Source[];
  readonly at: Place;
}

export type Output = Column | AllOf | AnyOf;

/** Says which columns a relation has, in their order; undefined where that is not known. */
export type Schema = (relation: Relation) => readonly string[] | undefined;

/** What stands in a FROM: a table, or a query whose columns are known. */
export interface Bound {
  readonly alias: string;
  /** All names by which its columns may be qualified, `s.t` for `db.s.t` too. */
  readonly names: readonly string[];
  /** The mention of a table, where it is one and nothing was done to it. */
  readonly read?: number;
  /** The columns of that table by their names in lower case; missing where nobody told them. */
  readonly columns?: ReadonlyMap<string, string>;
  readonly outputs: readonly Output[];
  readonly byName: ReadonlyMap<string, Output>;
  readonly hidden: boolean;
}

/** What names mean at one place of a statement. */
export interface Scope {
  readonly bounds: Bound[];
  readonly byAlias: Map<string, Bound>;
  /** Columns that USING or NATURAL made one of two. */
  readonly joined: Map<string, readonly Source[]>;
  /** Items that were read before, by the names they gave. */
  readonly made: Map<string, Output>;
  readonly outer: Scope | undefined;
  /** The queries that WITH names here. */
  readonly env: Env;
}

/** What WITH names, from the inside out. */
export interface Env {
  readonly named: Map<string, readonly Output[]>;
  readonly outer: Env | undefined;
}

/** What is needed while one statement is resolved. */
export interface Resolving {
  readonly flow: StatementFlow;
  readonly schema: Schema;
  /** Steps that may still be taken: names over many joins and stars of stars multiply. */
  budget: number;
  partial: boolean;
  /** Knowing the columns of more relations could tell more, or something else. */
  open: boolean;
  /** The columns of a query that stands in another. */
  readonly query: (query: Query, around: Scope) => readonly Output[];
}

/** Enough for a statement of some thousands of columns; what needs more is told in part. */
export const MAX_STEPS = 1_000_000;

/** Takes steps off; false where there are none left. */
export function spend(resolving: Resolving, steps: number): boolean {
  resolving.budget -= steps;
  if (resolving.budget >= 0) return true;
  resolving.partial = true;
  return false;
}

export function sourceOf({ flow }: Resolving, read: number, column: string, at: Place): readonly Source[] {
  const relation = flow.reads[read];
  return !relation || relation.self ? [] : [{ read, column, at, same: true }];
}

/** The same source twice is one, taken over as it is where one of them was. `computed`: none was. */
export function mergeSources(resolving: Resolving, lists: readonly (readonly Source[])[], computed: boolean): readonly Source[] {
  const [only] = lists;
  if (only === undefined) return [];
  if (lists.length === 1 && !computed) return only;
  const { reads } = resolving.flow;
  const merged = new Map<string, Source>();
  for (const list of lists) {
    if (!spend(resolving, list.length)) break;
    for (const source of list) {
      const key = `${reads[source.read]?.key}\n${source.column}`;
      const before = merged.get(key);
      const same = !computed && (source.same || before?.same === true);
      if (!before || before.same !== same) merged.set(key, { ...(before ?? source), same });
    }
  }
  return [...merged.values()];
}

export const nameOf = (output: Output): string | undefined => (output.is === 'column' ? output.name?.toLowerCase() : undefined);

/** Gives the columns of an alias list their names, by place. */
export function withNames(outputs: readonly Output[], names: readonly string[], at: Place): readonly Output[] {
  return names.map((name, index): Output => {
    const open = outputs.findIndex((one) => one.is !== 'column');
    const one = open >= 0 && index >= open ? outputs[open] : outputs[index];
    if (one?.is === 'column') return { ...one, name };
    const sources = one?.is === 'any' ? one.sources : [];
    return { is: 'column', name, at, extent: at, sources, lost: one?.is === 'any' ? [] : [at] };
  });
}

/** Leaves columns out by their names. */
export function without(outputs: readonly Output[], names: ReadonlySet<string>): readonly Output[] {
  if (names.size === 0) return outputs;
  return outputs.flatMap((one): readonly Output[] => {
    if (one.is === 'all') return [{ ...one, except: new Set([...one.except, ...names]) }];
    return names.has(nameOf(one) ?? '') ? [] : [one];
  });
}
