import type { Span } from '../syntax/tree.ts';
import { asText, changed, joined, sliced, textAt } from '../texts.ts';
import type { Run } from '../run.ts';
import { addItems, argument, sourcesOf, unknown, type Arguments, type Dict, type List, type Text, type Value } from '../values.ts';
import { filled } from './operations.ts';

/** Methods of texts, lists and dictionaries. Undefined: none of them, or not to be told. */
export function builtinMethod(receiver: Value, name: string, given: Arguments, run: Run): Value | undefined {
  if (receiver.is === 'text') return textMethod(receiver, name, given, run);
  if (receiver.is === 'list') return LIST_METHODS.get(name)?.(receiver, given, run);
  if (receiver.is === 'dict') return DICT_METHODS.get(name)?.(receiver, given, run);
  return undefined;
}

function textMethod(text: Text, name: string, given: Arguments, run: Run): Value | undefined {
  const made = TEXT_METHODS.get(name)?.(text, given, run);
  if (made) return made;
  const letters = LETTERS[name]?.(text.value);
  return letters === undefined ? undefined : changed(text, letters);
}

type Method<Receiver> = (receiver: Receiver, given: Arguments, run: Run) => Value | undefined;

const TEXT_METHODS: ReadonlyMap<string, Method<Text>> = new Map<string, Method<Text>>([
  ['format', formatText],
  ['join', joinTexts],
  ['split', splitText],
  ['replace', replaceText],
  ['strip', (text, given) => stripped(text, { first: true, last: true }, given)],
  ['lstrip', (text, given) => stripped(text, { first: true, last: false }, given)],
  ['rstrip', (text, given) => stripped(text, { first: false, last: true }, given)],
  ['startswith', (text, given) => compared(text, given, (one, other) => one.startsWith(other))],
  ['endswith', (text, given) => compared(text, given, (one, other) => one.endsWith(other))],
]);

function replaceText(text: Text, { positional: [one, other] }: Arguments): Text | undefined {
  if (one?.is !== 'text' || other?.is !== 'text' || (one.unknown ?? other.unknown) !== undefined || one.value === '') return undefined;
  return changed(
    text,
    text.value.replaceAll(one.value, () => other.value),
  );
}

function compared(text: Text, { positional: [one], at }: Arguments, holds: (one: string, other: string) => boolean): Value | undefined {
  if (one?.is !== 'text' || (one.unknown ?? text.unknown) !== undefined) return undefined;
  return { is: 'plain', value: holds(text.value, one.value), at };
}

const LETTERS: Readonly<Record<string, (value: string) => string>> = {
  lower: (value) => value.toLowerCase(),
  upper: (value) => value.toUpperCase(),
  title: (value) => value.toLowerCase().replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase()),
  capitalize: (value) => value.slice(0, 1).toUpperCase() + value.slice(1).toLowerCase(),
  encode: (value) => value,
  decode: (value) => value,
  expandtabs: (value) => value,
};

function stripped(text: Text, ends: { readonly first: boolean; readonly last: boolean }, given: Arguments): Text | undefined {
  const [letters] = given.positional;
  if (letters && letters.is !== 'text') return undefined;
  const drop = (letter: string | undefined): boolean =>
    letter !== undefined && (letters ? letters.value.includes(letter) : /\s/.test(letter));
  let [from, to] = [0, text.value.length];
  if (ends.first) while (from < to && drop(text.value[from])) from++;
  if (ends.last) while (to > from && drop(text.value[to - 1])) to--;
  return sliced(text, from, to);
}

/** `'{}.{name}'.format(a, name=b)`. */
function formatText(pattern: Text, given: Arguments): Text {
  const parts: Text[] = [];
  let from = 0;
  let next = 0;
  for (const found of pattern.value.matchAll(/\{\{|\}\}|\{(\w*)[^{}]*\}/g)) {
    parts.push(sliced(pattern, from, found.index));
    from = found.index + found[0].length;
    const name = found[1];
    if (name === undefined) parts.push(textAt(found[0].slice(1), pattern.at));
    else if (/^\d*$/.test(name)) parts.push(filled(given.positional[name === '' ? next++ : Number(name)], found[0], pattern.at));
    else parts.push(filled(given.keywords.get(name), found[0], pattern.at));
  }
  return { ...joined([...parts, sliced(pattern, from, pattern.value.length)], given.at), at: pattern.at };
}

