import { expect, it } from 'vitest';
import { isPlainDeclaration } from '../../../src/core/sql/is-plain-declaration.ts';

it.each([
  ['create table a (id int);', true],
  ['\n-- who may read\n/* all\n of it */ GRANT SELECT ON a TO b;', true],
  ['select 1 as id', false],
  ['-- create table a (id int)\nwith x as (select 1) select * from x', false],
  ["{{ config(materialized='table') }} create table a (id int)", false],
  ['create table {{ this }} (id int)', false],
  ['created_at', false],
  ['/* never ends create', false],
  ['', false],
])('%j: %s', (text, declares) => {
  expect(isPlainDeclaration(text)).toBe(declares);
});

it.each(['-- '.repeat(300_000), '/* '.repeat(300_000), ' \n'.repeat(500_000), '/**/'.repeat(300_000)])(
  'is answered, however long it is',
  (text) => {
    expect(isPlainDeclaration(text)).toBe(false);
  },
);
