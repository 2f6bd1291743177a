import { describe, expect, test } from 'vitest';
import { compare, description } from './openapi.ts';

type Said = readonly [mark: '!' | '?' | '-', kind: string, path: string | undefined];

/** `!` breaks clients, `?` cannot be told, `-` breaks nobody. */
const said = (base: string, head: string, path = 'openapi.json'): readonly Said[] =>
  compare({ [path]: base }, { [path]: head }).map(({ breaks, unknown, kind, path: at }) => [
    breaks.includes('clients') ? '!' : unknown === undefined ? '-' : '?',
    kind,
    at,
  ]);

const body = (schema: object) => ({ requestBody: { content: { 'application/json': { schema } } }, responses: {} });
const answer = (schema: object) => ({ responses: { 200: { content: { 'application/json': { schema } } } } });
const request = (base: object, head: object) => said(description(body(base)), description(body(head)));
const response = (base: object, head: object) => said(description(answer(base)), description(answer(head)));

const object = (properties: object, required: readonly string[] = []) => ({ type: 'object', properties, required });
const text = { type: 'string' };

describe('a request is to be taken as before', () => {
  test.each([
    ['a property that is needed', object({}), object({ a: text }, ['a']), ['!', 'added', 'request.a']],
    ['one that may be left out', object({}), object({ a: text }), ['-', 'added', 'request.a']],
    ['one that is only read', object({}), object({ a: { ...text, readOnly: true } }, ['a']), undefined],
    ['one that is gone', object({ a: text }), object({}), ['-', 'removed', 'request.a']],
    [
      'one that is gone, where others are refused',
      { ...object({ a: text }), additionalProperties: false },
      { ...object({}), additionalProperties: false },
      ['!', 'removed', 'request.a'],
    ],
    ['one that is needed now', object({ a: text }), object({ a: text }, ['a']), ['!', 'newly-required', 'request.a']],
    ['a narrower type', { type: ['string', 'integer'] }, text, ['!', 'type-narrowed', 'request']],
    ['a wider type', { type: 'integer' }, { type: 'number' }, ['-', 'type-widened', 'request']],
    ['null, no longer', { type: ['string', 'null'] }, text, ['!', 'type-narrowed', 'request']],
    ['a value that is gone', { enum: ['a', 'b'] }, { enum: ['a'] }, ['!', 'value-removed', 'request']],
    ['a value that is new', { enum: ['a'] }, { enum: ['a', 'b'] }, ['-', 'value-added', 'request']],
    ['a limit', text, { ...text, maxLength: 5 }, ['!', 'constraint-tightened', 'request']],
    ['a pattern where none was', text, { ...text, pattern: '^a' }, ['!', 'constraint-tightened', 'request']],
    ['another pattern', { ...text, pattern: '^a' }, { ...text, pattern: '^b' }, ['?', 'constraint-changed', 'request']],
    ['an alternative that is gone', { anyOf: [text, { type: 'integer' }] }, text, ['!', 'type-narrowed', 'request']],
    ['an alternative that is new', text, { anyOf: [text, { type: 'integer' }] }, ['-', 'type-widened', 'request']],
    ['a rule among names', object({}), { ...object({}), propertyNames: { pattern: '^a' } }, ['!', 'constraint-tightened', 'request']],
  ] as const)('%s', (_, base, head, expected) => {
    expect(request(base, head)).toEqual(expected ? [expected] : []);
  });
});

