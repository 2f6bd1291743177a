import type { Json } from '../../../model/json.ts';

/** Offsets of a stretch of the file: half open, in UTF-16 units. */
export type Span = readonly [start: number, end: number];

export type Syntax = 'proto2' | 'proto3' | 'editions';

/** What one `.proto` file says. Nested declarations stand in flat lists under their dotted names, so that no list is deeper than the text's options. */
export interface ProtoFile {
  /** Where each line begins, so that places can be told without the text. */
  readonly lines: readonly number[];
  readonly syntax: Syntax;
  /** `2023`, `2024`; missing without editions. */
  readonly edition?: string;
  readonly syntaxAt?: Span;
  readonly package: string;
  readonly packageAt?: Span;
  readonly imports: readonly ImportDeclaration[];
  readonly options: readonly Option[];
  readonly messages: readonly MessageDeclaration[];
  readonly enums: readonly EnumDeclaration[];
  readonly services: readonly ServiceDeclaration[];
  readonly extensions: readonly ExtensionDeclaration[];
  readonly comment?: string;
}

export interface ImportDeclaration {
  readonly path: string;
  readonly at: Span;
}

/** `option (acme.gov).pii = true`, or the same in brackets behind a field. */
export interface Option {
  /** Dotted, without parentheses: `acme.gov.pii`. */
  readonly name: string;
  /** Whether someone's own extension declares it. */
  readonly custom: boolean;
  readonly at: Span;
  readonly value: Json;
  readonly valueAt: Span;
}

/** What every declaration with a name has. */
export interface Declaration {
  /** Dotted inside of its package: `Order.Line`. */
  readonly name: string;
  /** The simple name's own place. */
  readonly at: Span;
  readonly extent: Span;
  readonly options: readonly Option[];
  readonly comment?: string;
}

export interface MessageDeclaration extends Declaration {
  readonly fields: readonly FieldDeclaration[];
  readonly oneofs: readonly Declaration[];
  readonly reserved: readonly NumberRange[];
  readonly reservedNames: readonly string[];
  readonly extensionRanges: readonly NumberRange[];
}

/** Both ends included. */
export interface NumberRange {
  readonly start: number;
  readonly end: number;
}

export type Label = 'optional' | 'required' | 'repeated';

export interface FieldDeclaration extends Declaration {
  readonly number: number;
  readonly label?: Label;
  /** As written; of a map its values'. */
  readonly type: string;
  readonly typeAt: Span;
  /** The type of a map's keys. */
  readonly key?: string;
  readonly oneof?: string;
  readonly group?: true;
}

export interface ExtensionDeclaration {
  /** The message that the extension is declared in; empty at the top of the file. */
  readonly scope: string;
  readonly extendee: string;
  readonly field: FieldDeclaration;
}

export interface EnumDeclaration extends Declaration {
  readonly values: readonly ValueDeclaration[];
  readonly reserved: readonly NumberRange[];
  readonly reservedNames: readonly string[];
}

export interface ValueDeclaration extends Declaration {
  readonly number: number;
  readonly numberAt: Span;
}

export interface ServiceDeclaration extends Declaration {
  readonly rpcs: readonly RpcDeclaration[];
}

export interface RpcDeclaration extends Declaration {
  readonly request: TypeUse;
  readonly response: TypeUse;
}

export interface TypeUse {
  readonly type: string;
  readonly at: Span;
  readonly stream: boolean;
}
