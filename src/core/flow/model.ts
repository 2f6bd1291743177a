import type { Location } from '../../model/source.ts';
import type { FlowKind, StatementFlow as Tree } from '../query/model.ts';

/** A column that a value comes from, and the mention that says so. `of` is the key of its relation. */
export interface Source {
  readonly of: readonly string[];
  readonly column: string;
  readonly location: Location;
  /** Where it is not as the whole column is: one part of a UNION may compute what another takes over. */
  readonly how?: 'same' | 'computed';
}

/** One column that a query gives. `how`: taken over as it is (a cast too), or computed. */
export interface Column {
  readonly kind: 'column';
  /** Missing where the text gives none. */
  readonly name?: string;
  readonly location: Location;
  readonly extent: Location;
  readonly sources: readonly Source[];
  readonly how: 'same' | 'computed';
}

/** All columns of a relation whose columns the text does not tell, but those in `except`; `renamed` gives new names to some. */
export interface Star {
  readonly kind: 'star';
  readonly of: string;
  readonly except: readonly string[];
  readonly renamed: Readonly<Record<string, string>>;
  readonly location: Location;
}

/**
 * A query whose columns depend on those of its relations. `sources` are the relations that the tree reads, in its order, then those that it
 * fills: their keys there count, whatever the tree itself calls them.
 */
export interface Deferred {
  readonly kind: 'query';
  readonly location: Location;
  readonly extent: Location;
  readonly sources: readonly Source[];
  readonly tree: Tree;
}

export type Item = Column | Star | Deferred;

/**
 * A relation that a statement reads or fills. `key` is its name in lower case, `path:<uri>` and `stage:<name>` for files; of a name that a
 * template makes up, `?` and its offset.
 */
export interface Relation {
  readonly key: string;
  readonly shown: string;
  readonly location: Location;
  readonly dynamic?: boolean;
}

/** What a query gives, and what it reads. `partial`: something could not be followed. */
export interface QueryFlow {
  readonly items: readonly Item[];
  readonly reads: readonly Relation[];
  readonly partial: boolean;
}

/** What one statement moves: from the relations it reads into the one it fills. Plain JSON. */
export interface StatementFlow extends QueryFlow {
  readonly kind: FlowKind;
  readonly writes: readonly Relation[];
  /** What RENAME makes of the name in `writes`. */
  readonly renamedTo?: Relation;
}