describe('a response is to hold what it did', () => {
  test.each([
    ['a property that was sure', object({ a: text }, ['a']), object({}), ['!', 'removed', 'response.200.a']],
    ['one that was not', object({ a: text }), object({}), ['-', 'removed', 'response.200.a']],
    ['one that may be missing now', object({ a: text }, ['a']), object({ a: text }), ['!', 'no-longer-required', 'response.200.a']],
    [
      'one that is only written',
      object({ a: { ...text, writeOnly: true } }, ['a']),
      object({ a: { ...text, writeOnly: true } }),
      undefined,
    ],
    ['a new one', object({}), object({ a: text }, ['a']), ['-', 'added', 'response.200.a']],
    ['null', object({ a: text }), object({ a: { type: ['string', 'null'] } }), ['!', 'type-widened', 'response.200.a']],
    ['another type', object({ a: text }), object({ a: { type: 'integer' } }), ['!', 'type-changed', 'response.200.a']],
    [
      'a new value of a property, which clients are told to expect',
      object({ a: { enum: ['a'] } }),
      object({ a: { enum: ['a', 'b'] } }),
      ['-', 'value-added', 'response.200.a'],
    ],
    [
      'a property that was sure and is only written now',
      object({ a: text }, ['a']),
      object({ a: { ...text, writeOnly: true } }, ['a']),
      ['!', 'option-changed', 'response.200.a'],
    ],
    ['a limit that is gone', { ...text, maxLength: 5 }, text, ['!', 'constraint-loosened', 'response.200']],
    ['a new alternative', { oneOf: [text] }, { oneOf: [text, { type: 'integer' }] }, ['!', 'type-widened', 'response.200']],
    [
      'in a list in a list',
      { type: 'array', items: { type: 'array', items: text } },
      { type: 'array', items: { type: 'array', items: { type: 'integer' } } },
      ['!', 'type-changed', 'response.200'],
    ],
  ] as const)('%s', (_, base, head, expected) => {
    expect(response(base, head)).toEqual(expected ? [expected] : []);
  });
});

describe('operations and what stands around their bodies', () => {
  const parameter = (more: object) => description({ parameters: [{ name: 'id', in: 'query', ...more }], responses: {} });
  const content = (...types: readonly string[]) => Object.fromEntries(types.map((type) => [type, {}]));
  test.each([
    ['a parameter that is needed', description({ responses: {} }), parameter({ required: true }), ['!', 'added', 'query.id']],
    ['one that is not', description({ responses: {} }), parameter({}), ['-', 'added', 'query.id']],
    ['one that is needed now', parameter({}), parameter({ required: true }), ['!', 'newly-required', 'query.id']],
    ['a number becomes a text', parameter({ schema: { type: 'number' } }), parameter({ schema: text }), ['-', 'type-widened', 'query.id']],
    ['a text becomes a number', parameter({ schema: text }), parameter({ schema: { type: 'number' } }), ['!', 'type-changed', 'query.id']],
    ['one becomes a list of such', parameter({ schema: text }), parameter({ schema: { type: 'array', items: text } }), undefined],
    [
      'a body that is needed now',
      description(body({})),
      description({ ...body({}), requestBody: { required: true, content: content('application/json') } }),
      ['!', 'newly-required', 'request'],
    ],
    [
      'a status of success that is gone',
      description({ responses: { 200: {}, 404: {} } }),
      description({ responses: { 404: {} } }),
      ['!', 'removed', 'response.200'],
    ],
    [
      'another status that is gone',
      description({ responses: { 200: {}, 404: {} } }),
      description({ responses: { 200: {} } }),
      ['-', 'removed', 'response.404'],
    ],
    [
      'a media type that is gone',
      description({ responses: { 200: { content: content('application/json', 'text/csv') } } }),
      description({ responses: { 200: { content: content('application/json') } } }),
      ['!', 'removed', 'response.200'],
    ],
    [
      'a media type that is less special',
      description({ responses: { 200: { content: content('application/problem+json') } } }),
      description({ responses: { 200: { content: content('application/json') } } }),
      ['!', 'type-widened', 'response.200'],
    ],
    [
      'a header that was sure',
      description({ responses: { 200: { headers: { 'X-A': { required: true } } } } }),
      description({ responses: { 200: {} } }),
      ['!', 'removed', 'response.200.header.X-A'],
    ],
    ['signing in', description({ security: [] }), description({ security: [{ token: [] }] }), ['!', 'constraint-tightened', 'security']],
    [
      'another scope',
      description({ security: [{ o: ['read'] }] }),
      description({ security: [{ o: ['read', 'write'] }] }),
      ['!', 'constraint-tightened', 'security'],
    ],
    [
      'another way in',
      description({ security: [{ a: [] }] }),
      description({ security: [{ a: [] }, { b: [] }] }),
      ['-', 'constraint-loosened', 'security'],
    ],
  ] as const)('%s', (_, base, head, expected) => {
    expect(said(base, head)).toEqual(expected ? [expected] : []);
  });

  test.each([
    [{}, '!'],
    [{ deprecated: true }, '-'],
    [{ deprecated: true, 'x-sunset': '2030-01-01' }, '?'],
  ] as const)('an operation that is gone: %j', (operation, mark) => {
    const none = JSON.stringify({ openapi: '3.1.0', info: { title: 'CRM' }, paths: {} });
    expect(said(description(operation), none)).toEqual([[mark, 'removed', undefined]]);
    expect(said(description(operation), '')).toEqual([[mark, 'removed', undefined]]);
  });

  test('another name of a parameter of the path is no other operation', () => {
    const of = (name: string) =>
      JSON.stringify({
        openapi: '3.0.0',
        info: { title: 'A' },
        paths: { [`/a/{${name}}`]: { get: { parameters: [{ name, in: 'path', schema: text }], responses: {} } } },
      });
    expect(said(of('id'), of('key'))).toEqual([]);
  });
});

