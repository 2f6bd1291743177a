import type { Json } from '../../../model/json.ts';

/** From one offset up to, not including, another. */
export type Span = readonly [number, number];

/** The definitions and extensions of a file of SDL. */
export interface GraphQlPart {
  readonly lines: readonly number[];
  readonly definitions: readonly Definition[];
}

export type DefinitionKind = 'object' | 'interface' | 'input' | 'enum' | 'union' | 'scalar' | 'directive' | 'schema';

export interface Definition {
  readonly kind: DefinitionKind;
  readonly name: string;
  readonly isExtension: boolean;
  /** Of the name; of the keyword where it has none. */
  readonly span: Span;
  readonly extent: Span;
  readonly description?: string;
  readonly usages: readonly Usage[];
  /** Fields of types, values of enums, arguments of directives. */
  readonly members: readonly Member[];
  /** What is implemented, or what a union may be, or where a directive may stand. */
  readonly names: readonly Named[];
  /** Root types by operation, of a schema. */
  readonly roots?: Readonly<Record<string, string>>;
  readonly isRepeatable?: boolean;
}

export interface Named {
  readonly name: string;
  readonly span: Span;
}

/** A field, an argument, or a value of an enum (which has no type). */
export interface Member extends Named {
  readonly extent: Span;
  readonly type?: string;
  readonly typeSpan?: Span;
  readonly description?: string;
  /** As written, its keys in order. */
  readonly fallback?: string;
  readonly usages: readonly Usage[];
  readonly parameters: readonly Member[];
}

/** A directive where it is used. */
export interface Usage extends Named {
  readonly values: readonly (readonly [name: string, value: Json])[];
}
