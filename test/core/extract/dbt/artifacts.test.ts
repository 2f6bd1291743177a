import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../../src/model/asset.ts';
import { readParts, readProject, type Files } from './read-project.ts';

const artifact = (kind: string, version: string, more: object): string =>
  JSON.stringify({ metadata: { dbt_schema_version: `https://schemas.getdbt.com/dbt/${kind}/${version}.json` }, ...more }, undefined, 2);

const CATALOG = artifact('catalog', 'v1', {
  nodes: { 'model.shop.m': { columns: { EMAIL: { type: 'TEXT', name: 'EMAIL' }, ID: { type: 'NUMBER', name: 'ID' } } } },
  sources: { 'source.shop.crm.contacts': { columns: { phone: { type: 'varchar', name: 'phone' } } } },
});
const MANIFEST = artifact('manifest', 'v12', {
  nodes: {
    'model.shop.m': {
      schema: 'prod_mart',
      alias: 'm',
      relation_name: '"db"."prod_mart"."m"',
      config: { schema: 'mart', materialized: 'table', group: 'sales', tags: ['old'] },
      columns: {},
    },
    'test.shop.t': { config: {} },
  },
});
const PROJECT: Files = {
  'models/m.sql': "{{ config(schema=env(), group='finance') }} select id, email from t",
  'models/s.yml': 'sources:\n  - name: crm\n    tables:\n      - name: contacts\n        columns: [{name: Phone}]\n',
};
const asset = (files: Files, name = 'm') => readProject({ ...PROJECT, ...files }).assets.find((one) => one.name === name);
const textAt = (files: Files, fact: Fact | undefined): [string | undefined, string | undefined] => {
  const { file = '', start, end } = fact?.location ?? {};
  return [file, files[file]?.slice(start?.offset, end?.offset)];
};

describe('what dbt wrote when it last ran', () => {
  it('gives columns the types that the warehouse gave them, at their place', () => {
    const files = { 'target/catalog.json': CATALOG };
    const type = asset(files)?.fields.find(({ name }) => name === 'email')?.facts['physical_type'];
    expect(type?.value).toBe('TEXT');
    expect(textAt(files, type)).toEqual(['target/catalog.json', '"TEXT"']);
    expect(asset(files, 'crm.contacts')?.fields[0]?.facts['physical_type']?.value).toBe('varchar');
  });

  it('tells what the text leaves to a template, and never what the text tells itself', () => {
    const files = { 'manifest.json': MANIFEST };
    const found = asset(files);
    expect(found?.facts['schema']).toMatchObject({ value: 'prod_mart', location: { file: 'manifest.json' } });
    expect(found?.facts['schema']?.unknown).toBeUndefined();
    expect(found?.facts['group']).toMatchObject({ value: 'finance', location: { file: 'models/m.sql' } });
    expect(found?.facts['tags']).toBeUndefined();
  });

  it('tells the name in the warehouse', () => {
    const found = asset({ 'manifest.json': MANIFEST });
    expect(found?.facts['qualified_name']?.value).toBe('db.prod_mart.m');
    expect(found?.aliases).toContain('relation:db.prod_mart.m');
  });

  it('makes no node or column that the text does not have', () => {
    const names = ({ assets }: ReturnType<typeof readProject>) => assets.map(({ id, fields }) => [id, ...fields.map(({ name }) => name)]);
    expect(names(readProject({ ...PROJECT, 'catalog.json': CATALOG, 'manifest.json': MANIFEST }))).toEqual(names(readProject(PROJECT)));
  });
});

describe('artifacts that cannot be used', () => {
  it.each([
    ['of a version that is not known', artifact('manifest', 'v99', {}), 'dbt-artifact-version'],
    ['of another kind', artifact('run-results', 'v6', {}), 'dbt-artifact-version'],
    ['broken', CATALOG.slice(0, 300), 'json-unreadable'],
    ['endless', `${CATALOG}${' '.repeat(2_000_000)}`, 'dbt-artifact-large'],
    ['nested', CATALOG.replace('"sources": {', `"sources": {"a": ${'['.repeat(100_000)}`), 'json-too-deep'],
  ])('%s: a note, and the text is judged without', (_, text, code) => {
    const { problems, assets } = readProject({ ...PROJECT, 'catalog.json': text });
    expect(problems.map((problem) => [problem.code, problem.location.file, problem.undecided])).toEqual([
      [code, 'catalog.json', undefined],
    ]);
    expect(assets.map(({ name }) => name)).toEqual(['m', 'crm.contacts']);
  });

  it('another manifest is none of dbt', () => {
    expect(readParts({ 'web/manifest.json': '{"name": "app"}' })).toMatchObject({ parts: [{ path: 'dbt_project.yml' }], problems: [] });
  });

  it('names of any kind are names', () => {
    const text = artifact('catalog', 'v1', { nodes: {} }).replace(
      '"nodes": {}',
      '"nodes": {"model.shop.m": {"columns": {"__proto__": {"type": "x"}}}, "__proto__": {}}',
    );
    expect(asset({ 'catalog.json': text })?.fields.map(({ name }) => name)).toEqual(['id', 'email']);
  });
});
