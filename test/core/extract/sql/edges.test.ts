import { describe, expect, it } from 'vitest';
import { sql } from '../../../../src/core/extract/sql/index.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/settings/default-settings.ts';

const parse = () => {
  throw new Error('SQL needs no grammar');
};

/** What several files are assembled to; parts go through JSON, as when they are kept. */
function assembled(files: Readonly<Record<string, string>>) {
  const parts = Object.entries(files).map(([path, text]) => {
    const { part } = sql.read({ path, text, size: text.length }, 'auto', parse);
    return { path, role: 'auto', part: JSON.parse(JSON.stringify(part)) as NonNullable<typeof part> };
  });
  return sql.assemble('sql', parts, DEFAULT_SETTINGS);
}

const edgesOf = (files: Readonly<Record<string, string>>): readonly string[] =>
  (assembled(files).edges ?? []).map(({ from, to, how }) => {
    const end = ({ asset, field }: { readonly asset: string; readonly field?: string }): string =>
      field === undefined ? asset : `${asset}#${field}`;
    return `${end(from)} > ${end(to)}${how === undefined ? '' : ` ${how}`}`;
  });

const TABLE = 'create table crm.contacts (id int, email text);';

describe('what statements move', () => {
  it('is told between relations and columns, with the mention of the source', () => {
    const text = `${TABLE}\ncreate view mart.c as select id, upper(email) as mail from crm.contacts;`;
    const { edges = [] } = assembled({ 'a.sql': text });
    expect(edges.map(({ location }) => text.slice(location.start.offset, location.end.offset))).toEqual(['crm.contacts', 'id', 'email']);
    expect(edgesOf({ 'a.sql': text })).toEqual([
      'relation:crm.contacts > relation:mart.c',
      'relation:crm.contacts#id > relation:mart.c#id same',
      'relation:crm.contacts#email > relation:mart.c#mail computed',
    ]);
  });

  it('goes into tables that nothing declares', () => {
    expect(edgesOf({ 'a.sql': 'insert into raw.x (p) select email from stg.y' })).toEqual([
      'relation:stg.y > relation:raw.x',
      'relation:stg.y#email > relation:raw.x#p same',
    ]);
    expect(edgesOf({ 'a.sql': 'copy into raw.x from @st/p' })).toEqual([
      'stage:st/p > relation:raw.x',
      'stage:st/p#* > relation:raw.x#* same',
    ]);
  });

  it('fills the columns of a declared table by their places', () => {
    expect(edgesOf({ 'a.sql': `${TABLE} insert into crm.contacts select a, b from t` })).toEqual([
      'relation:t > relation:crm.contacts',
      'relation:t#a > relation:crm.contacts#id same',
      'relation:t#b > relation:crm.contacts#email same',
    ]);
  });

  it('stands in the schema of the session', () => {
    expect(edgesOf({ 'a.sql': 'use schema fin; insert into l select u.x from i join u on true' })).toEqual([
      'relation:fin.i > relation:fin.l',
      'relation:fin.u > relation:fin.l',
      'relation:fin.u#x > relation:fin.l#x same',
    ]);
  });

  it('has no end that a template makes up', () => {
    expect(edgesOf({ 'a.sql': "insert into m.f select * from {{ source('x', 'y') }}; insert into {{ z }}.g select id from c" })).toEqual(
      [],
    );
  });

  it('takes over where one part of a union does', () => {
    expect(edgesOf({ 'a.sql': 'create view v as select e from a union all select lower(e) from b' }).slice(2)).toEqual([
      'relation:a#e > relation:v#e same',
      'relation:b#e > relation:v#e computed',
    ]);
  });
});

describe('stars', () => {
  const files = {
    'a.sql': 'create view v3 as select * from v2;',
    'b.sql': 'create view v2 as select c.*, 1 as one from v1 c;',
    'c.sql': `${TABLE} create view v1 as select * from crm.contacts;`,
  };

  it('are written out through views, in whatever order they stand', () => {
    expect(edgesOf(files).filter((edge) => edge.includes('#') && edge.includes('v3'))).toEqual([
      'relation:v2#id > relation:v3#id same',
      'relation:v2#email > relation:v3#email same',
      'relation:v2#one > relation:v3#one same',
    ]);
    expect(assembled(files).assets.find(({ name }) => name === 'v3')).toMatchObject({
      fields: [{ name: 'id', facts: { upstream: { value: ['v2.id'] } } }, { name: 'email' }, { name: 'one' }],
    });
    expect(assembled(files).assets.map(({ partial }) => partial ?? false)).toEqual([false, false, false, false]);
  });

  it('stay stars over what nobody declares', () => {
    const told = assembled({ 'a.sql': 'create view v as select * from t' });
    expect(told.edges?.at(-1)).toMatchObject({ from: { asset: 'relation:t', field: '*' }, to: { asset: 'relation:v', field: '*' } });
    expect(told.assets).toMatchObject([{ name: 'v', partial: true, fields: [] }]);
  });

  it('end where views stand on each other', () => {
    expect(edgesOf({ 'a.sql': 'create view a as select * from b; create view b as select * from a;' })).toContain(
      'relation:b#* > relation:a#* same',
    );
  });

  it('through long chains are told', () => {
    const chain = Array.from(
      { length: 2000 },
      (_, at) => `create view v${at} as select * from ${at === 0 ? 'crm.contacts' : `v${at - 1}`};`,
    );
    const { assets } = assembled({ 'a.sql': `${TABLE} ${chain.join('\n')}` });
    expect(assets.at(-1)?.fields.map(({ name }) => name)).toEqual(['id', 'email']);
  });
});
