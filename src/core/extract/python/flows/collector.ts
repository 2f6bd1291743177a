import type { AssetKind, Facts, Field } from '../../../../model/asset.ts';
import type { LineageEdge } from '../../../../model/lineage.ts';
import type { Span } from '../syntax/tree.ts';
import type { Column, Source } from '../values.ts';

/** Something that moves data: a task, a job, a script. What it does is added while the file is followed. */
export interface Performer {
  readonly kind: AssetKind;
  platform: string;
  /** Its id and name are settled when the file was followed to its end. */
  readonly id: () => string;
  readonly name: () => string;
  readonly at: Span;
  readonly extent: Span;
  readonly facts: Record<string, Facts[string]>;
  readonly aliases: string[];
  readonly reads: Source[];
  readonly writes: Write[];
  /** What columns are made of; who does it is added. */
  readonly columns: LineageEdge[];
  /** Expressions that name what is read or written, where the text does not tell what they stand for. */
  readonly untold: { readonly reads: Untold[]; readonly writes: Untold[] };
}

export interface Untold {
  readonly text: string;
  readonly at: Span;
}

/** One target that is filled, and what fills it. */
export interface Write {
  readonly target: Source;
  /** `all`: whatever its performer reads. */
  readonly sources: readonly Source[] | 'all';
}

/** A table that the text declares, with its columns. */
export interface Table {
  readonly kind: AssetKind;
  readonly id?: string;
  /** The dotted name, in small letters without quotes. */
  readonly key: string;
  readonly name: string;
  readonly platform: string;
  readonly at: Span;
  readonly extent: Span;
  readonly columns: readonly (Column | Field)[];
  readonly partial: boolean;
  readonly facts: Facts;
  readonly aliases?: readonly string[];
}

/** What was found while a file was followed. */
export interface Collector {
  readonly performers: Performer[];
  readonly tables: Table[];
  /** Who moves what is read and written now, the innermost last. The first is the file itself. */
  readonly at: Performer[];
  /** Names that stand for data only while the file runs (temporary views), with where it comes from. */
  readonly views: Map<string, readonly Source[]>;
}

export const newCollector = (file: Performer): Collector => ({ performers: [], tables: [], at: [file], views: new Map() });
