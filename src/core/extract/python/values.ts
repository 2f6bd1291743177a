import type { Node, Span } from './syntax/tree.ts';

/** Something that data comes from or goes to, as an end of lineage names it, and the place that names it. */
export interface Source {
  readonly end: string;
  /** As its users call it. */
  readonly name: string;
  readonly at: Span;
}

/** A column that takes what a column of a table holds; `*` on both ends: every column under its own name. */
export interface ColumnMove {
  readonly end: string;
  readonly column: string;
  readonly to: string;
  readonly how?: 'same' | 'computed';
  readonly at: Span;
}

/** A column that the text declares. */
export interface Column {
  readonly name: string;
  readonly type?: string;
  readonly nullable?: boolean;
  readonly key?: string;
  readonly description?: string;
  readonly policyTags?: readonly string[];
  readonly tags?: readonly string[];
  readonly at: Span;
  readonly extent: Span;
}

interface Common {
  /** The expression that made the value, where it stands. */
  readonly at: Span;
  /** Where the data in it comes from. */
  readonly from?: readonly Source[];
}

/** Which part of a text comes from which place; it reaches to the next piece. */
export interface Piece extends Span {
  readonly from: number;
  /** Letter by letter what the file says there. */
  readonly exact: boolean;
}

/** A string. What cannot be told of it is a hole, and `unknown` has the expression that stands there. */
export interface Text extends Common {
  readonly is: 'text';
  readonly value: string;
  readonly pieces: readonly Piece[];
  readonly unknown?: string;
}

export interface Plain extends Common {
  readonly is: 'plain';
  readonly value: number | boolean | null;
}

/** A list, tuple or set. Changed in place by `append`, as in the language. `open`: there is more that cannot be told. */
export interface List extends Common {
  readonly is: 'list';
  readonly items: Value[];
  open?: string;
}

export interface Dict extends Common {
  readonly is: 'dict';
  readonly entries: Map<string, { readonly key: Text; readonly value: Value }>;
  open?: string;
}

export interface Scope {
  readonly names: Map<string, Value>;
  readonly outer: Scope | undefined;
}

/** A function or lambda of the file. */
export interface Func extends Common {
  readonly is: 'function';
  readonly name: string;
  readonly node: Node;
  readonly scope: Scope;
  readonly owner?: Class;
}

export interface Class extends Common {
  readonly is: 'class';
  readonly name: string;
  readonly members: Map<string, Value>;
  readonly bases: readonly Value[];
}

export interface Instance extends Common {
  readonly is: 'instance';
  readonly of: Class;
  readonly members: Map<string, Value>;
}

/** Something of another module, by its dotted name; or a name that nothing here binds. */
export interface Symbol extends Common {
  readonly is: 'symbol';
  readonly path: string;
}

/** Whatever the text does not tell, by the expression that stands there. */
export interface Unknown extends Common {
  readonly is: 'unknown';
  readonly text: string;
  /** The columns of the data in it, where the text tells them. */
  readonly columns?: readonly Column[];
  /** What its columns are made of. */
  readonly moves?: readonly ColumnMove[];
}

/** What a framework makes: a DAG, a task, a reader of tables. Each framework knows its own kinds. */
export interface Thing extends Common {
  readonly is: 'thing';
  readonly kind: string;
}

export type Value = Text | Plain | List | Dict | Func | Class | Instance | Symbol | Unknown | Thing;

/** What a call is given. `open`: there is more that cannot be told (`**settings`). */
export interface Arguments {
  readonly positional: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  readonly open?: string;
  readonly at: Span;
}

/** Longer lists are told in part: code that makes them of themselves would fill any memory. */
const MOST_ITEMS = 10_000;

/** Puts items behind others; gives `more` where not all of them fit. */
export function addItems(into: Value[], items: readonly Value[]): string | undefined {
  const room = Math.max(0, MOST_ITEMS - into.length);
  for (const item of items.slice(0, room)) into.push(item);
  return items.length > room ? 'more' : undefined;
}

/** A list of all of these. */
export function listAt(parts: readonly List[], at: Span): List {
  const items: Value[] = [];
  let open: string | undefined;
  for (const part of parts) open = addItems(items, part.items) ?? part.open ?? open;
  return { is: 'list', items, at, ...(open === undefined ? {} : { open }) };
}

/** Enough for any flow that a person can follow. */
const MOST_SOURCES = 40;

/** Where the data of these values comes from. */
export function sourcesOf(values: readonly (Value | undefined)[]): readonly Source[] {
  const found = new Map<string, Source>();
  const waiting = [...values];
  for (let at = 0; at < waiting.length && at < 200 && found.size < MOST_SOURCES; at++) {
    const value = waiting[at];
    if (!value) continue;
    for (const source of value.from ?? []) if (!found.has(source.end)) found.set(source.end, source);
    if (value.is === 'list') waiting.push(...value.items.slice(0, 100));
    if (value.is === 'dict') waiting.push(...[...value.entries.values()].slice(0, 100).map((entry) => entry.value));
  }
  return [...found.values()];
}

/** A value of which only this is known: the expression, and where its data comes from. */
export function unknown(text: string, at: Span, from: readonly Source[] = []): Unknown {
  return { is: 'unknown', text, at, ...(from.length > 0 ? { from } : {}) };
}

export const symbolName = ({ path }: Symbol): string => path.slice(path.lastIndexOf('.') + 1);

/** The argument by position or by name, as functions of the language take it. */
export function argument({ positional, keywords }: Arguments, name: string, position?: number): Value | undefined {
  return keywords.get(name) ?? (position === undefined ? undefined : positional[position]);
}

export const allOf = ({ positional, keywords }: Arguments): readonly Value[] => [...positional, ...keywords.values()];
