import { describe, expect, test } from 'vitest';
import { assemble, assetNamed, readFile, valuesOf } from './openapi.ts';

const CRM = `openapi: 3.0.3
info:
  title: CRM
  contact: { name: Contacts team, email: crm@acme.example }
servers:
  - url: https://api.eu-west-1.acme.example/v1
  - url: http://localhost:8080
security:
  - token: []
paths:
  /contacts/{id}:
    parameters:
      - $ref: '#/components/parameters/Id'
    get:
      tags: [people]
      summary: One contact
      x-data-classification: restricted
      parameters:
        - { name: fields, in: query, schema: { type: array, items: { type: string } }, x-pii: false }
      responses:
        '200':
          headers:
            X-Trace: { schema: { type: string } }
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Contact' }
    put:
      deprecated: true
      security: []
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [name]
              properties:
                name: { type: string }
      responses: { '204': { description: done } }
components:
  securitySchemes:
    token: { type: http, scheme: bearer }
  parameters:
    Id: { name: id, in: path, required: true, schema: { type: string, format: uuid } }
  schemas:
    Contact:
      type: object
      x-owner: people-team
      required: [email]
      properties:
        email: { type: string, format: email, x-pii: email }
        home:
          type: object
          properties:
            street: { type: string, nullable: true }
`;
const files = { 'api/openapi.yaml': CRM };

describe('what a description declares', () => {
  test('each operation is an endpoint, each named schema a schema', () => {
    expect(assemble(files).assets.map(({ id, kind, name, platform }) => [id, kind, name, platform])).toEqual([
      ['openapi:CRM:GET /contacts/{id}', 'endpoint', 'GET /contacts/{id}', 'openapi'],
      ['openapi:CRM:PUT /contacts/{id}', 'endpoint', 'PUT /contacts/{id}', 'openapi'],
      ['openapi:CRM:schema:Contact', 'schema', 'Contact', 'openapi'],
    ]);
  });

  test('parameters and properties of bodies are fields, each at its name', () => {
    const get = assetNamed('GET /contacts/{id}', files);
    const named = get.fields.map(({ name, type, location }) => [name, type, CRM.slice(location.start.offset, location.end.offset)]);
    expect(named).toEqual([
      ['path.id', 'string', 'id'],
      ['query.fields', 'array<string>', 'fields'],
      ['response.200.email', 'string', 'email'],
      ['response.200.home', 'object', 'home'],
      ['response.200.home.street', 'string', 'street'],
      ['response.200.header.X-Trace', 'string', 'X-Trace'],
    ]);
    expect(valuesOf(get.fields[2]!)).toEqual({ nullable: false, format: 'email', required: true, tags: { pii: 'email' } });
    expect(CRM.slice(get.location.start.offset, get.location.end.offset)).toBe('get');
  });

  test('who answers, who is let in, how clients connect, and where', () => {
    expect(valuesOf(assetNamed('GET /contacts/{id}', files))).toEqual({
      owner: 'crm@acme.example',
      region: 'eu-west-1',
      encryption_in_transit: true,
      public_access: false,
      authentication: ['token'],
      description: 'One contact',
      classification: 'restricted',
      tags: { people: true },
    });
    expect(valuesOf(assetNamed('PUT /contacts/{id}', files))).toMatchObject({ public_access: true, authentication: [], deprecated: true });
    expect(valuesOf(assetNamed('Contact', files))).toEqual({ owner: 'people-team' });
  });

  test('facts stand where the text sets them', () => {
    const { facts } = assetNamed('PUT /contacts/{id}', files);
    const at = (name: string): string => CRM.slice(facts[name]!.location.start.offset, facts[name]!.location.end.offset);
    expect([at('public_access'), at('owner'), at('encryption_in_transit')]).toEqual([
      'security',
      'crm@acme.example',
      'https://api.eu-west-1.acme.example/v1',
    ]);
  });

  test('a body comes from its schema, a request goes to it', () => {
    const edges = assemble(files).edges ?? [];
    expect(edges.map(({ from, to }) => [from.asset, to.asset])).toEqual([['openapi:CRM:schema:Contact', 'openapi:CRM:GET /contacts/{id}']]);
    const [{ location } = { location: undefined }] = edges;
    expect(CRM.slice(location?.start.offset, location?.end.offset)).toBe(`'#/components/schemas/Contact'`);
  });
});

