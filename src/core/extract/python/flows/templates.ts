import type { Run } from '../run.ts';
import { asText, joined, textAt } from '../texts.ts';
import type { Text, Value } from '../values.ts';

/**
 * Names made of arguments: `gs://{bucket}/{source_objects}`. `{a|b}` is the first of several that is given; `{a.b}` an entry of a
 * dictionary; `{a?}` with the sign behind it is left out where it is not given. A list gives one name for each of its items. Nothing,
 * where an argument that it needs is not given.
 */
export function namesBy(template: string, settings: ReadonlyMap<string, Value>, run: Run): readonly Text[] {
  let made: readonly (readonly Text[])[] = [[]];
  for (const [, literal = '', names = '', optional, sign = ''] of template.matchAll(/([^{}]*)(?:\{([\w.|]+)(\?)?\}(\.?))?/g)) {
    if (literal === '' && names === '') continue;
    const values = names === '' ? [] : valuesOf(names, settings, run);
    if (names !== '' && values.length === 0 && optional === undefined) return [];
    made = made.flatMap((parts) => extended(parts, literal, values, sign));
    if (made.length > MOST_NAMES) return [];
  }
  return made.map((parts) => joined(parts, parts.find(({ value }) => value !== '')?.at ?? { start: 0, end: 0 }));
}

const MOST_NAMES = 2000;
const NOWHERE = { start: 0, end: 0 };

function extended(parts: readonly Text[], literal: string, values: readonly Text[], sign: string): readonly (readonly Text[])[] {
  const before = literal === '' ? parts : [...parts, textAt(literal, NOWHERE)];
  if (values.length === 0) return [before];
  return values.map((value) => [...before, value, ...(sign === '' ? [] : [textAt(sign, NOWHERE)])]);
}

function valuesOf(names: string, settings: ReadonlyMap<string, Value>, run: Run): readonly Text[] {
  for (const name of names.split('|')) {
    const value = entryAt(name, settings);
    if (value === undefined || (value.is === 'plain' && value.value === null)) continue;
    const items = value.is === 'list' ? value.items : [value];
    return items.map((item) => asText(item, run.sourceOf(item.at)));
  }
  return [];
}

export function entryAt(name: string, settings: ReadonlyMap<string, Value>): Value | undefined {
  const [first = '', ...rest] = name.split('.');
  let value = settings.get(first);
  for (const key of rest) {
    if (value?.is === 'list') value = value.items[0];
    value = value?.is === 'dict' ? value.entries.get(key)?.value : undefined;
  }
  return value;
}
