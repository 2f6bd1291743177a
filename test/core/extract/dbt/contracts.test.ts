import { describe, expect, it } from 'vitest';
import { dbt } from '../../../../src/core/extract/dbt/index.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/settings/default-settings.ts';
import { readParts, type Files } from './read-project.ts';

const differences = (base: Files, head: Files) => dbt.differences?.(readParts(base).parts, readParts(head).parts, DEFAULT_SETTINGS) ?? [];
const told = (base: Files, head: Files): readonly string[] =>
  differences(base, head).map(({ kind, path, breaks }) => [kind, path, ...breaks].filter(Boolean).join(' '));

const CONTRACT = 'config: {contract: {enforced: true}}';
const COLUMNS = '[{name: id, data_type: int, constraints: [{type: not_null}]}, {name: mail, data_type: varchar(20)}]';
const model = (more: string): string => `models:\n  - name: m\n    ${more}\n`;
const yaml = (columns = COLUMNS, config = CONTRACT): string => model(`${config}\n    columns: ${columns}`);
const project = (properties: string, materialized = 'table'): Files => ({
  'models/m.sql': `{{ config(materialized='${materialized}') }} select id, mail from t`,
  'models/m.yml': properties,
});
const BASE = project(yaml());

describe('what a change takes from the readers of a contract', () => {
  it.each([
    ['nothing', BASE, []],
    ['a column', project(yaml(COLUMNS.replace('mail', 'email'))), ['removed mail forward']],
    ['a column in other letters', project(yaml(COLUMNS.replace('mail', 'MAIL'))), ['removed mail forward']],
    ['a type', project(yaml(COLUMNS.replace('int,', 'text,'))), ['type-changed id forward']],
    ['no more than size and case', project(yaml(COLUMNS.replace('varchar(20)', 'VARCHAR( 5 )'))), []],
    ['a constraint of a column', project(yaml(COLUMNS.replace('not_null', 'unique'))), ['constraint-loosened id forward']],
    ['what only tables keep', project(yaml(), 'view'), ['option-changed forward']],
    ['nothing where another kind of table keeps it', project(yaml(), 'incremental'), []],
    ['the contract', project(yaml(COLUMNS, 'config: {contract: {enforced: false}}')), ['option-changed forward']],
    ['the contract, where nothing is said of one', project(yaml(COLUMNS, 'description: x')), ['option-changed forward']],
    ['nothing that is known, where a template tells', project(yaml(COLUMNS, 'config: {contract: {enforced: "{{ var(\'x\') }}"}}')), []],
    ['the model', { 'models/m.yml': 'models: []\n' }, ['removed forward']],
    [
      'the model, which is disabled',
      project(yaml(COLUMNS, 'config: {enabled: false, contract: {enforced: true}}')),
      ['option-changed forward'],
    ],
  ])('%s', (_, head, expected) => {
    expect(told(BASE, head)).toEqual(expected);
  });

  it('a constraint of the model', () => {
    const before = project(yaml(COLUMNS, `${CONTRACT}\n    constraints: [{type: primary_key, columns: [id]}]`));
    expect(told(before, BASE)).toEqual(['constraint-loosened forward']);
  });

  it('nothing that a view promised by a constraint', () => {
    expect(told(project(yaml(), 'view'), project(yaml(COLUMNS.replace('not_null', 'unique')), 'view'))).toEqual([]);
  });

  it('nothing where no contract was enforced, or the model was disabled', () => {
    expect(told(project(yaml(COLUMNS, 'description: x')), project(yaml('[]')))).toEqual([]);
    expect(told(project(yaml(COLUMNS, 'config: {enabled: false, contract: {enforced: true}}')), project(yaml('[]')))).toEqual([]);
  });

  it('a model that may go from some day on: whether the day has come is not known', () => {
    const before = project(yaml(COLUMNS, `${CONTRACT}\n    deprecation_date: 2024-05-01`));
    const [only] = differences(before, {});
    expect(only).toMatchObject({ kind: 'removed', breaks: [], unknown: 'whether 2024-05-01 has passed' });
  });
});

describe('how it is told', () => {
  const versions = `${CONTRACT}\n    versions: [{v: 1}]`;

  it('dbt warns of a model without versions', () => {
    expect(differences(BASE, project(yaml('[]')))[0]?.message).toBe(
      'm.id is no longer promised: its contract was enforced, so dbt warns of it',
    );
  });

  it('and stops at a version', () => {
    const [only] = differences(project(yaml(COLUMNS, versions)), project(yaml(COLUMNS.replace('int,', 'text,'), versions)));
    expect(only?.asset).toBe('dbt:model.shop.m.v1');
    expect(only?.message).toBe(
      'm.v1.id changes its type from int to text: its contract was enforced, so dbt stops there: make a new version instead',
    );
  });

  it('at what changed', () => {
    const head = project(yaml(COLUMNS.replace('int,', 'text,')));
    const [only] = differences(BASE, head);
    const { file = '', start, end } = only?.location ?? {};
    expect([file, head[file]?.slice(start?.offset, end?.offset)]).toEqual(['models/m.yml', 'id']);
  });
});
