import type { Node } from '../syntax/tree.ts';
import { kidsOf, partsOf } from '../syntax/tree.ts';
import { bind, type Run } from '../run.ts';
import { addItems, sourcesOf, unknown, type Dict, type List, type Text, type Value } from '../values.ts';
import { turnsOf } from './builtin-functions.ts';
import { truthOf } from './operations.ts';
import { bindPattern } from './patterns.ts';

/** `[a, *b]`, `(a, b)`, `{a, b}` and `a, b`. */
export function readList(node: Node, run: Run): List {
  const items: Value[] = [];
  let open: string | undefined;
  for (const part of partsOf(node)) {
    if (part.type !== 'list_splat') {
      items.push(run.evaluate(part));
      continue;
    }
    const spread = part.kids[1] && run.evaluate(part.kids[1]);
    if (spread?.is === 'list') open = addItems(items, spread.items) ?? spread.open ?? open;
    else open = run.sourceOf(part);
  }
  return { is: 'list', items, at: { start: node.start, end: node.end }, ...(open === undefined ? {} : { open }) };
}

export function readDict(node: Node, run: Run): Dict {
  const entries: Dict['entries'] = new Map();
  let open: string | undefined;
  for (const part of partsOf(node)) {
    if (part.type === 'pair') open = readPair(part, entries, run) ?? open;
    else if (part.type === 'dictionary_splat') open = spreadDict(part, entries, run) ?? open;
  }
  return { is: 'dict', entries, at: { start: node.start, end: node.end }, ...(open === undefined ? {} : { open }) };
}

function readPair(node: Node, entries: Dict['entries'], run: Run): string | undefined {
  const [first, , last] = node.kids;
  if (!first || !last) return undefined;
  const key = run.evaluate(first);
  const value = run.evaluate(last);
  const name: Text | undefined =
    key.is === 'text' ? key : key.is === 'plain' ? { is: 'text', value: String(key.value), pieces: [], at: key.at } : undefined;
  if (!name || name.unknown !== undefined) return run.sourceOf(first);
  entries.set(name.value, { key: name, value });
  return undefined;
}

function spreadDict(node: Node, entries: Dict['entries'], run: Run): string | undefined {
  const value = node.kids[1] && run.evaluate(node.kids[1]);
  if (value?.is !== 'dict') return run.sourceOf(node);
  for (const [key, entry] of value.entries) entries.set(key, entry);
  return value.open;
}

/** `[f(x) for x in xs if c]`, with the turns of literal lists followed one by one. */
export function readComprehension(node: Node, run: Run): Value {
  const at = { start: node.start, end: node.end };
  const [element] = partsOf(node);
  const clauses = [...kidsOf(node, 'for_in_clause'), ...kidsOf(node, 'if_clause')].sort((one, other) => one.start - other.start);
  if (!element) return unknown(run.sourceOf(at), at);
  const before = run.scope;
  run.scope = { names: new Map(), outer: before };
  const made: Made = { items: [], entries: new Map(), open: false };
  turn(clauses, element, made, run);
  run.scope = before;
  const open = made.open ? { open: run.sourceOf(at) } : {};
  return node.type === 'dictionary_comprehension'
    ? { is: 'dict', entries: made.entries, at, ...open }
    : { is: 'list', items: made.items, at, ...open };
}

interface Made {
  readonly items: Value[];
  readonly entries: Dict['entries'];
  open: boolean;
}

function turn(clauses: readonly Node[], element: Node, made: Made, run: Run): void {
  const [clause, ...rest] = clauses;
  if (!clause) {
    if (element.type === 'pair') made.open = readPair(element, made.entries, run) !== undefined || made.open;
    else made.open = addItems(made.items, [run.evaluate(element)]) !== undefined || made.open;
    return;
  }
  if (clause.type === 'if_clause') {
    const condition = clause.kids[1];
    const truth = condition ? truthOf(run.evaluate(condition)) : true;
    if (truth !== false) turn(rest, element, made, run);
    return;
  }
  const parts = partsOf(clause);
  const [pattern, through] = parts;
  if (!pattern || !through) return;
  const value = run.evaluate(through);
  const { items, open } = turnsOf(value, through, run);
  made.open ||= open;
  for (const item of items) {
    if (run.budget <= 0) return;
    bindPattern(pattern, item, run);
    turn(rest, element, made, run);
  }
}

/** `name := value`. */
export function readNamed(node: Node, run: Run): Value {
  const [name, value] = partsOf(node);
  if (!name || !value) return unknown(run.sourceOf(node), node, sourcesOf([]));
  const made = run.evaluate(value);
  bind(run.sourceOf(name), made, run);
  return made;
}