describe('facts of servers and security', () => {
  const of = (head: string): unknown =>
    valuesOf(assetNamed('GET /a', { 'openapi.yaml': `openapi: 3.0.0\ninfo: {title: A}\n${head}\npaths: {/a: {get: {responses: {}}}}` }));

  test.each([
    ['servers: [{url: "http://api.acme.example"}, {url: "https://api.acme.example"}]', { encryption_in_transit: false }],
    ['servers: [{url: "{scheme}://api.acme.example"}]', { encryption_in_transit: 'unknown: {scheme}://api.acme.example' }],
    ['servers: [{url: /v1}]', {}],
    ['servers: [{url: "http://localhost:3000"}]', {}],
    [
      'servers: [{url: "https://{region}.acme.example", variables: {region: {default: eu-west-1, enum: [eu-west-1, us-east-1]}}}]',
      { encryption_in_transit: true, region: ['eu-west-1', 'us-east-1'] },
    ],
    [
      'servers: [{url: "https://{region}.acme.example"}]',
      { encryption_in_transit: true, region: 'unknown: https://{region}.acme.example' },
    ],
    ['components: {securitySchemes: {key: {type: apiKey}}}', { public_access: true, authentication: [] }],
    ['security: [{key: []}, {}]', { public_access: true, authentication: ['key'] }],
    ['x-pii: true\nx-governance: {pii: email, nested: {no: 1}}', { tags: { pii: true, 'governance.pii': 'email' } }],
  ])('%s', (head, facts) => {
    expect(of(head)).toEqual(facts);
  });

  test('Swagger says it otherwise', () => {
    const text = `swagger: '2.0'
info: {title: Old}
host: api.acme.example
schemes: [http]
consumes: [application/json]
securityDefinitions: {key: {type: apiKey}}
paths:
  /a:
    post:
      security: [{key: []}]
      parameters:
        - {name: limit, in: query, type: integer}
        - {name: body, in: body, required: true, schema: {$ref: '#/definitions/A'}}
      responses: {200: {schema: {type: array, items: {$ref: '#/definitions/A'}}}}
  /form:
    post:
      parameters: [{name: email, in: formData, type: string, required: true}]
definitions: {A: {properties: {id: {type: string}}}}
`;
    const post = assetNamed('POST /a', { 'swagger.yaml': text });
    expect(valuesOf(post)).toEqual({ encryption_in_transit: false, public_access: false, authentication: ['key'] });
    expect(post.fields.map(({ name, type }) => [name, type])).toEqual([
      ['query.limit', 'integer'],
      ['request.id', 'string'],
      ['response.200.id', 'string'],
    ]);
    const [email] = assetNamed('POST /form', { 'swagger.yaml': text }).fields;
    expect([email?.name, email?.facts['required']?.value]).toEqual(['request.email', true]);
  });
});

test('references lead into other files of the unit, and say so where they do not', () => {
  const openapi = `openapi: 3.1.0
info: {title: Split}
paths:
  /a: {$ref: paths/a.yaml}
  /b: {get: {responses: {'200': {content: {application/json: {schema: {$ref: elsewhere.yaml}}}}}}}
`;
  const path = `get:\n  responses:\n    '200':\n      content: {application/json: {schema: {$ref: ../schemas/A.json}}}\n`;
  const unit = { 'openapi.yaml': openapi, 'paths/a.yaml': path, 'schemas/A.json': '{"properties": {"id": {"type": "string"}}}' };
  const whole = assetNamed('GET /a', unit);
  expect([whole.file, whole.fields.map(({ name, location }) => [name, location.file]), whole.partial]).toEqual([
    'paths/a.yaml',
    [['response.200.id', 'schemas/A.json']],
    undefined,
  ]);
  expect(whole.files).toEqual(['paths/a.yaml', 'openapi.yaml', 'schemas/A.json']);
  expect(assetNamed('GET /b', unit).partial).toBe(true);
});

