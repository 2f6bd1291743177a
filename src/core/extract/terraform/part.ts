import type { Json } from '../../../model/json.ts';
import type { Location } from '../../../model/source.ts';

/** Offset, line and column of a start and an end: a location without its file, short enough to be kept for every value. */
export type Place = readonly [number, number, number, number, number, number];

/** An expression of the language, as far as its value can be told from text. `untold` is any other, by its text. */
export type Expression =
  | { readonly is: 'literal'; readonly value: Json; readonly at: Place }
  | { readonly is: 'list'; readonly items: readonly Expression[]; readonly at: Place }
  | { readonly is: 'object'; readonly entries: readonly ObjectEntry[]; readonly at: Place }
  | { readonly is: 'template'; readonly parts: readonly Expression[]; readonly at: Place }
  | { readonly is: 'path'; readonly steps: readonly Step[]; readonly text: string; readonly at: Place }
  | { readonly is: 'call'; readonly name: string; readonly operands: readonly Expression[]; readonly text: string; readonly at: Place }
  | { readonly is: 'choice'; readonly operands: readonly Expression[]; readonly text: string; readonly at: Place }
  | { readonly is: 'operation'; readonly name: string; readonly operands: readonly Expression[]; readonly text: string; readonly at: Place }
  | ForExpression
  | { readonly is: 'untold'; readonly text: string; readonly at: Place };

/** `[for k, v in over : value if condition]`, or with a key for a map. Only where files are read whole. */
export interface ForExpression {
  readonly is: 'for';
  readonly names: readonly string[];
  readonly over: Expression;
  readonly key?: Expression;
  readonly value: Expression;
  readonly condition?: Expression;
  readonly text: string;
  readonly at: Place;
}

/** A name, a literal index, or null for one that the text does not tell (`[each.key]`, `[*]`). */
export type Step = string | number | null;

export interface ObjectEntry {
  readonly key: Expression;
  readonly value: Expression;
  readonly at: Place;
}

export interface Attribute {
  readonly name: string;
  readonly value: Expression;
  readonly at: Place;
  /** The file that it stands in, where that is another than its block's. */
  readonly file?: string;
}

export interface Block {
  readonly type: string;
  readonly labels: readonly string[];
  /** The last label as it stands, or the type where there are none. */
  readonly name: Place;
  readonly at: Place;
  readonly attributes: readonly Attribute[];
  readonly blocks: readonly Block[];
  /** The block stands once for each member of this: `dynamic`. */
  readonly forEach?: Expression;
  /** Part of it could not be read: what is not found in it may still be there. */
  readonly damaged?: boolean;
  /** The file that it stands in, where that is another than that of the block around it. */
  readonly file?: string;
}

/** What one file of a folder says. `values` are those of a `.tfvars` file. */
export interface TerraformPart {
  readonly blocks: readonly Block[];
  readonly values: readonly Attribute[];
  /** What a plan makes; then `blocks` are its providers. */
  readonly planned?: readonly Planned[];
}

/** A resource of a plan, with what stands before its address in a module: `module.lake.`. */
export interface Planned {
  readonly prefix: string;
  readonly block: Block;
}

export function toLocation(file: string, [start, line, column, end, endLine, endColumn]: Place): Location {
  return { file, start: { line, column, offset: start }, end: { line: endLine, column: endColumn, offset: end } };
}

export function toPlace({ start, end }: Location): Place {
  return [start.offset, start.line, start.column, end.offset, end.line, end.column];
}
