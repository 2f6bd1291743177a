import { describe, expect, it } from 'vitest';
import { dbt } from '../../../../src/core/extract/dbt/index.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/settings/default-settings.ts';
import type { Asset } from '../../../../src/model/asset.ts';
import type { Location } from '../../../../src/model/source.ts';
import { aTree } from '../../../fakes/a-tree.ts';

const noGrammar = () => {
  throw new Error('dbt needs no grammar');
};

type Files = Readonly<Record<string, string>>;

function readAll(files: Files) {
  const project = { 'dbt_project.yml': 'name: shop\n', ...files };
  const tree = aTree(project);
  const readings = Object.entries(project).flatMap(([path, text]) => {
    const claim = dbt.claim(path, tree, DEFAULT_SETTINGS);
    return claim
      ? [{ path, role: claim.role, unit: claim.unit, ...dbt.read({ path, text, size: text.length }, claim.role, noGrammar) }]
      : [];
  });
  const parts = readings.flatMap(({ path, role, part }) => (part ? [{ path, role, part }] : []));
  const { assets } = dbt.assemble('', parts, DEFAULT_SETTINGS);
  return { assets, problems: readings.flatMap(({ problems }) => problems), project };
}

const asset = (files: Files, name: string): Asset | undefined => readAll(files).assets.find((one) => one.name === name);
const columns = (query: string): readonly string[] => asset({ 'models/m.sql': query }, 'm')?.fields.map(({ name }) => name) ?? [];
const partial = (query: string): boolean => asset({ 'models/m.sql': query }, 'm')?.partial ?? false;

describe('which files are nodes of the project', () => {
  it.each([
    ['models/a.sql', 'model a'],
    ['models/staging/a.sql', 'model a'],
    ['snapshots/s.sql', 'snapshot s'],
    ['seeds/c.csv', 'seed c'],
    ['models/p.py', 'model p'],
  ])('%s is %s', (path, node) => {
    expect(readAll({ [path]: 'id,name\n' }).assets.map(({ kind, name }) => `${kind} ${name}`)).toEqual([node]);
  });

  it.each(['target/a.sql', 'dbt_packages/x/models/a.sql', 'macros/a.sql', 'tests/a.sql', 'analyses/a.sql', 'other/a.sql', 'a.sql'])(
    '%s is none',
    (path) => {
      expect(readAll({ [path]: 'select 1 as a' }).assets).toEqual([]);
    },
  );

  it.each(['-- one\nCREATE TABLE t (a int);', 'alter table t add b int', '{{ x() }}\ngrant select on t to role r', 'use role r; select 1'])(
    'what orders something is no model, so that others may read it: %s',
    (text) => {
      expect(dbt.read({ path: 'ddl/a.sql', text, size: text.length }, 'model', noGrammar)).toEqual({ part: null, problems: [] });
    },
  );

  it('the project says where its models are', () => {
    const files = {
      'dbt_project.yml': 'name: shop\nmodel-paths: [transform]\n',
      'transform/a.sql': 'select 1 as a',
      'models/b.sql': 'select 1 as b',
    };
    expect(readAll(files).assets.map(({ id }) => id)).toEqual(['dbt:model.shop.a']);
  });
});

describe('the columns that a query gives', () => {
  it.each([
    ['aliases and plain names', 'select a, t.b, count(*) as n, sum(x) total from t', ['a', 'b', 'n', 'total']],
    ['through its own queries', 'with s as (select a, b from t), f as (select * from s) select * from f', ['a', 'b']],
    ['all but some', 'with s as (select a, b from t) select * except (b) from s', ['a']],
    ['of one of two', 'with s as (select a from t), r as (select b from t) select s.* from s join r on true', ['a']],
    ['of a subquery', 'select * from (select a, b from t) x', ['a', 'b']],
    ['the first of a union', 'select a from t union all select b from u', ['a']],
    ['every branch', 'select a {% if is_incremental() %}, b {% else %}, c {% endif %} from t', ['a', 'b', 'c']],
    [
      'one round of a loop',
      'select {% for x in xs %} {{ x }} as amount {% if not loop.last %},{% endif %} {% endfor %} from t',
      ['amount'],
    ],
    ['what a macro names', "select {{ surrogate(['a']) }} as id, b from t", ['id', 'b']],
    ['and nothing of a macro', '{% macro m() %} select x {% endmacro %} select a from t', ['a']],
  ])('%s', (_, query, expected) => {
    expect(columns(query)).toEqual(expected);
    expect(partial(query)).toBe(false);
  });

  it.each([
    ['a star from elsewhere', "select * from {{ ref('x') }}"],
    ['a macro that names its own columns', "select {{ dbt_utils.star(ref('x')) }} from t"],
    ['an expression without a name', 'select a + 1 from t'],
  ])('%s leaves them unknown, not absent', (_, query) => {
    expect(partial(query)).toBe(true);
  });

  it('queries that name each other end', () => {
    expect(partial('with a as (select * from b), b as (select * from a) select * from a')).toBe(true);
  });
});

