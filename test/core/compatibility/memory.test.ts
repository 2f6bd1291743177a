import { expect, test } from 'vitest';
import { openMemory, type Memory } from '../../../src/core/compatibility/schema/memory.ts';
import type { SchemaChange } from '../../../src/core/compatibility/schema/schema-change.ts';

const at = { line: 1, column: 1, offset: 0 };
const changed: SchemaChange = {
  aspect: 'types',
  kind: 'type-changed',
  path: [],
  effect: 'both',
  location: { file: 'a', start: at, end: at },
  words: '',
};

/** Schemas by what they hold; those of the set differ themselves. */
function ask(memory: Memory, holds: Readonly<Record<string, string>>, differ: ReadonlySet<string>, name: string): readonly SchemaChange[] {
  const known = memory.known(name);
  if (known) return known;
  const inner = (): readonly SchemaChange[] => [...(holds[name] ?? '')].flatMap((one) => ask(memory, holds, differ, one));
  return memory.within(name, () => [...(differ.has(name) ? [changed] : []), ...inner()]);
}

test('a schema that holds itself is answered', () => {
  expect(ask(openMemory(), { a: 'a' }, new Set(), 'a')).toEqual([]);
  expect(ask(openMemory(), { a: 'a' }, new Set('a'), 'a')).toHaveLength(1);
});

test('what was found unchanged on a wrong assumption is found again', () => {
  const memory = openMemory();
  const holds = { a: 'b', b: 'a' };
  expect(ask(memory, holds, new Set('a'), 'a').length).toBeGreaterThan(0);
  expect(ask(memory, holds, new Set('a'), 'b').length).toBeGreaterThan(0);
});

test.each(['abcdef', 'fedcba', 'cafdeb'])('whoever asks first (%s), each that reaches a difference has one', (order) => {
  const memory = openMemory();
  const holds = { a: 'bc', b: 'ca', c: 'bd', d: 'e', e: 'd', f: 'a' };
  const found = [...order].map((name) => [name, ask(memory, holds, new Set('c'), name).length > 0] as const);
  expect(
    found
      .filter(([, isChanged]) => isChanged)
      .map(([name]) => name)
      .sort(),
  ).toEqual(['a', 'b', 'c', 'f']);
});

test('what did not change is asked once', () => {
  const memory = openMemory();
  let asked = 0;
  const find = (): readonly SchemaChange[] => {
    asked++;
    return [];
  };
  const answers = [1, 2, 3].map(() => memory.known('a') ?? memory.within('a', find));
  expect([asked, answers]).toEqual([1, [[], [], []]]);
});
