import { describe, expect, test } from 'vitest';
import { assetsOf, proto2, proto3, readText, sliced } from './unit-of-texts.ts';

describe('what a file declares', () => {
  const text = `// Copyright of someone.

edition = "2023";
/* About orders. */
package acme.orders.v1;
import public "acme/common.proto";
import "google/protobuf/timestamp.proto";
option java_package = "com." "acme";

// An order
// of a customer.
message Order {
  option deprecated = true;
  string id = 1; // its key
  repeated .acme.Line lines = 0x2;
  map<string, Kind> kinds = 03 [json_name = "kindsOf"];
  oneof how {
    option (acme.one) = "of";
    int32 card = 4;
    group Cash = 5 { optional bytes note = 1; }
  }
  reserved 6, 8 to 10, 1000 to max;
  reserved "old", 'older';
  extensions 100 to 199 [verification = UNVERIFIED];
  message Inner { enum Deep { D_A = 0; D_B = -1 [(acme.x) = 1]; reserved -5 to -2; } }
  extend Inner { optional string more = 100; }
}
local enum Kind { option allow_alias = true; A = 0; B = 0; }
export service Orders {
  option (acme.tier) = 1;
  rpc Get (GetRequest) returns (stream .acme.Order) { option idempotency_level = IDEMPOTENT; }
  rpc Put (stream Order) returns (Order);
}
`;
  const assets = assetsOf({ 'orders.proto': text });
  const order = assets.find(({ name }) => name === 'acme.orders.v1.Order');

  test('files, messages, enums and services by their full names', () => {
    expect(readText(text).problems).toEqual([]);
    expect(assets.map(({ id, kind }) => [id, kind])).toEqual([
      ['protobuf:file/orders.proto', 'schema'],
      ['protobuf:acme.orders.v1.Order', 'message'],
      ['protobuf:acme.orders.v1.Order.Cash', 'message'],
      ['protobuf:acme.orders.v1.Order.Inner', 'message'],
      ['protobuf:acme.orders.v1.Order.Inner.Deep', 'enum'],
      ['protobuf:acme.orders.v1.Kind', 'enum'],
      ['protobuf:acme.orders.v1.Orders', 'service'],
    ]);
  });

  test('the places are those of the names, and of whole declarations', () => {
    expect(assets.slice(1).map(({ location }) => sliced(text, location))).toEqual(['Order', 'Cash', 'Inner', 'Deep', 'Kind', 'Orders']);
    expect(order?.fields.map(({ location }) => sliced(text, location))).toEqual(['id', 'lines', 'kinds', 'card', 'Cash']);
    expect(sliced(text, order?.fields[2]?.extent ?? order!.extent)).toBe('map<string, Kind> kinds = 03 [json_name = "kindsOf"];');
    expect(sliced(text, order!.extent)).toMatch(/^message Order \{[\s\S]*\}$/);
    expect(order?.location.start).toEqual({ line: 12, column: 9, offset: text.indexOf('Order {') });
  });

  test('fields with their types, numbers and what they say', () => {
    const said = order?.fields.map(({ name, type, facts }) => [name, type, facts['number']?.value, facts['oneof']?.value]);
    expect(said).toEqual([
      ['id', 'string', 1, undefined],
      ['lines', 'repeated .acme.Line', 2, undefined],
      ['kinds', 'map<string, Kind>', 3, undefined],
      ['card', 'int32', 4, 'how'],
      ['cash', 'Cash', 5, 'how'],
    ]);
    expect(order?.facts['description']?.value).toBe('An order of a customer.');
    expect(order?.facts['deprecated']?.value).toBe(true);
    expect(order?.fields[0]?.facts['description']?.value).toBe('its key');
    expect(order?.fields[1]?.facts['description']).toBeUndefined();
  });

  test('values of enums, rpcs of services, and what a file says of itself', () => {
    expect(assets[4]?.fields.map(({ name, facts }) => [name, facts['number']?.value])).toEqual([
      ['D_A', 0],
      ['D_B', -1],
    ]);
    const [get, put] = assets.at(-1)?.fields ?? [];
    expect([get?.type, put?.type]).toEqual(['(GetRequest) returns (stream .acme.Order)', '(stream Order) returns (Order)']);
    expect(put?.facts['request']?.value).toEqual({ type: 'acme.orders.v1.Order', stream: true });
    const said = Object.fromEntries(Object.entries(assets[0]?.facts ?? {}).map(([name, { value }]) => [name, value]));
    expect(said).toEqual({
      syntax: 'edition 2023',
      package: 'acme.orders.v1',
      imports: ['acme/common.proto', 'google/protobuf/timestamp.proto'],
      description: 'About orders.',
    });
  });
});