const yaml = (body: string): Files => ({
  'models/m.sql': 'select email, 1 as id from t',
  'models/schema.yml': `models:\n  - name: m\n${body}`,
});
const fact = (files: Files, name: string): unknown => asset(files, 'm')?.facts[name]?.value ?? asset(files, 'm')?.facts[name];
const fieldFact = (files: Files, name: string): unknown =>
  asset(files, 'm')?.fields.find((field) => field.name === 'email')?.facts[name]?.value;

describe('what properties and config say', () => {
  it.each([
    ['meta, old place', '    meta: { contains_pii: true }\n', 'tags', { contains_pii: true }],
    ['meta, new place', '    config: { meta: { governance: { pii: email } } }\n', 'tags', { 'governance.pii': 'email' }],
    ['tags of both', '    tags: [daily]\n    config: { tags: pii }\n', 'tags', { daily: true, pii: true }],
    ['contract', '    config: { contract: { enforced: true } }\n', 'contract', { enforced: true }],
    ['access', '    access: private\n', 'access', 'private'],
    ['owner in meta', '    meta: { owner: payments }\n', 'owner', 'payments'],
    ['grants', '    config: { grants: { select: [reporter] } }\n', 'grants', [{ to: 'reporter', privileges: ['select'], on: 'm' }]],
  ])('%s', (_, body, name, value) => {
    expect(fact(yaml(body), name)).toEqual(value);
  });

  it.each([
    ['tags', '        tags: [pii]\n', 'tags', { pii: true }],
    ['a mask', '        column_mask: { function: mask_email }\n', 'masking', 'mask_email'],
    ['a mask in meta', '        meta: { masking_policy: mask_email }\n', 'masking', 'mask_email'],
    ['platform tags', '        databricks_tags: { pii: email }\n', 'tags', { pii: 'email' }],
    ['a constraint', '        constraints: [{ type: not_null }]\n', 'nullable', false],
    [
      'tests, which are no constraint',
      '        data_tests: [not_null, { accepted_values: { values: [a] } }]\n',
      'tests',
      ['not_null', 'accepted_values'],
    ],
  ])('of a column: %s', (_, body, name, value) => {
    expect(fieldFact(yaml(`    columns:\n      - name: email\n${body}`), name)).toEqual(value);
  });

  it('config() in the query, its literals known and its calls unknown', () => {
    const query = "{{ config(materialized='table', tags=['daily'], grants=var('readers')) }} select 1 as id";
    const facts = asset({ 'models/m.sql': query }, 'm')?.facts;
    expect(facts?.['materialized']?.value).toBe('table');
    expect(facts?.['tags']?.value).toEqual({ daily: true });
    expect(facts?.['grants']).toMatchObject({ unknown: "var('readers')" });
    expect(facts?.['grants']?.value).toBeUndefined();
  });

  it('a template in YAML is unknown too', () => {
    expect(asset(yaml('    meta: { owner: "{{ var(\'team\') }}" }\n'), 'm')?.facts['owner']).toMatchObject({
      unknown: "{{ var('team') }}",
    });
  });

  it('folders cascade, and the nearest wins', () => {
    const project =
      'name: shop\nmodels:\n  shop:\n    +tags: [all]\n    +materialized: view\n    marts:\n      +materialized: table\n      +meta: { domain: sales }\n';
    const files = { 'dbt_project.yml': project, 'models/marts/m.sql': 'select 1 as id' };
    expect(fact(files, 'materialized')).toBe('table');
    expect(fact(files, 'tags')).toEqual({ all: true, domain: 'sales' });
  });

  it('a group answers for its members', () => {
    const files = {
      ...yaml('    config: { group: finance }\n'),
      'models/groups.yml': 'groups:\n  - name: finance\n    owner: { email: finance@acme.example }\n',
    };
    expect(fact(files, 'owner')).toEqual({ email: 'finance@acme.example' });
  });
});

it('a column stands in its properties, in its query, or in both', () => {
  const files = yaml('    columns:\n      - name: email\n      - name: phone\n');
  const places = asset(files, 'm')?.fields.map(({ name, facts }) => [name, facts['declared_in']?.value]);
  expect(places).toEqual([
    ['email', ['properties', 'query']],
    ['phone', ['properties']],
    ['id', ['query']],
  ]);
});

it('a source says for its tables what it says of itself', () => {
  const files = {
    'models/src.yml':
      'sources:\n  - name: crm\n    meta: { owner: crm-team }\n    tables:\n      - name: contacts\n        columns: [{ name: email }]\n',
  };
  expect(asset(files, 'crm.contacts')).toMatchObject({
    id: 'dbt:source.shop.crm.contacts',
    kind: 'source',
    facts: { owner: { value: 'crm-team' } },
  });
});

