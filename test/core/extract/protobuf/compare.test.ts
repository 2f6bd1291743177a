import { describe, expect, test } from 'vitest';
import { protobuf } from '../../../../src/core/extract/protobuf/index.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/settings/default-settings.ts';
import type { Difference } from '../../../../src/model/difference.ts';
import { breaking, changed, differencesOf, proto2, proto3, sliced, unitFiles } from './unit-of-texts.ts';

const told = (differences: readonly Difference[]) => differences.map(({ kind, path, breaks }) => [kind, path, [...breaks].sort()]);
const ALL = ['source', 'wire', 'wire-json'];
const inMessage = (before: string, after: string, more = '') =>
  told(changed(`message A { ${before} } ${more}`, `message A { ${after} } ${more}`));

describe('fields of a message', () => {
  test.each([
    ['string a = 1;', 'string a = 1;', []],
    ['string a = 1;', 'string a = 1; string b = 2;', [['added', 'b', []]]],
    ['string a = 1;', '', [['removed', 'a', ALL]]],
    ['string a = 1;', 'reserved 1;', [['removed', 'a', ['source', 'wire-json']]]],
    ['string a = 1;', 'reserved "a";', [['removed', 'a', ALL]]],
    ['string a = 1;', 'reserved 1; reserved "a";', [['removed', 'a', ['source']]]],
    [
      'string a = 1;',
      'string a = 2;',
      [
        ['renumbered', 'a', ALL],
        ['added', 'a', []],
      ],
    ],
    ['string a = 1;', 'string b = 1;', [['renamed', 'b', ['source', 'wire-json']]]],
    ['string a = 1 [json_name = "x"];', 'string a = 1;', [['option-changed', 'a', ['source', 'wire-json']]]],
    ['string a_b = 1;', 'string a_b = 1 [json_name = "aB"];', []],
    ['string a = 1;', 'string a = 1 [deprecated = true];', [['deprecated', 'a', []]]],
    ['int64 a = 1;', 'int64 a = 1 [jstype = JS_STRING];', [['option-changed', 'a', ['source']]]],
    ['string a = 1;', 'string a = 1 [ctype = CORD];', [['option-changed', 'a', ['source']]]],
  ])('%s, then %s', (before, after, expected) => {
    expect(inMessage(before, after)).toEqual(expected);
  });
});

describe('types of a field, by who still reads each other', () => {
  test.each([
    ['int32', 'int64', ['type-widened', ['source', 'wire-json']]],
    ['int64', 'int32', ['type-narrowed', ['source', 'wire-json']]],
    ['int32', 'uint32', ['type-changed', ['source']]],
    ['int32', 'sint32', ['type-changed', ALL]],
    ['fixed32', 'sfixed32', ['type-changed', ['source']]],
    ['string', 'bytes', ['type-widened', ['source', 'wire-json']]],
    ['bytes', 'string', ['type-narrowed', ALL]],
    ['bool', 'int32', ['type-widened', ['source', 'wire-json']]],
    ['int32', 'E', ['type-changed', ALL]],
    ['E', 'F', ['type-changed', ALL]],
    ['E', 'grown.E', ['type-changed', ['source']]],
    ['E', 'shrunk.E', ['type-changed', ALL]],
    ['M', 'N', ['type-changed', ALL]],
    ['M', '.acme.M', undefined],
    ['google.protobuf.Timestamp', '.google.protobuf.Timestamp', undefined],
    ['google.protobuf.Timestamp', 'google.protobuf.Duration', ['type-changed', ALL]],
    ['other.Unknown', 'other.Unknown', undefined],
  ])('%s, then %s', (before, after, expected) => {
    const more = {
      'types.proto': proto3('enum E { Z = 0; ONE = 1; } enum F { Z2 = 0; } message M {} message N {}'),
      'grown.proto': 'syntax = "proto3"; package acme.grown; enum E { Z = 0; ONE = 1; TWO = 2; }',
      'shrunk.proto': 'syntax = "proto3"; package acme.shrunk; enum E { Z = 0; }',
    };
    const side = (type: string) => ({ ...more, 'a.proto': proto3(`message A { repeated ${type} a = 1; }`) });
    const found = differencesOf(side(before), side(after)).map(({ kind, breaks }) => [kind, [...breaks].sort()]);
    expect(found).toEqual(expected ? [expected] : []);
  });

  test('keys and values of a map', () => {
    expect(told(changed('message A { map<int32, string> a = 1; }', 'message A { map<int64, string> a = 1; }'))).toEqual([
      ['type-widened', 'a', ['source', 'wire-json']],
    ]);
    expect(told(changed('message A { map<int32, string> a = 1; }', 'message A { map<int32, bool> a = 1; }'))).toEqual([
      ['type-changed', 'a', ALL],
    ]);
  });

  test('a map is a message of its own to what is none', () => {
    const map = 'message A { map<int32, B> some_things = 1; }';
    const found = changed('message B {} message A { repeated B some_things = 1; }', `message B {} ${map}`);
    expect(found.map(({ kind, before, after, breaks }) => [kind, before, after, breaks])).toEqual([
      ['type-changed', { type: 'acme.B' }, { type: 'map<int32, B>' }, ALL],
      ['type-changed', { cardinality: 'repeated' }, { cardinality: 'map' }, ['source', 'wire-json']],
    ]);
    const spelled = 'message A { message SomeThingsEntry { int32 key = 1; B value = 2; } repeated SomeThingsEntry some_things = 1; }';
    expect(told(breaking(changed(`message B {} ${spelled}`, `message B {} ${map}`)))).toContainEqual([
      'type-changed',
      'some_things',
      ['source', 'wire-json'],
    ]);
  });

  test('a name that an import outside of the repository may make the same is unknown', () => {
    const [one] = changed('message A { Money a = 1; }', 'message A { google.type.Money a = 1; }');
    expect([one?.kind, one?.breaks, one?.unknown]).toEqual(['type-changed', [], 'google.type.Money']);
    const [found] = changed('message A { Money a = 1; }', 'message Money {} message A { Money a = 1; }').filter(({ path }) => path === 'a');
    expect([found?.breaks, found?.unknown]).toEqual([[], 'acme.Money']);
  });

  test('the innermost declaration of a name counts', () => {
    const before = 'message Kind {} message A { Kind a = 1; }';
    const after = 'message Kind {} message A { message Kind {} Kind a = 1; }';
    expect(told(breaking(changed(before, after)))).toEqual([['type-changed', 'a', ALL]]);
  });
});

