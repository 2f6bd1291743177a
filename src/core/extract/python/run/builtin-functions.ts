import type { Span } from '../syntax/tree.ts';
import { asText, joined, sliced, textAt } from '../texts.ts';
import type { Run } from '../run.ts';
import { sourcesOf, unknown, type Arguments, type List, type Symbol, type Text, type Thing, type Value } from '../values.ts';

/** Rows that a loop is followed through one by one; a longer one is followed once, with what it goes through unknown. */
const MOST_TURNS = 500;

/** Functions of the language and its library that only make values of values. */
export function builtinFunction({ path }: Symbol, given: Arguments, run: Run): Value | undefined {
  return FUNCTIONS.get(path)?.(given, run);
}

type Builtin = (given: Arguments, run: Run) => Value | undefined;

const same: Builtin = ({ positional: [value] }) => value;

const FUNCTIONS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ['str', ({ positional: [value], at }, run) => (value ? asText(value, run.sourceOf(value.at)) : textAt('', at))],
  ['list', listOf],
  ['tuple', listOf],
  ['set', listOf],
  ['sorted', listOf],
  ['reversed', ({ positional: [value] }) => (value?.is === 'list' ? { ...value, items: value.items.toReversed() } : undefined)],
  ['dict', dictOf],
  ['OrderedDict', dictOf],
  ['collections.OrderedDict', dictOf],
  [
    'len',
    ({ positional: [value], at }) =>
      value?.is === 'list' && value.open === undefined ? { is: 'plain', value: value.items.length, at } : undefined,
  ],
  ['range', rangeOf],
  ['enumerate', enumerated],
  ['zip', zipped],
  ['int', ({ positional: [value] }) => (value?.is === 'plain' ? value : undefined)],
  ['textwrap.dedent', same],
  ['dedent', same],
  ['inspect.cleandoc', same],
  ['sqlalchemy.text', same],
  ['sqlalchemy.sql.text', same],
  ['typing.cast', ({ positional: [, value] }) => value],
  ['os.path.join', pathOf],
  ['posixpath.join', pathOf],
  ['pathlib.Path', pathOf],
  ['pathlib.PurePath', pathOf],
  ['os.path.basename', baseName],
  ['os.path.splitext', splitExtension],
  ['copy.deepcopy', same],
  ['copy.copy', same],
  ['functools.partial', partialOf],
]);

/** A call of which some is given already. */
export interface PartialThing extends Thing {
  readonly kind: 'partial';
  readonly callee: Value;
  readonly given: Arguments;
}

export const isPartial = (value: Value): value is PartialThing => value.is === 'thing' && value.kind === 'partial';

function partialOf({ positional: [callee, ...positional], keywords, at }: Arguments): PartialThing | undefined {
  return callee && { is: 'thing', kind: 'partial', callee, given: { positional, keywords, at }, at };
}

/** `functools.partial(f, a)(b)` is `f(a, b)`. */
export function completed({ given }: PartialThing, called: Arguments): Arguments {
  return { ...called, positional: [...given.positional, ...called.positional], keywords: new Map([...given.keywords, ...called.keywords]) };
}

function listOf({ positional: [value], at }: Arguments): Value | undefined {
  if (value === undefined) return { is: 'list', items: [], at };
  if (value.is === 'list') return { ...value, items: [...value.items], at };
  return value.is === 'dict' ? { is: 'list', items: [...value.entries.values()].map(({ key }) => key), at } : undefined;
}

function dictOf({ positional: [value], keywords, at }: Arguments): Value | undefined {
  if (value !== undefined && value.is !== 'dict') return undefined;
  const entries = new Map(value?.entries);
  for (const [key, one] of keywords) entries.set(key, { key: textAt(key, one.at), value: one });
  return { is: 'dict', entries, at, ...(value?.open === undefined ? {} : { open: value.open }) };
}

function rangeOf({ positional, at }: Arguments): Value | undefined {
  const numbers = positional.map((value) => (value.is === 'plain' ? Number(value.value) : Number.NaN));
  const [from, to, step] = [numbers.length > 1 ? (numbers[0] ?? 0) : 0, numbers.length > 1 ? numbers[1] : numbers[0], numbers[2] ?? 1];
  if (to === undefined || numbers.some((number) => !Number.isInteger(number)) || step === 0) return undefined;
  const count = Math.ceil((to - from) / step);
  if (count > MOST_TURNS) return undefined;
  return {
    is: 'list',
    items: Array.from({ length: Math.max(0, count) }, (_, at_): Value => ({ is: 'plain', value: from + at_ * step, at })),
    at,
  };
}

function enumerated({ positional: [value, first], keywords, at }: Arguments): Value | undefined {
  const start = first ?? keywords.get('start');
  if (value?.is !== 'list' || (start && start.is !== 'plain')) return undefined;
  const from = start?.is === 'plain' ? Number(start.value) : 0;
  const items = value.items.map((item, index): Value => ({
    is: 'list',
    items: [{ is: 'plain', value: from + index, at }, item],
    at: item.at,
  }));
  return { ...value, items, at };
}

function zipped({ positional, at }: Arguments): Value | undefined {
  const lists = positional.filter((value): value is List => value.is === 'list' && value.open === undefined);
  if (lists.length !== positional.length || lists.length === 0) return undefined;
  const length = Math.min(...lists.map(({ items }) => items.length));
  const items = Array.from({ length }, (_, index): Value => ({ is: 'list', items: lists.flatMap((list) => list.items[index] ?? []), at }));
  return { is: 'list', items, at };
}

/** Later absolute paths replace what stands before them. Source: Python, os.path.join. */
function pathOf({ positional, at }: Arguments, run: Run): Value | undefined {
  if (positional.length === 0) return undefined;
  let parts: Text[] = [];
  for (const value of positional) {
    const text = asText(value, run.sourceOf(value.at));
    if (text.value.startsWith('/')) parts = [];
    const before = parts.at(-1);
    if (before && before.value !== '' && !before.value.endsWith('/')) parts.push(textAt('/', at));
    parts.push(text);
  }
  return joined(parts, at);
}

function baseName({ positional: [value] }: Arguments): Value | undefined {
  if (value?.is !== 'text' || value.unknown !== undefined) return undefined;
  return sliced(value, value.value.lastIndexOf('/') + 1, value.value.length);
}

function splitExtension({ positional: [value], at }: Arguments): Value | undefined {
  if (value?.is !== 'text' || value.unknown !== undefined) return undefined;
  const dot = value.value.lastIndexOf('.');
  const end = dot > value.value.lastIndexOf('/') ? dot : value.value.length;
  return { is: 'list', items: [sliced(value, 0, end), sliced(value, end, value.value.length)], at };
}

/** What a loop goes through. `open`: only one turn stands for all, or for those that are not told. */
export function turnsOf(value: Value, at: Span, run: Run): { readonly items: readonly Value[]; readonly open: boolean } {
  const one = (): Value => unknown(run.sourceOf(at), at, sourcesOf([value]));
  const items = value.is === 'list' ? value.items : value.is === 'dict' ? [...value.entries.values()].map(({ key }) => key) : undefined;
  if (!items || items.length > MOST_TURNS) return { items: [one()], open: true };
  const open = (value.is === 'list' || value.is === 'dict') && value.open !== undefined;
  return { items: open ? [...items, one()] : [...items], open };
}