it('names what a model reads, each at its place', () => {
  const text = "select 1 as a from {{ ref('orders') }} join {{ source('crm', 'contacts') }} on true join {{ ref('pkg', 'x') }} on true";
  const upstream = asset({ 'models/m.sql': text }, 'm')?.facts['upstream'];
  expect(upstream?.value).toEqual(['orders', 'crm.contacts', 'x']);
  const slices = Object.values(upstream?.parts ?? {}).map((place: Location) => text.slice(place.start.offset, place.end.offset));
  expect(slices).toEqual(["ref('orders')", "source('crm', 'contacts')", "ref('pkg', 'x')"]);
});

it('every name is at its place, byte for byte', () => {
  const files = {
    'models/m.sql': '\ufeffselect émail, "Quoted" as q\r\nfrom t',
    'models/schema.yml': 'models:\r\n  - name: m\r\n    columns:\r\n      - name: "émail"\r\n      - { name: q }\r\n',
  };
  const { assets, project } = readAll(files);
  const places = assets.flatMap(({ fields }) =>
    fields.map(({ location }) => (project as Files)[location.file]?.slice(location.start.offset, location.end.offset)),
  );
  expect(places).toEqual(['"émail"', 'q']);
});

describe('what cannot be read is a problem at its place, and the rest counts', () => {
  it('broken properties', () => {
    const { assets, problems } = readAll({
      'models/m.sql': 'select 1 as id',
      'models/schema.yml': 'models:\n  - name: m\n    columns: [\n',
    });
    expect(assets.map(({ name }) => name)).toEqual(['m']);
    expect(problems).toMatchObject([{ code: 'yaml-unreadable', undecided: true, location: { file: 'models/schema.yml' } }]);
  });

  it('a tag that never ends', () => {
    expect(readAll({ 'models/m.sql': 'select a from {{ ref(\n' }).problems).toMatchObject([
      { code: 'jinja-unreadable', location: { start: { line: 1, column: 15 } } },
    ]);
  });

  it.each([
    ['brackets', `models: ${'['.repeat(5000)}`],
    ['indentation', Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    [
      'aliases',
      `a: &a [${'x,'.repeat(50)}]\n${Array.from({ length: 8 }, (_, i) => `b${i}: &b${i} [${`*${i === 0 ? 'a' : `b${i - 1}`},`.repeat(50)}]`).join('\n')}\nmodels: *b7\n`,
    ],
  ])('a bomb of %s', (_, text) => {
    expect(readAll({ 'models/schema.yml': text }).problems[0]).toMatchObject({ undecided: true });
  });

  it.each([
    ['open tags', '{{'.repeat(100_000)],
    ['nested queries', `select * from ${'('.repeat(50_000)}`],
    ['ifs', '{% if x %}'.repeat(20_000)],
    ['branches in branches', '{% if x %}{% else %}'.repeat(20_000) + '{% endif %}'.repeat(20_000)],
    ['braces that stay open', '{{ { { { }}'.repeat(50_000)],
    ['many tags', '{{ x }} '.repeat(100_000)],
    ['configs', `{{ config(${'tags=["a"],'.repeat(20_000)}) }}`],
    [
      'queries that double',
      `with a0 as (select * from t), ${Array.from({ length: 59 }, (_, i) => `a${i + 1} as (select * from a${i}, a${i} b)`).join(', ')} select * from a59`,
    ],
  ])('%s are answered', (_, text) => {
    expect(asset({ 'models/m.sql': text }, 'm')?.partial).toBe(true);
  });

  it('an alias inside of its own anchor ends', () => {
    const text = 'models:\n  - &m\n    name: m\n    meta: { again: *m, owner: payments }\n';
    expect(asset({ 'models/m.sql': 'select 1 as id', 'models/schema.yml': text }, 'm')?.facts['owner']?.value).toBe('payments');
  });

  it.each([
    ['one map', '{ <<: *a, tags: [own] }', { own: true, owner: 'a-team' }],
    ['several, the first before the others', '{ <<: [*a, *b] }', { all: true, owner: 'a-team' }],
  ])('what is merged from %s counts less than what stands there', (_, config, tags) => {
    const text = `x: &a { tags: [all], meta: { owner: a-team } }\ny: &b { tags: [other], meta: { owner: b-team } }\nmodels:\n  - name: m\n    config: ${config}\n`;
    expect(asset({ 'models/m.sql': 'select 1 as id', 'models/schema.yml': text }, 'm')?.facts['tags']?.value).toEqual(tags);
  });

  it('names of any kind are names', () => {
    const files = yaml('    columns:\n      - name: __proto__\n      - name: constructor\n    meta: { __proto__: x }\n');
    expect(asset(files, 'm')?.fields.map(({ name }) => name)).toEqual(['__proto__', 'constructor', 'email', 'id']);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
