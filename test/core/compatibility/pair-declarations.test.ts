import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pairDeclarations } from '../../../src/core/compatibility/pair-declarations.ts';

interface One {
  readonly name: string;
  readonly file: string;
}

const of = (...declared: string[]): One[] => declared.map((one) => ({ name: one.split('@')[0] ?? '', file: one.split('@')[1] ?? '' }));
const said = ({ name, file }: One): string => `${name}@${file}`;
const paired = (base: One[], head: One[]) => {
  const { pairs, removed, added } = pairDeclarations(base, head, ({ name }) => name, [({ file }) => file]);
  return { pairs: pairs.map(([one, other]) => `${said(one)} ${said(other)}`), removed: removed.map(said), added: added.map(said) };
};

test.each([
  [['A@x'], ['A@y'], { pairs: ['A@x A@y'], removed: [], added: [] }],
  [['A@x', 'B@x'], ['B@x', 'C@x'], { pairs: ['B@x B@x'], removed: ['A@x'], added: ['C@x'] }],
  [['A@x', 'A@y'], ['A@y'], { pairs: ['A@y A@y'], removed: ['A@x'], added: [] }],
  [['A@y'], ['A@x', 'A@y'], { pairs: ['A@y A@y'], removed: [], added: ['A@x'] }],
  [['A@x', 'A@y'], ['A@z', 'A@y'], { pairs: ['A@y A@y', 'A@x A@z'], removed: [], added: [] }],
  [['__proto__@x'], ['constructor@x'], { pairs: [], removed: ['__proto__@x'], added: ['constructor@x'] }],
])('%j and %j', (base, head, expected) => {
  expect(paired(of(...base), of(...head))).toEqual(expected);
});

const declarations = fc.array(
  fc.constantFrom('A@x', 'A@y', 'A@z', 'B@x', 'B@y', 'C@x').map((one) => of(one)[0]!),
  { maxLength: 8 },
);

test('every declaration has one place: in a pair, among the removed, or among the added', () => {
  fc.assert(
    fc.property(declarations, declarations, (base, head) => {
      const { pairs, removed, added } = pairDeclarations(base, head, ({ name }) => name, [({ file }) => file]);
      expect([...pairs.map(([one]) => one), ...removed].toSorted(byWords)).toEqual(base.toSorted(byWords));
      expect([...pairs.map(([, other]) => other), ...added].toSorted(byWords)).toEqual(head.toSorted(byWords));
      expect(pairs.every(([one, other]) => one.name === other.name)).toBe(true);
    }),
    { seed: 7, numRuns: 500 },
  );
});

const byWords = (one: One, other: One): number => said(one).localeCompare(said(other));
