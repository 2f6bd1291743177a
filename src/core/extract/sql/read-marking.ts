import type { Facts } from '../../../model/asset.ts';
import {
  isDone,
  isSign,
  partsOf,
  peek,
  placeOf,
  take,
  takeAny,
  takeGroup,
  takeSign,
  valueOf,
  within,
  type Cursor,
} from '../../sql/cursor.ts';
import { takeName, type Name } from '../../sql/names.ts';
import { factOf, tagFact } from './facts.ts';
import { about, onColumn, takeObject } from './objects.ts';
import type { Declared, Step } from './part.ts';
import { tagNames, takeTagList } from './read-alter.ts';
import { readPairs } from './read-options.ts';

/** `COMMENT ON TABLE t IS '…'`, `COMMENT ON COLUMN t.c IS '…'`; `IS NULL` takes the comment away. */
export function readComment(cursor: Cursor): Declared | null {
  take(cursor, 'IF', 'EXISTS');
  if (!take(cursor, 'ON')) return null;
  const object = take(cursor, 'COLUMN') ? 'COLUMN' : takeObject(cursor);
  const name = object === undefined ? undefined : takeName(cursor);
  if (object === undefined || !name) return null;
  if (object === 'POLICY' && take(cursor, 'ON')) takeName(cursor);
  return take(cursor, 'IS') ? commented(cursor, { object, name }) : null;
}

function commented(cursor: Cursor, subject: Subject): Declared | null {
  if (take(cursor, 'NULL')) return said(cursor, subject, {}, ['description']);
  const token = peek(cursor);
  if (token?.kind !== 'string' && token?.kind !== 'dollar') return null;
  const location = placeOf(cursor, { from: cursor.at, to: cursor.at + 1 });
  return said(cursor, subject, { description: factOf(valueOf(cursor, token), location) }, []);
}

interface Subject {
  readonly object: string;
  readonly name: Name;
}

/** What a statement says of a column or of anything else. */
function said(cursor: Cursor, { object, name }: Subject, facts: Facts, unset: readonly string[]): Declared | null {
  return object === 'COLUMN' ? onColumn(cursor, name, facts, unset) : about(cursor, object, name, [{ do: 'set', facts, unset }]);
}

/** Ways to mark tables and columns that are statements of their own, by platform. */
export function readMarking(cursor: Cursor): Declared | null {
  if (take(cursor, 'SET', 'TAG', 'ON')) return readTagOn(cursor, false);
  if (take(cursor, 'UNSET', 'TAG', 'ON')) return readTagOn(cursor, true);
  if (take(cursor, 'ADD', 'SENSITIVITY', 'CLASSIFICATION', 'TO')) return readSensitivity(cursor);
  if (take(cursor, 'DROP', 'SENSITIVITY', 'CLASSIFICATION', 'FROM')) return dropSensitivity(cursor);
  if (take(cursor, 'SECURITY', 'LABEL')) return readSecurityLabel(cursor);
  const verb = takeAny(cursor, ['ATTACH', 'DETACH']);
  if (verb === undefined) return null;
  if (take(cursor, 'MASKING', 'POLICY')) return readMask(cursor, verb);
  return take(cursor, 'RLS', 'POLICY') ? readRowFilter(cursor, verb) : null;
}

/** Databricks: `SET TAG ON COLUMN c.s.t.email pii = email`. Source: Databricks, "SET TAG". */
function readTagOn(cursor: Cursor, isGone: boolean): Declared | null {
  const object = take(cursor, 'COLUMN') ? 'COLUMN' : (takeObject(cursor) ?? 'TABLE');
  const name = takeName(cursor);
  if (!name) return null;
  return isGone ? said(cursor, { object, name }, {}, tagNames(cursor)) : said(cursor, { object, name }, takeTagList(cursor), []);
}