describe('how often a field stands', () => {
  test.each([
    [proto3, 'string a = 1;', 'optional string a = 1;', ['constraint-changed', ['source']]],
    [proto3, 'string a = 1;', 'repeated string a = 1;', ['type-changed', ALL]],
    [proto2, 'optional string a = 1;', 'required string a = 1;', ['newly-required', ALL]],
    [proto2, 'required string a = 1;', 'optional string a = 1;', ['no-longer-required', ALL]],
    [proto2, '', 'required string a = 1;', ['newly-required', ALL]],
    [proto2, 'required string a = 1; reserved 2; reserved "a";', 'reserved 1, 2; reserved "a";', ['removed', ALL]],
  ])('%o: %s, then %s', (syntax, before, after, expected) => {
    const side = (fields: string) => ({ 'a.proto': syntax(`message A { ${fields} }`) });
    const found = breaking(differencesOf(side(before), side(after))).map(({ kind, breaks }) => [kind, [...breaks].sort()]);
    expect(found).toEqual([expected]);
  });

  test('editions say it in features, also for a whole file', () => {
    const side = (head: string, field: string) => ({ 'a.proto': `edition = "2023"; package acme; ${head} message A { ${field} }` });
    const explicit = side('', 'string a = 1;');
    const implicit = side('option features.field_presence = IMPLICIT;', 'string a = 1;');
    const set = side('option features = { field_presence: IMPLICIT };', 'string a = 1 [features.field_presence = EXPLICIT];');
    expect(told(differencesOf(explicit, implicit))).toEqual([['constraint-changed', 'a', ['source']]]);
    expect(told(differencesOf(explicit, set))).toEqual([]);
    const required = side('', 'string a = 1 [features.field_presence = LEGACY_REQUIRED];');
    expect(told(differencesOf(explicit, required))).toEqual([['newly-required', 'a', ALL]]);
  });

  test('a field that moves into a oneof, and a oneof that goes', () => {
    expect(
      told(changed('message A { string a = 1; oneof o { string b = 2; } }', 'message A { oneof o { string a = 1; string b = 2; } }')),
    ).toContainEqual(['moved', 'a', ALL]);
    const gone = changed('message A { oneof o { string b = 2; } }', 'message A { optional string b = 2; }');
    expect(told(gone)).toEqual([
      ['moved', 'b', ALL],
      ['removed', 'o', ['source']],
    ]);
  });
});