test('a difference stands at its place in the head, and says whom it breaks', () => {
  const base = description(answer(object({ email: text })));
  const head = description(answer(object({ email: { type: 'integer' } })));
  const [difference] = compare({ 'openapi.json': base }, { 'openapi.json': head });
  expect(difference).toMatchObject({
    asset: 'openapi:CRM:POST /contacts',
    before: ['string'],
    after: ['integer'],
    message: 'POST /contacts: response.200.email changes its type from string to integer: clients of the old description fail',
  });
  expect(head.slice(difference?.location.start.offset, difference?.location.end.offset)).toBe('"type"');
});

describe('alternatives go by their names', () => {
  const schemas = { Cat: object({ name: text }), Dog: object({ name: text }) };
  const of = (...names: readonly string[]): string =>
    description(answer({ oneOf: names.map((name) => ({ $ref: `#/components/schemas/${name}` })) }), { components: { schemas } });

  test('one that is new is told, though it looks like another', () => {
    expect(said(of('Cat'), of('Cat', 'Dog'))).toEqual([['!', 'type-widened', 'response.200']]);
    expect(said(of('Cat', 'Dog'), of('Cat'))).toEqual([['-', 'type-narrowed', 'response.200']]);
    expect(said(of('Cat', 'Dog'), of('Dog', 'Cat'))).toEqual([]);
  });
});

describe('schemas that refer', () => {
  const schemas = (email: object) =>
    description(answer({ $ref: '#/components/schemas/A' }), {
      components: {
        schemas: { A: object({ b: { $ref: '#/components/schemas/B' } }), B: object({ a: { $ref: '#/components/schemas/A' }, email }) },
      },
    });

  test('to each other are compared once, whoever asks first', () => {
    const two = (email: object): string => {
      const whole = JSON.parse(schemas(email)) as { paths: Record<string, object> };
      whole.paths['/b'] = { get: answer({ $ref: '#/components/schemas/B' }) };
      return JSON.stringify(whole);
    };
    const found = compare({ 'openapi.json': two(text) }, { 'openapi.json': two({ type: 'integer' }) });
    const places = found.map(({ asset, path }) => `${asset.replace('openapi:CRM:', '')} ${path}`);
    expect(places).toContain('POST /contacts response.200.b.email');
    expect(places).toContain('GET /b response.200.email');
    expect(said(two(text), two(text))).toEqual([]);
  });

  test('out of the repository cannot be told once they change', () => {
    const of = (name: string) => description(answer(object({ a: { $ref: name } })));
    expect(said(of('https://x.example/a'), of('https://x.example/a'))).toEqual([]);
    expect(said(of('https://x.example/a'), of('https://x.example/b'))).toEqual([['?', 'type-changed', 'response.200.a']]);
  });

  test('in another file of the unit', () => {
    const api = description(answer({ $ref: 'schemas/a.yaml' }));
    const [difference] = compare(
      { 'openapi.json': api, 'schemas/a.yaml': 'type: object\nproperties: {a: {type: string}}' },
      { 'openapi.json': api, 'schemas/a.yaml': 'type: object\nproperties: {a: {type: integer}}' },
    );
    expect([difference?.path, difference?.location.file, difference?.breaks]).toEqual(['response.200.a', 'schemas/a.yaml', ['clients']]);
  });

  test('so that they double are told as too large', () => {
    const deep = (type: string) =>
      description(answer({ $ref: '#/components/schemas/d0' }), {
        components: {
          schemas: {
            ...Object.fromEntries(
              Array.from({ length: 40 }, (_, i) => {
                const $ref = `#/components/schemas/d${i + 1}`;
                return [`d${i}`, object({ a: { $ref }, b: { $ref } })];
              }),
            ),
            d40: { type },
          },
        },
      });
    const marks = new Set(said(deep('string'), deep('integer')).map(([mark]) => mark));
    expect(marks).toEqual(new Set(['!', '?']));
  });
});