describe('options are facts', () => {
  const fieldFacts = (options: string) => {
    const [, message] = assetsOf({ 'a.proto': proto3(`message A { string a = 1 [${options}]; }`) });
    return Object.fromEntries(Object.entries(message?.fields[0]?.facts ?? {}).map(([name, { value }]) => [name, value]));
  };

  test.each([
    ['(acme.pii) = true', { tags: { 'acme.pii': true } }],
    ['(acme.gov).pii = "email", (acme.gov).level = 3', { tags: { 'acme.gov.pii': 'email', 'acme.gov.level': 3 } }],
    [
      '(acme.gov) = { pii: true, owner { team: "x" }, kinds: ["a", "b"] }',
      { tags: { 'acme.gov.pii': true, 'acme.gov.owner.team': 'x', 'acme.gov.kinds': ['a', 'b'] }, owner: 'x' },
    ],
    ['(acme.gov) = { inner < [acme.deep]: 1 > }', { tags: { 'acme.gov.inner.acme.deep': 1 } }],
    ['(acme.classification) = "restricted"', { classification: 'restricted', tags: { 'acme.classification': 'restricted' } }],
    ['(acme.masking) = "mask_email"', { masking: 'mask_email', tags: { 'acme.masking': 'mask_email' } }],
    ['debug_redact = true', { masking: 'debug_redact', tags: { debug_redact: true } }],
    ['debug_redact = false', { tags: { debug_redact: false } }],
    ['deprecated = true', { deprecated: true }],
    ['(confluent.field_meta).tags = "PII"', { tags: { PII: true } }],
    [
      '(confluent.field_meta) = { doc: "An address", tags: ["PII", "GDPR"] }',
      { description: 'An address', tags: { PII: true, GDPR: true } },
    ],
    ['(buf.validate.field).string.email = true', { format: 'email', constraints: { 'string.email': true } }],
    ['(buf.validate.field).required = true', { required: true, constraints: { required: true } }],
    ['(google.api.field_behavior) = REQUIRED', { required: true, behavior: 'REQUIRED' }],
    ['(google.api.field_behavior) = OPTIONAL', { behavior: 'OPTIONAL' }],
    ['(acme.text) = "a\\x41\\101\\n\\u00e9" "b"', { tags: { 'acme.text': 'aAA\néb' } }],
    [
      '(acme.n) = -0x10, (acme.big) = 18446744073709551615, (acme.f) = .5e1',
      { tags: { 'acme.n': -16, 'acme.big': '18446744073709551615', 'acme.f': 5 } },
    ],
    ['(__proto__).x = true, (constructor) = "y"', { tags: { '__proto__.x': true, constructor: 'y' } }],
  ])('%s', (options, expected) => {
    const { number: _, ...facts } = fieldFacts(options);
    expect(facts).toEqual(expected);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  test('each tag has its place', () => {
    const text = proto3('message A { string a = 1 [(acme.pii) = true, (acme.gov).level = 2]; }');
    const tags = assetsOf({ 'a.proto': text })[1]?.fields[0]?.facts['tags'];
    expect(Object.values(tags?.parts ?? {}).map((place) => sliced(text, place))).toEqual(['(acme.pii)', '(acme.gov).level']);
  });

  test('what proto2 demands', () => {
    const facts = assetsOf({ 'a.proto': proto2('message A { required string a = 1 [default = "x"]; }') })[1]?.fields[0]?.facts;
    expect([facts?.['required']?.value, facts?.['default']?.value]).toEqual([true, 'x']);
  });
});

describe('words of the language that are names', () => {
  test.each([
    ['message A { optional optional = 1; }', ['optional optional']],
    ['message A { message message = 1; }', []],
    [
      'message A { string message = 1; string reserved = 2; string option = 3; string map = 4; }',
      ['string message', 'string reserved', 'string option', 'string map'],
    ],
    ['message A { stream stream = 1; rpc rpc = 2; reserved.X to = 3; }', ['stream stream', 'rpc rpc']],
    ['message A { map map = 1; .a.b c = 2; repeated a.b.c d = 3; }', ['map map', '.a.b c', 'repeated a.b.c d']],
  ])('%s', (text, expected) => {
    const [, message] = assetsOf({ 'a.proto': proto3(text) });
    expect(message?.fields.map(({ name, type }) => `${type} ${name}`)).toEqual(expect.arrayContaining([...expected]));
  });
});

describe('what cannot be read', () => {
  test.each([
    ['message A { string a = ; }\nmessage B { string b = 1; }', ';', ['acme.A', 'acme.B']],
    ['message A { string a = 1 string b = 2; }', 'string', ['acme.A']],
    ['message A { string = 1; string b = 2; }', '=', ['acme.A']],
    ['message A { string a = 1;\nmessage B {}\n', '{', ['acme.A', 'acme.A.B']],
    ['message { }\nmessage B {}', 'message', ['acme.B']],
    ['} message B {}', '}', ['acme.B']],
    ['enum E { A = x; B = 1; }\nmessage B {}', 'x', ['acme.B', 'acme.E']],
    ['service S { rpc Get(A) return (B); rpc Put(A) returns (B); }', 'return', ['acme.S']],
    ['message A { reserved x y; string b = 1; }', 'y', ['acme.A']],
    ['option a = "open;\nmessage B {}', '"open;', ['acme.B']],
    ['message B {}\n/* open', '/*', ['acme.B']],
    ['message A { string a = 1 [(x) = { a 1 }]; string b = 2; }', '1', ['acme.A']],
  ])('%s', (body, at, names) => {
    const text = proto3(body);
    const { problems } = readText(text);
    expect(problems.map(({ code, undecided }) => [code, undecided])).toEqual([['protobuf-unreadable', true]]);
    expect(sliced(text, problems[0]!.location)).toBe(at);
    expect(
      assetsOf({ 'a.proto': text })
        .slice(1)
        .map(({ name }) => name),
    ).toEqual(names);
  });

  test('what stands around it is read', () => {
    const [, message] = assetsOf({ 'a.proto': proto3('message A { string a = 1 string b = 2; !; string c = 3; }') });
    expect(message?.fields.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });

  test.each([
    ['message A {'.repeat(100_000), 'protobuf-too-deep'],
    [`option (a) = ${'{a: '.repeat(20_000)}`, 'protobuf-too-deep'],
    [`option (a) = {a: ${'<a: '.repeat(100_000)}`, 'protobuf-too-deep'],
    [`message A {}${' '.repeat(2_000_000)}`, 'file-too-large'],
    ['} { '.repeat(100_000), 'protobuf-unreadable'],
    [`option a = ${'"\\"'.repeat(200_000)}`, 'protobuf-unreadable'],
    ['message '.repeat(100_000), 'protobuf-unreadable'],
    ['/*'.repeat(200_000), 'protobuf-unreadable'],
  ])('hostile text ends with a problem', (body, code) => {
    expect(readText(proto3(body)).problems.map((problem) => problem.code)).toEqual([code]);
  });

  test('many and large declarations are no problem', () => {
    const messages = Array.from({ length: 20_000 }, (_, at) => `message M${at} { A a = 1; }`).join('\n');
    const assets = assetsOf({ 'a.proto': proto3(`message A { ${messages} reserved 1 to max; }`) });
    expect(assets).toHaveLength(20_002);
    expect(assets.at(-1)?.id).toBe('protobuf:acme.A.M19999');
  });
});

test('two files that declare the same name are two assets', () => {
  const text = proto3('message A {}');
  expect(
    assetsOf({ 'v2/a.proto': text, 'v1/a.proto': text })
      .filter(({ kind }) => kind === 'message')
      .map(({ id }) => id),
  ).toEqual(['protobuf:acme.A', 'protobuf:acme.A@v2/a.proto']);
});
