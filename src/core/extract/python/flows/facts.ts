import type { Fact, Facts } from '../../../../model/asset.ts';
import type { Json } from '../../../../model/json.ts';
import type { Location } from '../../../../model/source.ts';
import type { Run } from '../run.ts';
import type { Span } from '../syntax/tree.ts';
import { hasHole, placeOf } from '../texts.ts';
import { symbolName, type Dict, type List, type Value } from '../values.ts';
import { brief, sourceText } from './record.ts';

/** Where a value stands: a text's letters, anything else whole. */
export const locationOf = (value: Value, run: Run): Location => {
  const { start, end } = value.is === 'text' ? placeOf(value) : value.at;
  return run.lines.location(start, end);
};

export const spanLocation = ({ start, end }: Span, run: Run): Location => run.lines.location(start, end);

/** Places of a list's entries, as facts have them. */
export const byIndex = (locations: readonly Location[]): Readonly<Record<string, Location>> =>
  Object.fromEntries(locations.map((location, index) => [String(index), location]));

/** A value as a fact: what can be told of it, and the expression where something cannot. */
export function factOf(value: Value, run: Run): Fact {
  const { json, unknown } = toJson(value, run);
  return {
    ...(json === undefined ? {} : { value: json }),
    ...(unknown === undefined ? {} : { unknown }),
    location: locationOf(value, run),
    ...partsOf(value, run),
  };
}

/** A fact where there is a value; `None` declares nothing. */
export function factIn(name: string, value: Value | undefined, run: Run): Facts {
  return value === undefined || (value.is === 'plain' && value.value === null) ? {} : { [name]: factOf(value, run) };
}

function partsOf(value: Value, run: Run): { readonly parts?: Readonly<Record<string, Location>> } {
  if (value.is === 'list' && value.items.length > 0) return { parts: byIndex(value.items.map((item) => locationOf(item, run))) };
  if (value.is !== 'dict' || value.entries.size === 0) return {};
  return { parts: Object.fromEntries([...value.entries].map(([key, entry]) => [key, locationOf(entry.value, run)])) };
}

interface Told {
  readonly json?: Json;
  readonly unknown?: string;
}

/** Enough of any value that policies ask for. */
const MOST_LEVELS = 8;
const MOST_ENTRIES = 5000;

export function toJson(value: Value, run: Run, levels = MOST_LEVELS, left = { entries: MOST_ENTRIES }): Told {
  if (left.entries-- <= 0) return { unknown: 'more' };
  if (value.is === 'plain') return { json: value.value };
  if (value.is === 'text') return textToJson(value.value, value.unknown, sourceText(value, run));
  if (levels > 0 && value.is === 'list') return listToJson(value, (item) => toJson(item, run, levels - 1, left));
  if (levels > 0 && value.is === 'dict') return dictToJson(value, (item) => toJson(item, run, levels - 1, left));
  return { unknown: sourceText(value, run) };
}

/** What a template of the platform fills in when the code runs cannot be told either. */
function textToJson(text: string, hole: string | undefined, source: string): Told {
  if (hole !== undefined || hasHole(text)) return { unknown: brief(hole ?? source) };
  return /\{\{/.test(text) ? { unknown: brief(text) } : { json: text };
}

function listToJson({ items, open }: List, tell: (item: Value) => Told): Told {
  const told = items.slice(0, MOST_ENTRIES).map(tell);
  const json = told.flatMap((one) => (one.json === undefined ? [] : [one.json]));
  const unknown = told.find((one) => one.unknown !== undefined)?.unknown ?? open;
  return { ...(json.length > 0 || unknown === undefined ? { json } : {}), ...(unknown === undefined ? {} : { unknown: brief(unknown) }) };
}

function dictToJson(dict: Dict, tell: (item: Value) => Told): Told {
  const told = [...dict.entries].slice(0, MOST_ENTRIES).map(([key, entry]) => [key, tell(entry.value)] as const);
  const json = Object.fromEntries(told.flatMap(([key, one]) => (one.json === undefined ? [] : [[key, one.json]])));
  const unknown = told.find(([, one]) => one.unknown !== undefined)?.[1].unknown ?? dict.open;
  return { json, ...(unknown === undefined ? {} : { unknown: brief(unknown) }) };
}

/** Tags as every format has them: by name. `domain:sales` and `domain=sales` are a name and a value. */
export function tagsIn(value: Value | undefined, run: Run): Facts {
  if (value === undefined || (value.is === 'plain' && value.value === null)) return {};
  if (value.is === 'dict') return { tags: factOf(value, run) };
  const items = value.is === 'list' ? value.items : [value];
  const told: [string, Json, Location][] = [];
  let unknown = value.is === 'list' ? value.open : undefined;
  for (const item of items) {
    const { json } = toJson(item, run);
    if (typeof json !== 'string') unknown = sourceText(item, run);
    else told.push([...nameAndValue(json), locationOf(item, run)]);
  }
  return {
    tags: {
      ...(told.length > 0 ? { value: Object.fromEntries(told.map(([name, one]) => [name, one])) } : {}),
      ...(unknown === undefined ? {} : { unknown: brief(unknown) }),
      location: locationOf(value, run),
      parts: Object.fromEntries(told.map(([name, , location]) => [name, location])),
    },
  };
}

function nameAndValue(tag: string): [string, Json] {
  const [, name, value] = /^([\w.-]+)\s*[:=]\s*([^:=/].*)$/.exec(tag) ?? [];
  return name === undefined || value === undefined ? [tag, true] : [name, value];
}

/** `datetime.timedelta(days=1)` and the like by the name of what is called. */
export const calledName = (callee: Value): string =>
  callee.is === 'symbol' ? symbolName(callee) : callee.is === 'class' ? callee.name : '';
