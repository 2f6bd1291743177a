import type { Location } from '../../model/source.ts';

/**
 * A column that a value comes from. `of` are the relations that may have it, by the keys of their names: one where the text tells, several
 * where only a schema could (an unqualified name over a join).
 */
export interface Source {
  readonly of: readonly string[];
  readonly column: string;
  readonly location: Location;
  /** Every one of `of` that has the column feeds it: a join by equal names. */
  readonly all?: boolean;
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
  /** Joined by equal names: a column that was there before is the same one. */
  readonly natural?: boolean;
  /** Only columns like this pattern of LIKE, in lower case. */
  readonly like?: string;
}

/** What a set operation gives where stars hide how many columns there are: by position once they are known, under the names of the first. */
export interface Union {
  readonly kind: 'union';
  readonly branches: readonly (readonly Item[])[];
}

export type Item = Column | Star | Union;

/** A relation that a statement reads or fills. `key` is its name in lower case; of a name that a template makes up, `?` and its offset. */
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
export interface StatementFlow {
  readonly writes: readonly Relation[];
  readonly reads: readonly Relation[];
  readonly items: readonly Item[];
  readonly partial: boolean;
}