describe('defaults', () => {
  test.each([
    ['optional int32 a = 1 [default = 1];', 'optional int32 a = 1 [default = 2];', 'default-changed'],
    ['optional int32 a = 1;', 'optional int32 a = 1 [default = 2];', 'default-added'],
    ['optional int32 a = 1 [default = 2];', 'optional int32 a = 1;', 'default-removed'],
    ['optional int32 a = 1;', 'optional int32 a = 1 [default = 0];', undefined],
    ['optional E a = 1;', 'optional E a = 1 [default = ONE];', undefined],
    ['optional E a = 1;', 'optional E a = 1 [default = TWO];', 'default-added'],
    ['optional float a = 1 [default = 0x10];', 'optional float a = 1 [default = 16.0];', undefined],
    ['optional double a = 1 [default = nan];', 'optional double a = 1 [default = nan];', undefined],
    ['optional bytes a = 1 [default = "\\x41"];', 'optional bytes a = 1 [default = "A"];', undefined],
    [
      'optional uint64 a = 1 [default = 18446744073709551615];',
      'optional uint64 a = 1 [default = 18446744073709551614];',
      'default-changed',
    ],
  ])('%s, then %s', (before, after, expected) => {
    const side = (field: string) => ({ 'a.proto': proto2(`enum E { ONE = 1; TWO = 2; } message A { ${field} }`) });
    expect(differencesOf(side(before), side(after)).map(({ kind }) => kind)).toEqual(expected ? [expected] : []);
  });
});

describe('numbers that must stay reserved', () => {
  test.each([
    ['reserved 1 to 10;', 'reserved 1 to 5; reserved 6 to 10;', []],
    ['reserved 1 to 10, 20;', 'reserved 1 to 9;', ['1 to 10', '20']],
    ['reserved 5 to max;', 'reserved 6 to max;', ['5 to max']],
    ['reserved "a", "b";', 'reserved "b";', ['"a"']],
  ])('%s, then %s', (before, after, lost) => {
    const found = changed(`message A { ${before} }`, `message A { ${after} }`);
    expect(found.map((one) => one.before)).toEqual(lost.map((reserved) => ({ reserved })));
    expect(found.every(({ kind, breaks }) => kind === 'constraint-loosened' && breaks.length === 3)).toBe(true);
  });
});

describe('enums', () => {
  const enumChange = (before: string, after: string) => told(changed(`enum E { Z = 0; ${before} }`, `enum E { Z = 0; ${after} }`));
  test.each([
    ['A = 1;', 'A = 1; B = 2;', [['value-added', 'B', []]]],
    ['A = 1;', '', [['value-removed', 'A', ALL]]],
    ['A = 1;', 'reserved 1; reserved "A";', [['value-removed', 'A', ['source']]]],
    ['A = 1;', 'reserved 1;', [['value-removed', 'A', ['source', 'wire-json']]]],
    [
      'A = 1;',
      'A = 2;',
      [
        ['value-renumbered', 'A', ALL],
        ['value-added', 'A', []],
      ],
    ],
    ['A = 1;', 'B = 1;', [['renamed', 'B', ['source', 'wire-json']]]],
    ['A = 1;', 'A = 1; A2 = 1;', []],
  ])('%s, then %s', (before, after, expected) => {
    expect(enumChange(before, after)).toEqual(expected);
  });

  test('open or closed', () => {
    const side = (feature: string) => ({ 'a.proto': `edition = "2023"; package acme; enum E { ${feature} Z = 0; }` });
    expect(told(differencesOf(side(''), side('option features.enum_type = CLOSED;')))).toEqual([
      ['constraint-changed', undefined, ['source']],
    ]);
  });
});

describe('services', () => {
  test.each([
    ['rpc G(A) returns (A);', '', [['removed', 'G', ['clients', 'source']]]],
    ['rpc G(A) returns (A);', 'rpc G(B) returns (A);', [['type-changed', 'G', ['clients', ...ALL]]]],
    ['rpc G(A) returns (A);', 'rpc G(.acme.A) returns (acme.A);', []],
    ['rpc G(A) returns (A);', 'rpc G(A) returns (stream A);', [['type-changed', 'G', ['clients', ...ALL]]]],
    ['rpc G(A) returns (A);', 'rpc G(A) returns (A); rpc H(A) returns (A);', [['added', 'H', []]]],
    [
      'rpc G(A) returns (A);',
      'rpc G(A) returns (A) { option idempotency_level = IDEMPOTENT; }',
      [['option-changed', 'G', ['clients', ...ALL]]],
    ],
  ])('%s, then %s', (before, after, expected) => {
    const messages = 'message A {} message B {}';
    expect(told(changed(`${messages} service S { ${before} }`, `${messages} service S { ${after} }`))).toEqual(expected);
  });
});