function joinTexts(separator: Text, given: Arguments, run: Run): Value {
  const [list] = given.positional;
  if (list?.is !== 'list' || list.open !== undefined) return unknown(run.sourceOf(given.at), given.at, sourcesOf([list]));
  const parts = list.items.flatMap((item, index) => [...(index > 0 ? [separator] : []), asText(item, run.sourceOf(item.at))]);
  return joined(parts, given.at);
}

function splitText(text: Text, given: Arguments): Value | undefined {
  const [separator, limit] = given.positional;
  if (text.unknown !== undefined || limit !== undefined || (separator !== undefined && separator.is !== 'text')) return undefined;
  const mark = separator?.value ?? /\s+/;
  const items: Value[] = [];
  let from = 0;
  for (const part of text.value.split(mark)) {
    const start = text.value.indexOf(part, from);
    if (part !== '' || separator) items.push(sliced(text, start, start + part.length));
    from = start + part.length;
  }
  return { is: 'list', items, at: given.at };
}

const nothing = (at: Span): Value => ({ is: 'plain', value: null, at });

const LIST_METHODS: ReadonlyMap<string, Method<List>> = new Map<string, Method<List>>([
  ['append', append],
  ['add', append],
  ['insert', (list, { positional, at }) => append(list, { positional: positional.slice(1), keywords: new Map(), at })],
  ['extend', extend],
  ['update', extend],
  ['copy', (list, { at }) => ({ ...list, items: [...list.items], at })],
  ['pop', (list, { positional }) => (positional.length === 0 ? list.items.pop() : undefined)],
  ['reverse', (list, { at }) => (list.items.reverse(), nothing(at))],
  ['sort', (_, { at }) => nothing(at)],
]);

function append(list: List, { positional: [item], at }: Arguments): Value {
  if (item && addItems(list.items, [item]) !== undefined) list.open ??= 'more';
  return nothing(at);
}

function extend(list: List, { positional: [more], at }: Arguments, run: Run): Value {
  const cut = more?.is === 'list' ? (addItems(list.items, more.items) ?? more.open) : more && run.sourceOf(more.at);
  if (cut !== undefined) list.open ??= cut;
  return nothing(at);
}

const pair = (key: Text, value: Value): Value => ({ is: 'list', items: [key, value], at: key.at });

function listed(dict: Dict, at: Span, each: (entry: { readonly key: Text; readonly value: Value }) => Value): Value {
  const items = [...dict.entries.values()].map(each);
  return { is: 'list', items, at, ...(dict.open === undefined ? {} : { open: dict.open }) };
}

const DICT_METHODS: ReadonlyMap<string, Method<Dict>> = new Map<string, Method<Dict>>([
  ['items', (dict, { at }) => listed(dict, at, ({ key, value }) => pair(key, value))],
  ['keys', (dict, { at }) => listed(dict, at, ({ key }) => key)],
  ['values', (dict, { at }) => listed(dict, at, ({ value }) => value)],
  ['get', getEntry],
  ['pop', getEntry],
  ['setdefault', getEntry],
  ['copy', (dict, { at }) => ({ ...dict, entries: new Map(dict.entries), at })],
  ['update', updateDict],
]);

function getEntry(dict: Dict, given: Arguments): Value | undefined {
  const key = argument(given, 'key', 0);
  if (key?.is !== 'text' || key.unknown !== undefined) return undefined;
  const found = dict.entries.get(key.value)?.value;
  if (found || dict.open !== undefined) return found;
  return argument(given, 'default', 1) ?? nothing(given.at);
}

function updateDict(dict: Dict, { positional: [more], keywords, at }: Arguments, run: Run): Value {
  if (more?.is === 'dict') for (const [key, entry] of more.entries) dict.entries.set(key, entry);
  const open = more === undefined ? undefined : more.is === 'dict' ? more.open : run.sourceOf(more.at);
  if (open !== undefined) dict.open = open;
  for (const [key, value] of keywords) dict.entries.set(key, { key: textAt(key, value.at), value });
  return nothing(at);
}
