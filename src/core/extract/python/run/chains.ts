import type { Node, Span } from '../syntax/tree.ts';
import { partsOf } from '../syntax/tree.ts';
import { sliced, textAt } from '../texts.ts';
import { asked, type Run } from '../run.ts';
import { sourcesOf, unknown, type Text, type Value } from '../values.ts';
import { readArguments } from './arguments.ts';
import { builtinMethod } from './builtin-methods.ts';

export const CHAINS: ReadonlySet<string> = new Set(['call', 'attribute', 'subscript']);

/** `a.b(c)[d].e(f)`: from its root, without recursion however long it is. */
export function readChain(node: Node, run: Run): Value {
  const steps: Node[] = [];
  let root = node;
  while (CHAINS.has(root.type) && root.kids[0]) {
    steps.push(root);
    root = root.kids[0];
  }
  let value = run.evaluate(root);
  for (let at = steps.length - 1; at >= 0; at--) {
    const [step, next] = [steps[at], steps[at - 1]];
    if (!step) continue;
    run.budget--;
    if (step.type === 'attribute' && next?.type === 'call') {
      value = callMethod(value, step, next, run);
      at--;
    } else value = take(value, step, run);
  }
  return value;
}

function take(value: Value, step: Node, run: Run): Value {
  const at = { start: step.start, end: step.end };
  if (step.type === 'call') return run.call(value, readArguments(step, run));
  if (step.type === 'attribute') return attributeOf(value, nameOf(step, run), at, run);
  return indexed(value, step, run);
}

const nameOf = (step: Node, run: Run): string => run.sourceOf(step.kids[2] ?? { start: step.end, end: step.end });

function callMethod(receiver: Value, step: Node, call: Node, run: Run): Value {
  const name = nameOf(step, run);
  const given = readArguments(call, run);
  if (receiver.is === 'symbol' && receiver.path === 'super') return unknown(run.sourceOf(given.at), given.at);
  const made = asked(run, (framework) => framework.method?.(receiver, name, given, run));
  if (made) return made;
  const known = builtinMethod(receiver, name, given, run);
  if (known) return known;
  const member = memberOf(receiver, name);
  if (member?.is === 'function') return run.invoke(member, given, receiver.is === 'instance' ? receiver : undefined);
  return run.call(attributeOf(receiver, name, { start: step.start, end: step.end }, run), given);
}

function memberOf(receiver: Value, name: string): Value | undefined {
  if (receiver.is === 'instance') return receiver.members.get(name) ?? classMember(receiver.of, name);
  return receiver.is === 'class' ? classMember(receiver, name) : undefined;
}

/** Looks into the classes that a class is made of, each once. */
function classMember(value: Value, name: string): Value | undefined {
  const waiting = [value];
  for (let at = 0; at < waiting.length && at < 20; at++) {
    const here = waiting[at];
    if (here?.is !== 'class') continue;
    const member = here.members.get(name);
    if (member) return member;
    waiting.push(...here.bases);
  }
  return undefined;
}

function attributeOf(receiver: Value, name: string, at: Span, run: Run): Value {
  const made = asked(run, (framework) => framework.attribute?.(receiver, name, at, run));
  if (made) return made;
  const member = memberOf(receiver, name);
  if (member) return member;
  if (receiver.is === 'symbol')
    return { is: 'symbol', path: `${receiver.path}.${name}`, at, ...(receiver.from ? { from: receiver.from } : {}) };
  const path = receiver.is === 'text' ? pathPart(receiver, name, at) : undefined;
  if (path) return path;
  if (receiver.is === 'dict' && receiver.entries.has(name)) return receiver.entries.get(name)?.value ?? receiver;
  return unknown(run.sourceOf(at), at, sourcesOf([receiver]));
}

/** Parts of a path, as `pathlib` names them. */
function pathPart(path: Text, name: string, at: Span): Text | undefined {
  const slash = path.value.lastIndexOf('/');
  const file = path.value.slice(slash + 1);
  const dot = file.lastIndexOf('.');
  if (name === 'stem') return textAt(dot > 0 ? file.slice(0, dot) : file, at);
  if (name === 'name') return textAt(file, at);
  return name === 'parent' && path.unknown === undefined ? textAt(path.value.slice(0, Math.max(slash, 0)), at) : undefined;
}

/** `a[0]`, `a['key']`, `text[1:]`. */
function indexed(value: Value, step: Node, run: Run): Value {
  const at = { start: step.start, end: step.end };
  const [, ...keys] = partsOf(step);
  const [key] = keys;
  if (value.is === 'thing' && keys.length === 1)
    return asked(run, (framework) => framework.attribute?.(value, '[]', at, run)) ?? unknown(run.sourceOf(at), at, sourcesOf([value]));
  if (!key || keys.length > 1) return unknown(run.sourceOf(at), at, sourcesOf([value]));
  if (key.type === 'slice') return part(value, key, at, run);
  const index = run.evaluate(key);
  const found = entryAt(value, index);
  if (found) return found;
  return unknown(run.sourceOf(at), at, sourcesOf([value]));
}

function entryAt(value: Value, index: Value): Value | undefined {
  if (value.is === 'dict' && (index.is === 'text' || index.is === 'plain')) return value.entries.get(String(index.value))?.value;
  if (value.is !== 'list' || index.is !== 'plain' || typeof index.value !== 'number' || value.open !== undefined) return undefined;
  return value.items.at(index.value);
}

function part(value: Value, slice: Node, at: Span, run: Run): Value {
  const colon = slice.kids.findIndex(({ type }) => type === ':');
  const [first, last] = [slice.kids[colon - 1], slice.kids[colon + 1]].map((bound) => bound && run.evaluate(bound));
  const [from, to] = [boundOf(first, 0), boundOf(last, undefined)];
  if (slice.kids.length > 3 || from === null || to === null) return unknown(run.sourceOf(at), at, sourcesOf([value]));
  if (value.is === 'list') return { ...value, items: value.items.slice(from, to), at };
  if (value.is !== 'text' || value.unknown !== undefined) return unknown(run.sourceOf(at), at, sourcesOf([value]));
  const length = value.value.length;
  const absolute = (bound: number): number => Math.min(length, Math.max(0, bound < 0 ? length + bound : bound));
  return sliced(value, absolute(from ?? 0), absolute(to ?? length));
}

function boundOf(value: Value | undefined, missing: number | undefined): number | undefined | null {
  if (value === undefined) return missing;
  return value.is === 'plain' && typeof value.value === 'number' ? value.value : null;
}
