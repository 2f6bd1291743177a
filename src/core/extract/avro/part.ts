import type { Asset } from '../../../model/asset.ts';
import type { Json } from '../../../model/json.ts';

/** What one file declares: its assets, and its types as resolving them needs. */
export interface AvroPart {
  readonly assets: readonly Asset[];
  readonly types: AvroTypes;
}

/** Offsets in the file: half open, in UTF-16 units. */
export type Span = readonly [start: number, end: number];

export interface AvroTypes {
  /** Where each line of the file begins. */
  readonly lines: readonly number[];
  /** The schema of a file that is no single named type: a union, an array, a plain type. */
  readonly root?: AvroType;
  /** All named types, at any depth. */
  readonly named: readonly NamedType[];
}

/** A type as it is used. A named one stands by its full name, whether it is declared there or elsewhere. */
export type AvroType = PlainType | HoldingType | UnionType | NameUse;

export interface PlainType {
  readonly is: 'plain';
  readonly name: string;
  readonly at: Span;
  readonly logical?: Logical;
}

export interface HoldingType {
  readonly is: 'array' | 'map';
  readonly of: AvroType;
  readonly at: Span;
}

export interface UnionType {
  readonly is: 'union';
  readonly members: readonly AvroType[];
  readonly at: Span;
}

export interface NameUse {
  readonly is: 'named';
  readonly name: string;
  readonly at: Span;
}

export interface Logical {
  readonly name: string;
  readonly precision?: number;
  readonly scale?: number;
}

export type NamedType = RecordType | EnumType | FixedType;

interface Named {
  /** With its namespace. */
  readonly name: string;
  readonly at: Span;
  /** Other full names that it reads data of. */
  readonly aliases: readonly string[];
  /** Whether it stands at the top of its file, as an asset of its own. */
  readonly isTop: boolean;
}

export interface RecordType extends Named {
  readonly is: 'record';
  readonly fields: readonly RecordField[];
}

export interface RecordField {
  readonly name: string;
  readonly at: Span;
  readonly aliases: readonly string[];
  readonly type: AvroType;
  /** Missing where a reader has nothing to put in. */
  readonly default?: { readonly value: Json; readonly at: Span };
}

export interface EnumType extends Named {
  readonly is: 'enum';
  readonly symbols: readonly { readonly name: string; readonly at: Span }[];
  /** The symbol that a reader takes for one that it does not know. */
  readonly default?: string;
}

export interface FixedType extends Named {
  readonly is: 'fixed';
  readonly size: number;
  readonly logical?: Logical;
}
