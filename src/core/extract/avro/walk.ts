import type { Json } from '../../../model/json.ts';
import type { Breaks, DifferenceKind } from '../../../model/difference.ts';
import type { Memo, Names } from './can-read.ts';
import type { AvroType, Span } from './part.ts';

/** One way in which two types differ, at a place of the head. */
export interface TypeDifference {
  readonly kind: DifferenceKind;
  /** Dotted; empty for the schema itself. */
  readonly path: string;
  readonly what: string;
  readonly before?: Json;
  readonly after?: Json;
  readonly breaks: readonly Breaks[];
  readonly at: Span;
  /** The named type of the head around it, whose file it stands in. */
  readonly within: string;
  readonly unknown?: string;
}

/** Where comparing stands. */
export interface Walk {
  readonly base: Names;
  readonly head: Names;
  readonly path: string;
  readonly within: string;
  /** Pairs of records that were compared before: a recursive schema ends. */
  readonly seen: Set<string>;
  /** How many records are around this place: schemas refer to each other without end. */
  readonly hops: number;
  /** What was found out of who reads whom. */
  readonly memo: { readonly backward: Memo; readonly forward: Memo };
  /** Types that are compared by themselves. */
  readonly isAsset: (name: string) => boolean;
  /** Compares the types inside of records. */
  readonly compareTypes: (base: AvroType, head: AvroType, walk: Walk) => readonly TypeDifference[];
}
