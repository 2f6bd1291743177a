import { describe, expect, it } from 'vitest';
import type { Asset, Fact } from '../../../../src/model/asset.ts';
import { readProject, type Files } from './read-project.ts';

const model = (files: Files): Asset | undefined => readProject(files).assets.find(({ name }) => name === 'm');
const said = ({ value, unknown }: Partial<Fact> = {}): unknown => (unknown === undefined ? value : { value, unknown });

const SQL = 'select id, email from t';
const properties = (more: string): Files => ({ 'models/m.sql': SQL, 'models/m.yml': `models:\n  - name: m\n    ${more}\n` });
const config = (argument: string): Files => ({ 'models/m.sql': `{{ config(${argument}) }} ${SQL}` });

describe('settings of warehouses', () => {
  it.each([
    ['config: {partition_expiration_days: 30}', 'retention', { days: 30 }],
    ['config: {hours_to_expiration: 48}', 'retention', { days: 2 }],
    ['config: {kms_key_name: projects/p/k}', 'encryption_at_rest', 'customer-key'],
    ['config: {labels: {contains_pii: "yes"}}', 'tags', { contains_pii: 'yes' }],
    ['config: {databricks_tags: {pii: email}}', 'tags', { pii: 'email' }],
    ['config: {row_access_policy: "p on (id)"}', 'row_filter', 'p on (id)'],
    ['config: {row_filter: {function: f, columns: [id]}}', 'row_filter', 'f'],
  ])('%s', (more, name, value) => {
    expect(model(properties(more))?.facts[name]?.value).toEqual(value);
  });

  it.each([
    ['config: {meta: {masking_policy: mask_email}}', 'masking', 'mask_email'],
    ['meta: {masking_policy: mask_email}', 'masking', 'mask_email'],
    ['column_mask: {function: mask_email, using_columns: id}', 'masking', 'mask_email'],
    ['config: {tags: [pii]}', 'tags', { pii: true }],
    ['databricks_tags: {pii: email}', 'tags', { pii: 'email' }],
    ['policy_tags: [projects/p/t]', 'masking', ['projects/p/t']],
    ['data_tests: [unique]', 'tests', ['unique']],
    ['constraints: [{type: not_null}]', 'constraints', [{ type: 'not_null' }]],
  ])('of a column: %s', (more, name, value) => {
    const column = model(properties(`columns:\n      - name: email\n        ${more}`))?.fields.find((field) => field.name === 'email');
    expect(column?.facts[name]?.value).toEqual(value);
  });
});

const GRANT = 'grant select, insert on {{ this }} to role Analyst';
const MASK = 'alter table {{ this }} modify column EMAIL set masking policy gov.mask_email';

describe('statements that run behind a model', () => {
  it.each([
    ['one', config(`post_hook="${GRANT}"`)],
    ['one of a list', config(`post_hook=['analyze x', '${GRANT};']`)],
    ['with its transaction', config(`post_hook={'sql': '${GRANT}', 'transaction': False}`)],
    ['in properties', properties(`config: {post-hook: "${GRANT}"}`)],
    ['in the project file', { 'models/m.sql': SQL, 'dbt_project.yml': `name: shop\nmodels:\n  +post-hook: "${GRANT}"\n` }],
  ])('grant: %s', (_, files) => {
    expect(model(files)?.facts['grants']?.value).toEqual([{ to: 'Analyst', privileges: ['select', 'insert'], on: 'm' }]);
  });

  it('add to what the settings grant', () => {
    const found = model(config(`grants={'select': ['a']}, post_hook="${GRANT}"`))?.facts['grants'];
    expect(found?.value).toMatchObject([{ to: 'a' }, { to: 'Analyst' }]);
    expect(Object.keys(found?.parts ?? {})).toEqual(['0', '1']);
  });

  it('to whom a template says is unknown', () => {
    const found = model(config(`post_hook="grant select on {{ this }} to {{ var('reader') }}"`))?.facts['grants'];
    expect(said(found)).toEqual({ value: [], unknown: "{{ var('reader') }}" });
  });

  it('mask a column, which stood in clear until then', () => {
    const files = config(`post_hook="${MASK}"`);
    const found = model(files);
    const mask = found?.fields.find(({ name }) => name === 'email')?.facts['masking'];
    expect(mask?.value).toBe('gov.mask_email');
    expect(files['models/m.sql']?.slice(mask?.location.start.offset, mask?.location.end.offset)).toContain(MASK);
    expect(found?.facts['created_in_clear_until']?.value).toBe('models/m.sql:1');
  });

  it('filter rows', () => {
    const files = config("post_hook='alter table {{this}} add row access policy gov.rows on (id)'");
    expect(model(files)?.facts['row_filter']?.value).toBe('gov.rows');
  });

  it.each(['grant select on other to x', 'analyze {{ this }}', "{{ mask('email') }}", `grant ${'a, '.repeat(900)} on {{ this }} to x`])(
    'of other things say nothing: %s',
    (hook) => {
      expect(Object.keys(model(config(`post_hook="${hook}"`))?.facts ?? {}).toSorted()).toEqual(['declared_in']);
    },
  );
});

describe('versions of a model', () => {
  const files: Files = {
    'models/m_v1.sql': SQL,
    'models/m_v2.sql': SQL,
    'models/m.yml':
      'models:\n  - name: m\n    latest_version: 1\n    columns: [{name: id, data_type: int}, {name: email, data_type: text}]\n    versions:\n      - v: 1\n      - v: 2\n        config: {materialized: table}\n        columns: [{include: all, exclude: [email]}, {name: phone, data_type: text}]\n',
    'models/r.sql': "select 1 as a from {{ ref('m') }}",
  };
  const version = (name: string): Asset | undefined => readProject(files).assets.find((one) => one.name === name);
  const documented = (name: string): readonly (string | undefined)[] | undefined =>
    version(name)?.fields.map((field) => `${field.name} ${field.type}`);

  it('each have their file, number, settings and columns', () => {
    expect([version('m.v1')?.file, version('m.v2')?.file]).toEqual(['models/m_v1.sql', 'models/m_v2.sql']);
    expect(version('m.v2')?.facts['version']?.value).toBe('2');
    expect(version('m.v2')?.facts['materialized']?.value).toBe('table');
    expect(documented('m.v1')).toEqual(['id int', 'email text']);
    expect(documented('m.v2')).toEqual(['id int', 'phone text', 'email undefined']);
    expect(version('m.v2')?.aliases).toEqual(['relation:m_v2']);
  });

  it('the latest is what a plain reference means', () => {
    expect(readProject(files).edges.map(({ from }) => from.asset)).toContain('dbt:model.shop.m.v1');
  });
});
