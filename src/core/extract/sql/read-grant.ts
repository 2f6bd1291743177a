import type { Location } from '../../../model/source.ts';
import { isDone, isSign, partsOf, placeOf, skip, sourceOf, take, takeAny, textOf, word, type Cursor, type Span } from '../../sql/cursor.ts';
import { takeName, type Name } from '../../sql/names.ts';
import type { Declared, Grant } from './part.ts';

/** Reads GRANT, REVOKE and DENY from behind their word; null for the grant of a role to somebody, which opens no data by itself. */
export function readGrant(cursor: Cursor, verb: 'GRANT' | 'REVOKE'): Declared | null {
  const from = cursor.at - 1;
  take(cursor, 'GRANT', 'OPTION', 'FOR');
  const privileges = namesUntil(cursor, ['ON', 'TO', 'FROM']);
  if (!take(cursor, 'ON')) return null;
  const target = takeTarget(cursor);
  if (!target || !(take(cursor, 'TO') || take(cursor, 'FROM'))) return null;
  const grantees = namesUntil(cursor, ['WITH', 'GRANTED', 'COPY', 'REVOKE', 'AS', 'CASCADE', 'RESTRICT']).map(withoutKind);
  const option = take(cursor, 'WITH', 'GRANT', 'OPTION');
  const location = placeOf(cursor, { from, to: cursor.end });
  const grants = grantees.map((to): Grant => ({ to, privileges, on: target.name.shown, option, location }));
  return {
    kind: 'grant',
    object: target.object,
    name: target.name,
    extent: location,
    steps: [{ do: verb === 'GRANT' ? 'grant' : 'revoke', grants }],
  };
}

function namesUntil(cursor: Cursor, stops: readonly string[]): readonly string[] {
  const from = cursor.at;
  while (!isDone(cursor) && !stops.includes(word(cursor))) skip(cursor);
  return partsOf(cursor, { from, to: cursor.at })
    .map((part) => clean(cursor, part))
    .filter((name) => name !== '');
}

function clean(cursor: Cursor, span: Span): string {
  return sourceOf(cursor, span)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/^[`"'[]|[`"'\]]$/g, '')
    .trim();
}

/** The kind of grantee is no part of its name: `ROLE analyst`, `USER "a@b"`, `GROUP readers`. */
function withoutKind(name: string): string {
  return name
    .replace(/^(?:DATABASE ROLE|APPLICATION ROLE|ROLE|USER|GROUP|SHARE|PRINCIPAL|SERVICE PRINCIPAL)\s+/i, '')
    .replaceAll(/[`"'[\]]/g, '');
}

interface Target {
  readonly object: string;
  readonly name: Name;
}

const KINDS =
  'TABLE,TABLES,VIEW,VIEWS,SCHEMA,SCHEMAS,DATABASE,DATABASES,CATALOG,WAREHOUSE,STAGE,INTEGRATION,FUNCTION,FUNCTIONS,PROCEDURE,PROCEDURES,SEQUENCE,SEQUENCES,EXTERNAL LOCATION,STORAGE CREDENTIAL,VOLUME,SHARE,ACCOUNT,TASK,PIPE,STREAM,DYNAMIC TABLE,DYNAMIC TABLES,EXTERNAL TABLE,EXTERNAL TABLES,MATERIALIZED VIEW,MATERIALIZED VIEWS,DATASHARE,ANY FILE,METASTORE,TAG,MASKING POLICY,ROW ACCESS POLICY'.split(
    ',',
  );

const LONGEST_FIRST = [...KINDS].sort((one, other) => other.length - one.length);
const WHOLE: ReadonlySet<string> = new Set(['ACCOUNT', 'METASTORE', 'ANY FILE']);

/** What is opened: one thing, or `ALL` or `FUTURE` things in a place. */
function takeTarget(cursor: Cursor): Target | null {
  const from = cursor.at;
  const many = takeAny(cursor, ['ALL', 'FUTURE']);
  const object = takeAny(cursor, LONGEST_FIRST) ?? 'TABLE';
  if (WHOLE.has(object)) return { object, name: spanName(cursor, { from, to: cursor.at }) };
  const scope = take(cursor, 'IN') ? takeAny(cursor, ['SCHEMA', 'DATABASE', 'CATALOG', 'ALL SCHEMAS']) : undefined;
  if (isSign(cursor, ':') && isSign(cursor, ':', 1)) cursor.at += 2;
  const name = takeName(cursor);
  if (isSign(cursor, '(')) skip(cursor);
  while (isSign(cursor, ',') || isSign(cursor, '*') || isSign(cursor, '.')) moreNames(cursor);
  if (!name) return null;
  return many === undefined && scope === undefined ? { object, name } : { object: scope ?? object, name: groupName(name, [many, object]) };
}

/** `future tables in mart` is a thing of its own: it is none of the tables that are there. */
function groupName(name: Name, words: readonly (string | undefined)[]): Name {
  const what = words.filter(Boolean).join(' ').toLowerCase();
  return { ...name, shown: `${what} in ${name.shown}`, key: `${what} in ${name.key}` };
}

function moreNames(cursor: Cursor): void {
  cursor.at++;
  takeName(cursor);
}

function spanName(cursor: Cursor, span: Span): Name {
  const location: Location = placeOf(cursor, span);
  const token = cursor.tokens[span.from];
  const shown = token ? textOf(cursor, token).toLowerCase() : 'account';
  return { key: shown, shown, parts: [shown], location, last: location, dynamic: false };
}
