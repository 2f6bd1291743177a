import { describe, expect, test } from 'vitest';
import { graphql } from '../../../../src/core/extract/graphql/index.ts';
import { treeOf } from '../../../../src/adapters/git/tree-paths.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/settings/default-settings.ts';
import { assemble, assetNamed, readFile, valuesOf } from './graphql.ts';

const CRM = `"""
A person who asked for something
"""
type Contact implements Node @classification(level: "restricted") {
  id: ID!
  "Where to write to"
  email: String @pii(kind: "email") @constraint(format: "email", maxLength: 80)
  home: [Address!]! @deprecated(reason: "Use addresses")
}

interface Node { id: ID! }
type Address { street: String @tag(name: "pii") @external }
input ContactInput { email: String! name: String! = "none" tags: [String!] }
enum State { OPEN CLOSED @deprecated }
union Found = Contact | Address
scalar Email @specifiedBy(url: "https://acme.example")
directive @pii(kind: String) on FIELD_DEFINITION

type Query @auth {
  contact(id: ID!): Contact
  open: [Found] @public
}
extend type Query { later(input: ContactInput): State }
`;

describe('what a schema declares', () => {
  test('types, enums and the rest are assets, and so is each field of a root type', () => {
    expect(assemble(CRM).assets.map(({ id, kind, name }) => [id, kind, name])).toEqual([
      ['graphql:schema', 'service', 'schema'],
      ['graphql:Query.contact', 'endpoint', 'Query.contact'],
      ['graphql:Query.open', 'endpoint', 'Query.open'],
      ['graphql:Query.later', 'endpoint', 'Query.later'],
      ['graphql:Contact', 'message', 'Contact'],
      ['graphql:Node', 'message', 'Node'],
      ['graphql:Address', 'message', 'Address'],
      ['graphql:ContactInput', 'message', 'ContactInput'],
      ['graphql:State', 'enum', 'State'],
      ['graphql:Found', 'message', 'Found'],
      ['graphql:Email', 'schema', 'Email'],
    ]);
  });

  test('fields stand at their names, with what directives say of them', () => {
    const contact = assetNamed('Contact', CRM);
    expect(valuesOf(contact)).toEqual({
      description: 'A person who asked for something',
      classification: 'restricted',
      implements: ['Node'],
    });
    expect(contact.fields.map(({ location }) => CRM.slice(location.start.offset, location.end.offset))).toEqual(['id', 'email', 'home']);
    expect(contact.fields.map((field) => [field.type, valuesOf(field)])).toEqual([
      ['ID', { nullable: false }],
      [
        'String',
        {
          nullable: true,
          description: 'Where to write to',
          tags: { pii: 'email', 'constraint.format': 'email', 'constraint.maxLength': 80 },
        },
      ],
      ['[Address!]', { nullable: false, deprecated: 'Use addresses' }],
    ]);
    expect(valuesOf(assetNamed('Address', CRM).fields[0]!)).toEqual({ nullable: true, tags: { pii: true } });
  });

  test('an input needs what is never null and has no default', () => {
    expect(assetNamed('ContactInput', CRM).fields.map((field) => [field.name, valuesOf(field)])).toEqual([
      ['email', { nullable: false, required: true }],
      ['name', { nullable: false, default: '"none"' }],
      ['tags', { nullable: true }],
    ]);
  });

  test('an endpoint has its arguments, what it returns, and who is let in', () => {
    const contact = assetNamed('Query.contact', CRM);
    expect(contact.fields.map(({ name }) => name)).toEqual(['id']);
    expect(valuesOf(contact)).toEqual({ returns: 'Contact', public_access: false, authentication: ['auth'] });
    expect(valuesOf(assetNamed('Query.open', CRM))).toMatchObject({ public_access: true });
  });

  test('what is returned comes from its type, an input goes to its own', () => {
    const edges = assemble(CRM).edges?.map(({ from, to, location }) => [
      from.asset,
      to.asset,
      CRM.slice(location.start.offset, location.end.offset),
    ]);
    expect(edges).toEqual([
      ['graphql:Contact', 'graphql:Query.contact', 'Contact'],
      ['graphql:Found', 'graphql:Query.open', '[Found]'],
      ['graphql:State', 'graphql:Query.later', 'State'],
      ['graphql:Query.later', 'graphql:ContactInput', 'ContactInput'],
    ]);
  });

  test('files of a unit are one schema, named for its folder', () => {
    const files = {
      'svc/graphql/b.graphql': 'extend type Contact @owner(team: "crm") { phone: String }\nextend type Gone { id: ID }',
      'svc/graphql/a.graphql': 'schema { query: Root }\ntype Root { a: Int }\ntype Contact { email: String }',
    };
    const { assets } = assemble(files, 'svc/graphql');
    expect(assets.map(({ id, partial }) => [id, partial ?? false])).toEqual([
      ['graphql:svc/graphql:schema', false],
      ['graphql:svc/graphql:Root.a', false],
      ['graphql:svc/graphql:Contact', false],
      ['graphql:svc/graphql:Gone', true],
    ]);
    const contact = assets[2]!;
    expect([contact.file, contact.fields.map(({ name, location }) => [name, location.file]), valuesOf(contact)]).toEqual([
      'svc/graphql/a.graphql',
      [
        ['email', 'svc/graphql/a.graphql'],
        ['phone', 'svc/graphql/b.graphql'],
      ],
      { owner: 'crm' },
    ]);
  });
});

