import { describe, expect, test } from 'vitest';
import { assetsOf, differencesOf, readText, sliced, told } from './unit-of-schemas.ts';

const TEXT = `/** Things of the CRM. */
@namespace("org.acme.crm")
protocol Crm {
  import idl "other.avdl";
  @aliases(["org.acme.Kind"])
  enum Kind { FOO, BAR, // odd
    BAZ } = FOO;
  fixed MD5(16);
  /** A contact.
   * Of ours. */
  @classification("restricted") record Contact {
    @pii("email") string email;
    Kind kind = "FOO";
    union { null, MD5 } @aliases(["h"]) hash = null;
    array<map<long>> m;
    string? name = null, \`error\` = "x";
    decimal(9, 2) amount; date day; @logicalType("timestamp-micros") long ts;
  }
  error Oops { string message; }
  Contact get(string id) throws Oops;
  void ping() oneway;
}
`;

describe('Avro IDL says what JSON says', () => {
  const assets = assetsOf({ 'a.avdl': TEXT });
  const contact = assets.find(({ name }) => name === 'org.acme.crm.Contact');

  test('named types with their properties and documentation', () => {
    expect(readText(TEXT, 'a.avdl').problems).toEqual([]);
    expect(assets.map(({ id, location }) => [id, sliced(TEXT, location)])).toEqual([
      ['avro:org.acme.crm.Kind', 'Kind'],
      ['avro:org.acme.crm.MD5', 'MD5'],
      ['avro:org.acme.crm.Contact', 'Contact'],
      ['avro:org.acme.crm.Oops', 'Oops'],
    ]);
    expect([contact?.facts['description']?.value, contact?.facts['classification']?.value]).toEqual(['A contact. Of ours.', 'restricted']);
    expect(assets[0]?.facts['symbols']?.value).toEqual(['FOO', 'BAR', 'BAZ']);
  });

  test('fields with their types, defaults and tags', () => {
    expect(contact?.fields.map(({ name, type, facts }) => [name, type, facts['nullable']?.value, facts['default']?.value])).toEqual([
      ['email', 'string', false, undefined],
      ['kind', 'Kind', false, 'FOO'],
      ['hash', 'MD5', true, null],
      ['m', 'array<map<long>>', false, undefined],
      ['name', 'string', true, null],
      ['error', 'string', true, 'x'],
      ['amount', 'decimal(9, 2)', false, undefined],
      ['day', 'date', false, undefined],
      ['ts', 'timestamp_tz', false, undefined],
    ]);
    expect(contact?.fields[0]?.facts['tags']?.value).toEqual({ pii: 'email' });
    expect(sliced(TEXT, contact!.fields[5]!.location)).toBe('`error`');
    expect(sliced(TEXT, contact!.fields[0]!.facts['tags']!.parts!['pii']!)).toBe('pii');
  });

  test('documentation in any place, names in any script, figures in hexadecimal', () => {
    const text = `protocol Протоколы { enum /** a */ E /** b */ { /** c */ A, B /** d */ } /** e */ = /** f */ A /** g */;
      fixed /** h */ F(/** i */ 0x10 /** j */);
      /** one */ /** two */ record Структура { /** k */ string /** l */ 文字列 /** m */, other /** n */; /** o */ }
      R get(R r = {"a": {"b": 1}}) throws Oops; record S { @a.b.c(1) int a; } }`;
    expect(readText(text, 'a.avdl').problems).toEqual([]);
    const found = assetsOf({ 'a.avdl': text });
    expect(found.map(({ id, fields }) => [id, fields.map(({ name }) => name)])).toEqual([
      ['avro:E', []],
      ['avro:F', []],
      ['avro:Структура', ['文字列', 'other']],
      ['avro:S', ['a']],
    ]);
    expect(found[2]?.facts['description']?.value).toBe('two');
  });

  test('a schema file without a protocol, and a protocol in JSON', () => {
    const schema = 'namespace n; schema R; record R { int a; } record S { R r; }';
    expect(assetsOf({ 'a.avdl': schema }).map(({ id }) => id)).toEqual(['avro:n.R', 'avro:n.S']);
    const protocol =
      '{"protocol": "P", "namespace": "n", "types": [{"type": "record", "name": "R", "fields": [{"name": "a", "type": "int"}]}], "messages": {}}';
    expect(assetsOf({ 'a.avpr': protocol }).map(({ id }) => id)).toEqual(['avro:n.R']);
  });

  test('both forms compare', () => {
    const idl = (fields: string) => `@namespace("n") protocol P { record R { ${fields} } }`;
    expect(told(differencesOf({ 'a.avdl': idl('int a;') }, { 'a.avdl': idl('long a; int b;') }))).toEqual([
      ['type-widened', 'a', ['forward']],
      ['newly-required', 'b', ['backward']],
    ]);
    const json = '{"type": "record", "name": "R", "namespace": "n", "fields": [{"name": "a", "type": "int"}]}';
    expect(told(differencesOf({ 'a.avsc': json }, { 'a.avdl': idl('int a;') }))).toEqual([]);
  });
});

describe('what cannot be read', () => {
  test.each([
    ['protocol P { record R { int = 1; int b; } record S { int a; } }', '=', ['R', 'S']],
    ['protocol P { record R { int a int b; } record S { int a; } }', 'int', ['R', 'S']],
    ['protocol P { enum E { A B } record S { int a; } }', 'B', ['E', 'S']],
    ['protocol P { 5 record S { int a; } }', '5', []],
    ['protocol P { record S { @pii string a; } }', 'string', ['S']],
    ['protocol P { record S { int a;', '', ['S']],
  ])('%s', (text, at, names) => {
    const { problems } = readText(text, 'a.avdl');
    expect(problems.map(({ code, undecided }) => [code, undecided])).toEqual([['avro-idl-unreadable', true]]);
    if (at !== '') expect(sliced(text, problems[0]!.location)).toBe(at);
    expect(assetsOf({ 'a.avdl': text }).map(({ name }) => name)).toEqual(names);
  });

  test.each([
    ['array<'.repeat(100_000), 'avro-too-deep'],
    ['int a = {'.repeat(50_000), 'avro-too-deep'],
    ['"\\"'.repeat(200_000), 'avro-idl-unreadable'],
    ['a b c '.repeat(100_000), 'avro-idl-unreadable'],
    ['/*/'.repeat(100_001), 'avro-idl-unreadable'],
    ['/** */ '.repeat(200_000), 'avro-idl-unreadable'],
  ])('hostile text ends with a problem', (body, code) => {
    expect(readText(`protocol P { record R { ${body}`, 'a.avdl').problems.map((problem) => problem.code)).toEqual([code]);
  });

  test('names that mean something to the language', () => {
    const [one] = assetsOf({ 'a.avdl': 'protocol P { record `__proto__` { @constructor(1) string toString; } }' });
    expect([one?.id, one?.fields[0]?.name, one?.fields[0]?.facts['tags']?.value]).toEqual([
      'avro:__proto__',
      'toString',
      { constructor: 1 },
    ]);
  });
});