describe('what is read', () => {
  test.each([
    ['openapi: 3.0.0\npaths: {}', 'api', 'description'],
    ['{"swagger": "2.0", "paths": {}}', 'maybe', 'description'],
    ['kind: Deployment\napiVersion: v1', 'maybe', 'nothing'],
    ['name: openapi', 'api', 'nothing'],
    ['type: object\nproperties: {}', 'fragment', 'fragment'],
    ['Contact: {type: object}\nOrder: {allOf: []}', 'fragment', 'fragment'],
    ['get: {responses: {}}', 'fragment', 'fragment'],
    ['kind: Deployment\napiVersion: v1\ntype: x', 'fragment', 'nothing'],
    ['services: {web: {image: x}}', 'fragment', 'nothing'],
    ['- type: a', 'fragment', 'nothing'],
  ])('%j as %s', (text, role, expected) => {
    const { part } = readFile('a.yaml', text, role);
    expect(part ? (part.isFragment ? 'fragment' : 'description') : 'nothing').toBe(expected);
  });

  test.each([
    ['openapi: 3.0.0\npaths: [', 'yaml-unreadable'],
    [`openapi: 3.0.0\na: ${'['.repeat(100_000)}`, 'yaml-too-deep'],
    [
      `openapi: 3.0.0\na: &a [x, x]\n${Array.from({ length: 20 }, (_, i) => `b${i}: &b${i} [${`*${i ? `b${i - 1}` : 'a'},`.repeat(9)}]`).join('\n')}`,
      'yaml-aliases',
    ],
  ])('what cannot be is told: %.40j', (text, code) => {
    expect(readFile('openapi.yaml', text).problems[0]).toMatchObject({ code, undecided: true });
  });

  test('cycles, names of the language and values of all kinds are answered', () => {
    const text = JSON.stringify({
      openapi: '3.0.0',
      info: null,
      security: 1,
      servers: [null, { url: {} }],
      paths: {
        '/a': { $ref: '#/paths/~1b' },
        '/b': { $ref: '#/paths/~1a' },
        '/c': { get: { parameters: [{ $ref: '#/paths/~1c/get/parameters/0' }, 3], requestBody: { $ref: '#/nowhere' }, responses: [] } },
        '/d': {
          get: JSON.parse('{"responses": {"__proto__": {"content": {"constructor": {"schema": {"$ref": "#/d"}}}}}}') as object,
          put: null,
        },
      },
    });
    expect(assemble({ 'openapi.json': text }).assets.map(({ name }) => name)).toEqual(['GET /c', 'GET /d']);
  });
});

describe('an id stays when a file moves', () => {
  const text = 'openapi: 3.0.0\ninfo: {title: CRM}\npaths: {/a: {get: {}}}';
  const idsOf = (...paths: readonly string[]): readonly string[] =>
    assemble(Object.fromEntries(paths.map((path) => [path, text]))).assets.map(({ id }) => id);

  test.each([
    [['api/openapi.yaml'], ['openapi:CRM:GET /a']],
    [['docs/openapi.yaml'], ['openapi:CRM:GET /a']],
    [
      ['api/v1/openapi.yaml', 'api/v2/openapi.yaml'],
      ['openapi:CRM v1:GET /a', 'openapi:CRM v2:GET /a'],
    ],
    [['specs/2024-05-01-preview/swagger.yaml'], ['openapi:CRM 2024-05-01-preview:GET /a']],
    [
      ['a/openapi.yaml', 'b/openapi.yaml'],
      ['openapi:CRM:GET /a', 'openapi:CRM b/openapi.yaml:GET /a'],
    ],
  ])('%j', (paths, ids) => {
    expect(idsOf(...paths)).toEqual(ids);
  });

  test('an API without a title has its file', () => {
    expect(assemble({ 'openapi.yaml': 'openapi: 3.0.0\npaths: {/a: {get: {}}}' }).assets[0]?.id).toBe('openapi:openapi.yaml:GET /a');
  });
});

test.each(['\n'.repeat(1_000_000), ' '.repeat(1_000_000), '{ '.repeat(300_000), '"'.repeat(500_000)])(
  '%.5j… is nothing, and soon told',
  (text) => {
    expect(readFile('a.yaml', text, 'maybe').part).toBeNull();
  },
);

test('a description that makes too much of itself is partial, not endless', () => {
  const schemas = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => {
      const $ref = `#/components/schemas/d${i + 1}`;
      return [`d${i}`, { properties: { a: { $ref }, b: { $ref } } }];
    }),
  );
  const text = JSON.stringify({
    openapi: '3.0.0',
    info: { title: 'Deep' },
    paths: {},
    components: { schemas: { ...schemas, d40: { type: 'string' } } },
  });
  const [first] = assemble({ 'openapi.json': text }).assets;
  expect(first?.partial).toBe(true);
  expect(first?.fields.length).toBeLessThan(20_000);
});
