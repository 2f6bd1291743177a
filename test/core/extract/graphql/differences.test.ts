import { describe, expect, test } from 'vitest';
import { compare } from './graphql.ts';

/** `!` breaks clients, `~` is dangerous to them, `-` neither. */
const said = (base: string, head: string) =>
  compare(base, head).map(({ breaks, message, kind, asset, path }) => [
    breaks.includes('clients') ? '!' : message.includes('dangerous') ? '~' : '-',
    kind,
    asset.replace('graphql:', ''),
    path,
  ]);

describe('types', () => {
  test.each([
    ['one that is gone', 'type A { a: Int } type B { b: Int }', 'type A { a: Int }', ['!', 'removed', 'B', undefined]],
    ['one that is new', 'type A { a: Int }', 'type A { a: Int } type B { b: Int }', ['-', 'added', 'B', undefined]],
    ['of another kind', 'type A { a: Int }', 'input A { a: Int }', ['!', 'type-changed', 'A', undefined]],
    ['a field that is gone', 'type A { a: Int b: Int }', 'type A { a: Int }', ['!', 'removed', 'A', 'b']],
    ['a field that is new', 'type A { a: Int }', 'type A { a: Int b: Int! }', ['-', 'added', 'A', 'b']],
    ['a field that may be null', 'type A { a: Int! }', 'type A { a: Int }', ['!', 'type-widened', 'A', 'a']],
    ['a field that is never null', 'type A { a: [Int] }', 'type A { a: [Int!]! }', ['-', 'type-narrowed', 'A', 'a']],
    ['a field of another type', 'type A { a: Int }', 'type A { a: [Int] }', ['!', 'type-changed', 'A', 'a']],
    ['a field through an extension', 'type A { a: Int } extend type A { b: Int }', 'type A { b: Int a: Int }', undefined],
    ['a value that is gone', 'enum A { X Y }', 'enum A { X }', ['!', 'value-removed', 'A', 'Y']],
    ['a value that is new', 'enum A { X }', 'enum A { X Y }', ['~', 'value-added', 'A', 'Y']],
    ['a member that is gone', 'union A = B | C', 'union A = B', ['!', 'type-narrowed', 'A', undefined]],
    ['a member that is new', 'union A = B', 'union A = C | B', ['~', 'type-widened', 'A', undefined]],
    ['an interface that is gone', 'type A implements B { a: Int }', 'type A { a: Int }', ['!', 'type-narrowed', 'A', undefined]],
    ['words about it', '"x" type A { "y" a: Int }', 'type A { a: Int }', undefined],
  ])('%s', (_, base, head, expected) => {
    expect(said(base, head)).toEqual(expected ? [expected] : []);
  });
});

describe('what clients send', () => {
  test.each([
    ['a field that is needed', 'input A { a: Int }', 'input A { a: Int b: Int! }', ['!', 'added', 'A', 'b']],
    ['a field with a default', 'input A { a: Int }', 'input A { a: Int b: Int! = 1 }', ['~', 'added', 'A', 'b']],
    ['a field that is gone', 'input A { a: Int b: Int }', 'input A { a: Int }', ['!', 'removed', 'A', 'b']],
    ['a field that is needed now', 'input A { a: Int }', 'input A { a: Int! }', ['!', 'newly-required', 'A', 'a']],
    ['a field that may be null', 'input A { a: [Int!]! }', 'input A { a: [Int]! }', ['-', 'type-widened', 'A', 'a']],
    ['another default', 'input A { a: F = {x: 1, y: 2} }', 'input A { a: F = {y: 2, x: 3} }', ['~', 'default-changed', 'A', 'a']],
    ['the same default', 'input A { a: F = {x: 1, y: 2} }', 'input A { a: F = {y: 2, x: 1} }', undefined],
    ['an argument that is needed', 'type A { a: Int }', 'type A { a(b: Int!): Int }', ['!', 'added', 'A', 'a.b']],
    ['an argument that is gone', 'type A { a(b: Int): Int }', 'type A { a: Int }', ['!', 'removed', 'A', 'a.b']],
    ['an argument of an endpoint', 'type Query { a: Int }', 'type Query { a(b: Int): Int }', ['~', 'added', 'Query.a', 'b']],
  ])('%s', (_, base, head, expected) => {
    expect(said(base, head)).toEqual(expected ? [expected] : []);
  });
});

describe('directives and the schema itself', () => {
  const A = 'type A { a: Int }';
  test.each([
    ['a directive that is gone', `directive @x on FIELD ${A}`, A, ['!', 'removed', 'schema', '@x']],
    ['a place that is gone', `directive @x on FIELD | ENUM ${A}`, `directive @x on ENUM ${A}`, ['!', 'value-removed', 'schema', '@x']],
    ['an argument that is needed', `directive @x on FIELD ${A}`, `directive @x(a: Int!) on FIELD ${A}`, ['!', 'added', 'schema', '@x.a']],
    ['no repeating', `directive @x repeatable on FIELD ${A}`, `directive @x on FIELD ${A}`, ['~', 'option-changed', 'schema', '@x']],
    ['a mark', A, 'type A { a: Int @x }', ['~', 'option-changed', 'A', 'a.@x']],
    ['a mark with other values', 'type A @x(a: 1) { a: Int }', 'type A @x(a: 2) { a: Int }', ['~', 'option-changed', 'A', '@x']],
    ['deprecation', A, 'type A { a: Int @deprecated }', ['-', 'deprecated', 'A', 'a.@deprecated']],
    ['only one of several', 'input A { a: Int }', 'input A @oneOf { a: Int }', ['!', 'option-changed', 'A', '@oneOf']],
    ['a new root type', A, `schema { query: A } ${A}`, ['-', 'added', 'schema', 'query']],
  ])('%s', (_, base, head, expected) => {
    expect(said(base, head)[0]).toEqual(expected);
  });

  test('another root type is another API', () => {
    expect(said('type Query { a: Int }', 'schema { query: Root } type Root { a: Int }')).toEqual([
      ['!', 'type-changed', 'schema', 'query'],
      ['!', 'removed', 'schema', 'Query'],
      ['!', 'removed', 'Query.a', undefined],
      ['-', 'added', 'schema', 'Root'],
      ['-', 'added', 'Root.a', undefined],
    ]);
  });
});

test('a difference stands at its place in the head, and says whom it breaks', () => {
  const head = 'type A {\n  a: String\n}';
  const [difference] = compare('type A { a: String! }', head, 'svc');
  expect(difference).toMatchObject({ asset: 'graphql:svc:A', path: 'a', before: 'String!', after: 'String' });
  expect(difference?.message).toBe('A.a may now be null: clients of the old description fail');
  expect(head.slice(difference?.location.start.offset, difference?.location.end.offset)).toBe('String');
});

test('a schema that is gone is gone with all it has', () => {
  expect(said('type Query { a: A } type A { a: Int }', '').map(([mark, , asset]) => `${mark}${asset}`)).toEqual([
    '!schema',
    '!schema',
    '!Query.a',
    '!A',
  ]);
});
