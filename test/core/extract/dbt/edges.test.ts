import { describe, expect, it } from 'vitest';
import type { LineageEdge } from '../../../../src/model/lineage.ts';
import { readProject, type Files } from './read-project.ts';

const shown = ({ from, to, how }: LineageEdge): string => {
  const end = ({ asset, field }: LineageEdge['from']): string => (field === undefined ? asset : `${asset}#${field}`);
  return `${end(from)} > ${end(to)}${how === undefined ? '' : ` ${how}`}`;
};
const edges = (files: Files): readonly string[] => readProject(files).edges.map(shown);
const ofAssets = (files: Files): readonly string[] => edges(files).filter((edge) => !edge.includes('#'));
const ofColumns = (files: Files): readonly string[] => edges(files).filter((edge) => edge.includes('#'));

const SOURCES = 'sources:\n  - name: crm\n    tables:\n      - name: contacts\n';

describe('what feeds a node', () => {
  it.each([
    ['a model', "select 1 as a from {{ ref('o') }}", 'dbt:model.shop.o'],
    ['a model of its own project', "select 1 as a from {{ ref('shop', 'o') }}", 'dbt:model.shop.o'],
    ['a source', "select 1 as a from {{ source('crm', 'contacts') }}", 'dbt:source.shop.crm.contacts'],
    ['a model of a package', "select 1 as a from {{ ref('other', 'o') }}", 'relation:o'],
    ['a model that nobody declares', "select 1 as a from {{ ref('gone') }}", 'relation:gone'],
    ['a source that nobody declares', "select 1 as a from {{ source('ERP', 'Orders') }}", 'relation:erp.orders'],
    ['a relation by its own name', 'select 1 as a from raw.orders', 'relation:raw.orders'],
    ['a version', "select 1 as a from {{ ref('other', 'o', v=2) }}", 'relation:o_v2'],
  ])('%s', (_, text, from) => {
    const files = { 'models/m.sql': text, 'models/o.sql': 'select 1 as b', 'models/s.yml': SOURCES };
    expect(ofAssets(files)).toEqual([`${from} > dbt:model.shop.m`]);
  });

  it('each tag at its place, in every branch; what is commented out by the template is none', () => {
    const text =
      "select 1 as a from {% if x %}{{ ref('o') }}{% else %}{{ ref( 'p', v=2 ) }}{% endif %} {# {{ ref('q') }} #} {% set r = ref('r') %}";
    const { edges: found } = readProject({ 'models/m.sql': text });
    const slices = found
      .filter(({ to }) => to.field === undefined)
      .map(({ location: { start, end } }) => text.slice(start.offset, end.offset));
    expect(slices).toEqual(["{{ ref('o') }}", "{{ ref( 'p', v=2 ) }}", "ref('r')"]);
  });

  it('a name that a template may have given to a query is no relation', () => {
    const text = "with a as (select * from {{ ref('o') }}) {{ latest_of('a') }} select id from latest join raw.x on true";
    expect(ofAssets({ 'models/m.sql': text })).toEqual(['relation:o > dbt:model.shop.m', 'relation:raw.x > dbt:model.shop.m']);
    expect(edges({ 'models/m.sql': 'with {{ queries() }} select a.id from a' })).toEqual([]);
    const between = 'with a as (select 1 as id) {{ latest() }}, b as (select id from latest) select b.id from b';
    expect(edges({ 'models/m.sql': between })).toEqual([]);
  });

  it('snapshots, exposures, and models in Python', () => {
    const files = {
      'models/o.sql': 'select 1 as a',
      'models/p.py': "def model(dbt, session):\n    # dbt.ref('x')\n    return dbt.ref('o')\n",
      'snapshots/t.sql': "{% snapshot s %} select * from {{ ref('o') }} {% endsnapshot %}",
      'models/e.yml':
        "exposures:\n  - name: report\n    depends_on:\n      - ref('o')\nsnapshots:\n  - name: y\n    relation: source('crm', 'contacts')\n",
    };
    expect(new Set(ofAssets(files))).toEqual(
      new Set([
        'dbt:model.shop.o > dbt:model.shop.p',
        'dbt:model.shop.o > dbt:snapshot.shop.s',
        'dbt:model.shop.o > dbt:exposure.shop.report',
        'relation:crm.contacts > dbt:snapshot.shop.y',
      ]),
    );
  });

  it('the version that is asked for, or the latest', () => {
    const files = {
      'models/o_v1.sql': 'select 1 as a',
      'models/o.sql': 'select 1 as b',
      'models/o.yml': 'models:\n  - name: o\n    versions:\n      - v: 2\n      - v: 1\n',
      'models/m.sql': "select 1 as c from {{ ref('o') }}, {{ ref('o', v=1) }}",
    };
    expect(ofAssets(files)).toEqual(['dbt:model.shop.o.v2 > dbt:model.shop.m', 'dbt:model.shop.o.v1 > dbt:model.shop.m']);
  });
});

