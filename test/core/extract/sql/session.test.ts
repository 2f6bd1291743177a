import { describe, expect, it } from 'vitest';
import { sql } from '../../../../src/core/extract/sql/index.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/settings/default-settings.ts';
import { aTree } from '../../../fakes/a-tree.ts';

const noGrammar = () => {
  throw new Error('SQL needs no grammar');
};

/** Reads files by name and assembles them as one unit. */
function assemble(files: Readonly<Record<string, string>>, dialect = 'snowflake') {
  const parts = Object.entries(files).map(([path, text]) => {
    const { part } = sql.read({ path, text, size: text.length }, dialect, noGrammar);
    if (!part) throw new Error(`${path} was not read`);
    return { path, role: dialect, part };
  });
  return sql.assemble('sql', parts, DEFAULT_SETTINGS);
}

const names = (files: Readonly<Record<string, string>>) =>
  assemble(files)
    .assets.map(({ name }) => name)
    .toSorted();
const masks = (files: Readonly<Record<string, string>>) =>
  assemble(files).assets.flatMap(({ name, fields }) =>
    fields.map((field) => `${name}.${field.name} ${String(field.facts['masking']?.value ?? 'clear')}`),
  );
const changes = (files: Readonly<Record<string, string>>, dialect?: string) =>
  assemble(files, dialect).changes.map(({ kind, name }) => `${kind} ${name}`);

describe('a name without a schema stands in the one that was named last', () => {
  it.each([
    ['USE SCHEMA a.s; CREATE TABLE t (x INT);', ['s.t']],
    ['USE a.s; CREATE TABLE t (x INT); USE SCHEMA r; CREATE TABLE t (x INT);', ['r.t', 's.t']],
    ['SET search_path TO s; CREATE TABLE t (x INT);', ['s.t']],
    ['USE WAREHOUSE w; USE ROLE r; CREATE TABLE t (x INT);', ['t']],
    ['USE SCHEMA s; CREATE TABLE other.t (x INT); CREATE WAREHOUSE w;', ['other.t', 'w']],
  ])('%s', (text, expected) => {
    expect(names({ 'a.sql': text })).toEqual(expected);
  });
});

describe('one table under a longer and a shorter name', () => {
  it('a mask that is set by the shorter name counts', () => {
    const files = { 'a.sql': 'CREATE TABLE db.s.t (email STRING);', 'b.sql': 'ALTER TABLE s.t MODIFY COLUMN email SET MASKING POLICY p;' };
    expect(masks(files)).toEqual(['db.s.t.email p']);
  });

  it('in whatever order the files come', () => {
    const files = { 'a.sql': 'ALTER TABLE db.s.t MODIFY COLUMN email SET MASKING POLICY p;', 'b.sql': 'CREATE TABLE s.t (email STRING);' };
    expect(masks(files)).toEqual(['s.t.email p']);
  });

  it('but not where it could be two', () => {
    const files = {
      'a.sql': 'CREATE TABLE x.s.t (e STRING); CREATE TABLE y.s.t (e STRING); ALTER TABLE s.t MODIFY COLUMN e SET MASKING POLICY p;',
    };
    expect(masks(files).filter((one) => one.endsWith(' p'))).toEqual(['s.t.e p']);
  });

  it('and two declared tables stay two', () => {
    expect(names({ 'a.sql': 'CREATE TABLE x.s.t (e STRING); CREATE TABLE s.t (e STRING);' })).toEqual(['s.t', 'x.s.t']);
  });
});

describe('what is ordered on what others may use', () => {
  it.each([
    ['each of several names', 'DROP TABLE a, s.b CASCADE;', ['removed a', 'removed s.b']],
    ['each table that is emptied with others', 'TRUNCATE a, b CASCADE;', ['changed a', 'changed b']],
    ['nothing, where the same file declares it anew', 'DROP TABLE IF EXISTS t; CREATE TABLE t (a INT);', []],
    ['inside of an anonymous block', 'DO $$ BEGIN DROP TABLE a; END $$;', ['removed a']],
    ['nothing in the body of a procedure', 'CREATE PROCEDURE p() AS $$ BEGIN DROP TABLE a; END $$;', []],
    ['nothing on the way back', '-- +goose Up\nALTER TABLE a ADD COLUMN x INT;\n-- +goose Down\nDROP TABLE a;', ['changed a']],
  ])('%s', (_, text, expected) => {
    expect(changes({ 'v1.sql': text }, 'postgres')).toEqual(expected);
  });

  it.each(['db/001_users.down.sql', 'db/U2__undo.sql'])('%s is a way back and is not read', (path) => {
    expect(sql.claim(path, aTree({}), DEFAULT_SETTINGS)).toBeNull();
  });
});