describe('what is read', () => {
  test.each(['query Q { contact { id } }', 'fragment F on Contact { id }', '', '# type\n', '{ type }'])('%j is no schema', (text) => {
    expect(readFile(text)).toEqual({ part: null, problems: [] });
  });

  test('a definition with an error is told at its place, and the others are read', () => {
    const text =
      'type A { a: Int }\n"about B"\ntype B { b }\n"""\nabout C\n"""\ntype C @x(a: "type D {") { c: Int }\nenum E {\ntype F { f: Int }\n';
    const { part, problems } = readFile(text);
    expect(part?.definitions.map(({ name, span: [start, end] }) => [name, text.slice(start, end)])).toEqual([
      ['A', 'A'],
      ['C', 'C'],
      ['F', 'F'],
    ]);
    expect(problems.map(({ code, undecided, location }) => [code, undecided, location.start.line, location.start.column])).toEqual([
      ['graphql-unreadable', true, 3, 12],
      ['graphql-unreadable', true, 9, 1],
    ]);
  });

  test('names that are keywords do not end a definition', () => {
    const text =
      'type type { input: type enum: Int }\nextend type type { scalar: Int }\ndirective @type on OBJECT\nunion input = type | enum\ntype broken {';
    const { part } = readFile(text);
    expect(part?.definitions.map(({ kind, name }) => [kind, name])).toEqual([
      ['object', 'type'],
      ['object', 'type'],
      ['directive', 'type'],
      ['union', 'input'],
    ]);
  });

  test.each([
    [`type A { a: ${'['.repeat(100_000)}B`, 'graphql-too-deep'],
    ['type A { """', 'graphql-unreadable'],
    [`type A { a: String = "${'x'.repeat(1000)}`, 'graphql-unreadable'],
    [Array.from({ length: 500 }, (_, i) => `type A${i} { a }`).join('\n'), 'graphql-unreadable'],
  ])('what cannot be is told: %.30s', (text, code) => {
    const { problems } = readFile(text);
    expect(problems[0]).toMatchObject({ code, undecided: true });
    expect(problems.length).toBeLessThanOrEqual(10);
  });

  test('wherever a text breaks off, it is answered, with places inside of it', () => {
    for (let end = 0; end < CRM.length; end += 3) {
      const { part, problems } = readFile(CRM.slice(0, end));
      const spans = [...(part?.definitions ?? []).map(({ extent }) => extent[1]), ...problems.map(({ location }) => location.end.offset)];
      expect(spans.filter((one) => one > end)).toEqual([]);
    }
  });

  test('names of the language are names', () => {
    const text =
      'type __proto__ @__proto__ { constructor: __proto__ toString: String @constructor }\nenum constructor { __proto__ }\nschema { query: __proto__ }';
    expect(assemble(text).assets.map(({ name }) => name)).toEqual(['schema', '__proto__.constructor', '__proto__.toString', 'constructor']);
  });
});

test.each([
  ['svc/a/package.json', 'svc/a/schema/b.graphql', 'svc/a'],
  ['package.json', 'api/graphql/types/b.graphqls', 'api/graphql'],
  ['package.json', 'api/b.gql', 'api'],
  ['package.json', 'b.graphql', ''],
])('with %s, %s belongs to %j', (project, path, unit) => {
  expect(graphql.claim(path, treeOf([project, path]), DEFAULT_SETTINGS)?.unit).toBe(unit);
});