describe('declarations as a whole', () => {
  const one = proto3('message A { string a = 1; }');

  test('a message that moves to another file of its package breaks code only, and its fields are compared', () => {
    const found = differencesOf({ 'a.proto': one }, { 'b.proto': proto3('message A { int32 a = 1; }') });
    expect(told(found)).toEqual([
      ['moved', undefined, ['source']],
      ['moved', undefined, ['source']],
      ['type-changed', 'a', ALL],
    ]);
    expect(found.map(({ asset }) => asset)).toEqual(['protobuf:file/a.proto', 'protobuf:acme.A', 'protobuf:acme.A']);
  });

  test('a module that moves as a whole changes nothing: files are known by their path inside of it', () => {
    const [base, head] = [unitFiles({ 'proto/a.proto': one }, 'proto'), unitFiles({ 'api/a.proto': one }, 'api')];
    expect(protobuf.differences?.(base, head, DEFAULT_SETTINGS)).toEqual([]);
  });

  test('what is gone: nested in a message that stays it stands there, otherwise at its old place', () => {
    const base = proto3('message A { message In { } } message B {}');
    const head = proto3('message A { }');
    const found = differencesOf({ 'a.proto': base }, { 'a.proto': head });
    expect(told(found)).toEqual([
      ['removed', undefined, ['source']],
      ['removed', undefined, ['source']],
    ]);
    expect([sliced(head, found[0]!.location), sliced(base, found[1]!.location)]).toEqual(['A', 'B']);
  });

  test('another package renames all at once', () => {
    const found = differencesOf({ 'a.proto': one }, { 'a.proto': one.replace('acme', 'acme2') });
    expect(told(breaking(found))).toEqual([['renamed', undefined, ['clients', ...ALL]]]);
    expect(found[0]?.message).toBe(
      "a.proto changes its package from acme to acme2: clients of the old description fail, and old and new programs misread each other's binary data and JSON",
    );
  });

  test('options of the file', () => {
    const found = differencesOf({ 'a.proto': one }, { 'a.proto': `${one}option go_package = "x";` });
    expect([told(found), found[0]?.before, found[0]?.after]).toEqual([
      [['option-changed', undefined, ['source']]],
      { go_package: '' },
      { go_package: 'x' },
    ]);
  });

  test('extensions pair by what they extend and their number', () => {
    const side = (extension: string) => ({ 'a.proto': proto2(`message A { extensions 1 to 9; } extend A { ${extension} }`) });
    expect(told(differencesOf(side('optional string a = 1;'), side('optional int32 a = 1;')))).toEqual([['type-changed', 'a', ALL]]);
    expect(told(differencesOf(side('optional string a = 1;'), side('')))).toEqual([['removed', 'acme.a', ['source']]]);
    expect(told(changed('message A { extensions 1 to 9; }', 'message A { extensions 1 to 5; }'))).toEqual([
      ['constraint-tightened', undefined, ['source']],
    ]);
  });

  test('copies of a name in two folders are compared each with its own', () => {
    const copy = proto3('message A { string a = 1; }');
    const found = differencesOf(
      { 'v1/a.proto': one, 'v2/a.proto': copy },
      { 'v1/a.proto': one, 'v2/a.proto': proto3('message A { bool a = 1; }') },
    );
    expect(found.map(({ kind, asset }) => [kind, asset])).toEqual([['type-changed', 'protobuf:acme.A@v2/a.proto']]);
  });

  test('names that mean something to the language, imports in a circle and files that are not there do no harm', () => {
    const side = (type: string) => ({
      'a.proto': proto3(`import "b.proto"; import "none.proto"; message __proto__ { ${type} constructor = 1; toString x = 2; }`),
      'b.proto': proto3('import "a.proto"; message toString { __proto__ hasOwnProperty = 1; }'),
    });
    expect(told(differencesOf(side('string'), side('bool')))).toEqual([['type-changed', 'constructor', ALL]]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

test('a place is that of the field in the head', () => {
  const text = proto3('message A {\n  int32 total = 1;\n}');
  const [one] = differencesOf({ 'a.proto': proto3('message A { string total = 1; }') }, { 'a.proto': text });
  expect([sliced(text, one!.location), one?.location.start.line, one?.location.file]).toEqual(['int32', 4, 'a.proto']);
  expect(one?.message).toBe(
    "acme.A.total changes its type from string to int32: old and new programs misread each other's binary data and JSON",
  );
});