describe('what feeds a column', () => {
  it.each([
    ['a star', "select * from {{ ref('o') }}", ['dbt:model.shop.o#* > dbt:model.shop.m#* same']],
    [
      'through its own queries',
      "with x as (select * from {{ ref('o') }}), y as (select id as k, upper(b) as b from x) select * from y",
      ['dbt:model.shop.o#id > dbt:model.shop.m#k same', 'dbt:model.shop.o#b > dbt:model.shop.m#b computed'],
    ],
    [
      'of a join, where the columns of both are known',
      "select id, c from {{ ref('o') }} join {{ ref('p') }} on true",
      ['dbt:model.shop.o#id > dbt:model.shop.m#id same', 'dbt:model.shop.p#c > dbt:model.shop.m#c same'],
    ],
    ['all but some, where they are known', "select * exclude (b) from {{ ref('o') }}", ['dbt:model.shop.o#id > dbt:model.shop.m#id same']],
    [
      'of a name that a template gives',
      "{% set o = ref('o') %} select o.id from {{ o }} as o",
      ['dbt:model.shop.o#id > dbt:model.shop.m#id same'],
    ],
    [
      'in each branch',
      "select {% if x %} id as a {% else %} b as a {% endif %} from {{ ref('o') }}",
      ['dbt:model.shop.o#id > dbt:model.shop.m#a same', 'dbt:model.shop.o#b > dbt:model.shop.m#a same'],
    ],
    ['of what a macro gives', "select id from {{ union_of([ref('o')]) }}", []],
  ])('%s', (_, text, expected) => {
    const files = { 'models/m.sql': text, 'models/o.sql': 'select 1 as id, 2 as b', 'models/p.sql': 'select 3 as c' };
    expect(ofColumns(files)).toEqual(expected);
  });

  it('of a seed without columns, which nobody knows', () => {
    const files = {
      'models/m.sql': "select id from {{ ref('s') }} join {{ ref('o') }} on true",
      'seeds/s.csv': '',
      'models/o.sql': 'select 1 as b',
    };
    expect(ofColumns(files)).toEqual(['dbt:seed.shop.s#id > dbt:model.shop.m#id same']);
  });

  it('stands at the column', () => {
    const text = "select o.id as k from {{ ref('o') }} as o";
    const [edge] = readProject({ 'models/m.sql': text }).edges.filter(({ to }) => to.field === 'k');
    expect(text.slice(edge?.location.start.offset, edge?.location.end.offset)).toBe('o.id');
  });
});

describe('what a node is called in the warehouse', () => {
  it.each([
    ['a model by its name', { 'models/M.sql': 'select 1 as a' }, ['relation:m']],
    ['or its alias and schema', { 'models/m.sql': "{{ config(alias='x', schema='mart') }} select 1 as a" }, ['relation:mart.x']],
    ['not where a template makes it up', { 'models/m.sql': '{{ config(alias=name()) }} select 1 as a' }, undefined],
    ['an ephemeral one is nowhere', { 'models/m.sql': "{{ config(materialized='ephemeral') }} select 1 as a" }, undefined],
    ['a source by its own name', { 'models/s.yml': SOURCES }, ['relation:crm.contacts']],
    [
      'or its schema and identifier',
      { 'models/s.yml': 'sources:\n  - name: crm\n    schema: Raw\n    tables:\n      - name: c\n        identifier: C2\n' },
      ['relation:raw.c2'],
    ],
  ])('%s', (_, files: Files, expected) => {
    expect(readProject(files).assets[0]?.aliases).toEqual(expected);
  });
});

describe('hostile texts are answered', () => {
  it.each([
    ['calls on one line', "dbt.ref('o') ".repeat(80_000), 'p.py'],
    ['more columns than anybody writes', `select ${'a as b, '.repeat(100_000)} c from {{ ref('o') }}`, 'm.sql'],
    ['branches of branches', `${'{% if x %}a{% elif y %}b'.repeat(20_000)} from {{ ref('o') }}`, 'm.sql'],
    ['brackets', `select ${'('.repeat(100_000)} from {{ ref('o') }}`, 'm.sql'],
  ])('%s', (_, text, name) => {
    expect(ofAssets({ [`models/${name}`]: text })).toContain(`relation:o > dbt:model.shop.${name[0]}`);
  });

  it('calls in comments and other texts of Python are none', () => {
    const text = "# dbt.ref('a')\nx = \"dbt.ref('b')\"; y = dbt . ref('c'); z = ref('d'); w = 'it\\'s dbt.ref(\"e\")'\n";
    expect(ofAssets({ 'models/p.py': text })).toEqual(['relation:c > dbt:model.shop.p']);
  });
});