/** T-SQL: `ADD SENSITIVITY CLASSIFICATION TO dbo.t.email, dbo.t.phone WITH (LABEL = '…', INFORMATION_TYPE = '…')`. */
function readSensitivity(cursor: Cursor): Declared | null {
  const columns = takeNames(cursor);
  if (columns.length === 0 || !take(cursor, 'WITH') || !isSign(cursor, '(')) return null;
  const pairs = readPairs(cursor, takeGroup(cursor));
  const told = (key: string) => pairs.find((pair) => pair.key.toUpperCase() === key);
  const label = told('LABEL');
  const type = told('INFORMATION_TYPE');
  const facts = {
    ...(label ? { classification: factOf(label.value ?? '', label.location) } : {}),
    ...(type ? tagFact('information_type', type.value ?? true, type.location) : {}),
  };
  return onColumns(cursor, columns, facts, []);
}

const dropSensitivity = (cursor: Cursor): Declared | null =>
  onColumns(cursor, takeNames(cursor), {}, ['classification', 'tags.information_type']);

function takeNames(cursor: Cursor): readonly Name[] {
  const names: Name[] = [];
  do {
    const name = takeName(cursor);
    if (name) names.push(name);
  } while (takeSign(cursor, ','));
  return names;
}

/** The same of several columns of one table. */
function onColumns(cursor: Cursor, columns: readonly Name[], facts: Facts, unset: readonly string[]): Declared | null {
  const each = columns.flatMap((column) => onColumn(cursor, column, facts, unset) ?? []);
  const [first] = each;
  return first ? { ...first, steps: each.filter(({ name }) => name.key === first.name.key).flatMap(({ steps }) => steps) } : null;
}

/** PostgreSQL: `SECURITY LABEL FOR anon ON COLUMN t.c IS 'MASKED WITH FUNCTION …'`. Source: PostgreSQL, "SECURITY LABEL". */
function readSecurityLabel(cursor: Cursor): Declared | null {
  if (take(cursor, 'FOR')) cursor.at++;
  if (!take(cursor, 'ON')) return null;
  const object = take(cursor, 'COLUMN') ? 'COLUMN' : takeObject(cursor);
  const name = object === undefined ? undefined : takeName(cursor);
  if (object === undefined || !name || !take(cursor, 'IS')) return null;
  if (take(cursor, 'NULL')) return said(cursor, { object, name }, {}, ['masking', 'tags.label']);
  const token = peek(cursor);
  const location = placeOf(cursor, { from: cursor.at, to: cursor.at + 1 });
  const label = token ? valueOf(cursor, token) : '';
  const isMask = object === 'COLUMN' && /^MASKED\b/i.test(label);
  return said(cursor, { object, name }, isMask ? { masking: factOf(label, location) } : tagFact('label', label, location), []);
}

/** Redshift: `ATTACH MASKING POLICY p ON t (email) TO …`. Source: Amazon Redshift, "ATTACH MASKING POLICY". */
function readMask(cursor: Cursor, verb: string): Declared | null {
  const policy = takeName(cursor);
  if (!policy || !take(cursor, 'ON')) return null;
  const table = takeName(cursor);
  if (!table || !isSign(cursor, '(')) return null;
  const columns = partsOf(cursor, takeGroup(cursor)).flatMap((part) => takeName(within(cursor, part)) ?? []);
  const facts: Facts = verb === 'ATTACH' ? { masking: factOf(policy.shown, policy.location) } : {};
  const unset = verb === 'ATTACH' ? [] : ['masking'];
  const steps = columns.map((column): Step => ({ do: 'change-field', name: column.shown, location: column.location, facts, unset }));
  return about(cursor, 'TABLE', table, steps);
}

/** Redshift: `ATTACH RLS POLICY p ON TABLE t TO …`. Source: Amazon Redshift, "ATTACH RLS POLICY". */
function readRowFilter(cursor: Cursor, verb: string): Declared | null {
  const policy = takeName(cursor);
  if (!policy || !take(cursor, 'ON')) return null;
  take(cursor, 'TABLE');
  const table = isDone(cursor) ? undefined : takeName(cursor);
  if (!table) return null;
  const isOn = verb === 'ATTACH';
  const facts: Facts = isOn ? { row_filter: factOf(policy.shown, policy.location) } : {};
  return about(cursor, 'TABLE', table, [{ do: 'set', facts, unset: isOn ? [] : ['row_filter'] }]);
}
