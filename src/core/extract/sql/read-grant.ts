import {
  isDone,
  isNext,
  isSign,
  partsOf,
  peek,
  placeOf,
  skip,
  sourceOf,
  take,
  takeAny,
  takeSign,
  textOf,
  word,
  type Cursor,
  type Span,
} from '../../sql/cursor.ts';
import { takeName, type Name } from '../../sql/names.ts';
import { about, kindOf } from './objects.ts';
import type { Declared, Grant, Step } from './part.ts';

type Verb = 'GRANT' | 'REVOKE';

/** Reads GRANT, REVOKE and DENY from behind their word: one declaration for each thing that is opened or closed. */
export function readGrant(cursor: Cursor, verb: Verb): readonly Declared[] {
  take(cursor, 'GRANT', 'OPTION', 'FOR');
  take(cursor, 'ADMIN', 'OPTION', 'FOR');
  const told = { from: cursor.at, names: takeNames(cursor, ['ON', 'TO', 'FROM']) };
  const privileges = told.names.map(({ text }) => text);
  const targets = take(cursor, 'ON') ? takeTargets(cursor) : rolesOf(cursor, told.names);
  if (targets.length === 0 || !(take(cursor, 'TO') || take(cursor, 'FROM'))) return [];
  const grantees = takeNames(cursor, GRANTEE_ENDS).map(({ text }) => withoutKind(text));
  const option = take(cursor, 'WITH', 'GRANT', 'OPTION') || take(cursor, 'WITH', 'ADMIN', 'OPTION');
  return bounded(targets, grantees).map((target) =>
    granted(cursor, target, { verb, grantees, option, privileges: target.privileges ?? privileges }),
  );
}

const GRANTEE_ENDS = ['WITH', 'GRANTED', 'COPY', 'REVOKE', 'AS', 'CASCADE', 'RESTRICT', 'IDENTIFIED', 'REQUIRE'];

/** Things times grantees, for one statement: more than this is no grant that somebody wrote. */
const MOST_GRANTED = 10_000;

const bounded = <T>(targets: readonly T[], grantees: readonly string[]): readonly T[] =>
  targets.slice(0, Math.max(1, Math.floor(MOST_GRANTED / Math.max(1, grantees.length))));

interface Terms {
  readonly verb: Verb;
  readonly grantees: readonly string[];
  readonly option: boolean;
  readonly privileges: readonly string[];
}

function granted(cursor: Cursor, { kind, object, name }: Target, { verb, grantees, option, privileges }: Terms): Declared {
  const location = placeOf(cursor, { from: 0, to: cursor.end });
  const grants = grantees.map((to): Grant => ({ to, privileges, on: name.shown, option, location }));
  const [owner] = grantees;
  const owns = verb === 'GRANT' && owner !== undefined && !name.key.includes(' ') && privileges.some((one) => /^ownership$/i.test(one));
  const own: readonly Step[] = owns ? [{ do: 'set', facts: { owner: { value: owner, location } }, unset: [] }] : [];
  return { kind, object, name, extent: location, steps: [{ do: verb === 'GRANT' ? 'grant' : 'revoke', grants }, ...own] };
}

interface Written {
  readonly text: string;
  readonly span: Span;
}

function takeNames(cursor: Cursor, stops: readonly string[]): readonly Written[] {
  const from = cursor.at;
  while (!isDone(cursor) && !stops.includes(word(cursor))) skip(cursor);
  return partsOf(cursor, { from, to: cursor.at })
    .map((span) => ({ text: clean(cursor, span), span }))
    .filter(({ text }) => text !== '');
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
    .replace(/^(?:DATABASE ROLE|APPLICATION ROLE|ROLE|USER|GROUP|SHARE|RECIPIENT|ACCOUNT|PRINCIPAL|SERVICE PRINCIPAL)\s+/i, '')
    .replaceAll(/[`"'[\]]/g, '');
}

interface Target {
  readonly kind: Declared['kind'];
  readonly object: string;
  readonly name: Name;
  readonly privileges?: readonly string[];
}

/** Permissions of T-SQL on the whole database, which no `ON` follows. Source: Microsoft, "GRANT Database Permissions". */
const WHOLE_DATABASE =
  /^(?:ALTER|BACKUP|CHECKPOINT|CONNECT|CONTROL|CREATE|DELETE|EXECUTE|INSERT|KILL|REFERENCES|SELECT|SHOWPLAN|SUBSCRIBE|TAKE|UNMASK|UPDATE|VIEW|ADMINISTER|AUTHENTICATE|SHUTDOWN|UNSAFE|EXTERNAL|IMPERSONATE)\b/i;

/** What stands before TO without ON: roles that become somebody's, or permissions on the whole database. */
function rolesOf(cursor: Cursor, names: readonly Written[]): readonly Target[] {
  const [first] = names;
  if (first && cursor.dialect === 'tsql' && WHOLE_DATABASE.test(first.text))
    return [{ kind: 'grant', object: 'DATABASE', name: wholeName(cursor, first.span, 'whole database') }];
  return names.flatMap(({ span }) => {
    const look = { ...cursor, at: span.from, end: span.to };
    take(look, 'IMPORTED');
    takeAny(look, ['DATABASE ROLE', 'APPLICATION ROLE', 'ROLE']);
    const name = takeName(look);
    return name ? [{ kind: 'role', object: 'ROLE', name, privileges: ['USAGE'] } as const] : [];
  });
}

const WHOLE: ReadonlySet<string> = new Set(['ACCOUNT', 'METASTORE', 'ANY FILE', 'SERVER']);

/** What is opened: things of one kind, or `ALL` or `FUTURE` things in a place. */
function takeTargets(cursor: Cursor): readonly Target[] {
  const from = cursor.at;
  const many = takeAny(cursor, ['ALL', 'FUTURE']);
  const whole = many === undefined ? takeAny(cursor, [...WHOLE]) : undefined;
  if (whole !== undefined) return [{ kind: 'grant', object: whole, name: wholeName(cursor, { from, to: cursor.at }, whole.toLowerCase()) }];
  const object = takeObjectWords(cursor);
  const scope = take(cursor, 'IN') ? (takeAny(cursor, ['SCHEMA', 'DATABASE', 'CATALOG', 'ALL SCHEMAS']) ?? 'SCHEMA') : undefined;
  if (isSign(cursor, ':') && isSign(cursor, ':', 1)) cursor.at += 2;
  const words = many === undefined && scope === undefined ? [] : [many, object];
  const targets: Target[] = [];
  do targets.push(...takeTarget(cursor, scope ?? object, words));
  while (takeSign(cursor, ','));
  return targets;
}

/** One name, whole (`db.*`, `*.*`) or with its arguments or columns. */
function takeTarget(cursor: Cursor, object: string, words: readonly (string | undefined)[]): readonly Target[] {
  const from = cursor.at;
  const name = takeName(cursor);
  const behind = cursor.at;
  while (takeSign(cursor, '.') || takeSign(cursor, '*')) continue;
  const star = cursor.at > behind;
  if (isSign(cursor, '(')) skip(cursor);
  if (!name && !star) return [];
  if (!name) return [{ kind: 'grant', object: 'DATABASE', name: wholeName(cursor, { from, to: cursor.at }, 'all databases') }];
  if (star) return [{ kind: 'grant', object: 'DATABASE', name: groupName(name, ['all', 'tables']) }];
  return [{ kind: 'grant', object, name: words.length === 0 ? name : groupName(name, words) }];
}

/** The words before a name: `MATERIALIZED VIEW v`, `ASYMMETRIC KEY::k`. What is not known yet is read as well as what is. */
function takeObjectWords(cursor: Cursor): string {
  const words: string[] = [];
  while (word(cursor) !== '' && word(cursor) !== 'IN' && leadsToName(cursor)) {
    words.push(word(cursor));
    cursor.at++;
  }
  const last = words.at(-1) ?? 'TABLE';
  return last === 'TABLE' || last === 'VIEW' ? last : last === 'OBJECT' ? 'TABLE' : words.join(' ');
}

function leadsToName(cursor: Cursor): boolean {
  const next = peek(cursor, 1);
  if (isSign(cursor, ':', 1)) return isSign(cursor, ':', 2);
  if (!next || next.kind === 'punctuation') return isSign(cursor, '*', 1);
  return next.upper !== 'TO' && next.upper !== 'FROM';
}

/** `future tables in mart` is a thing of its own: it is none of the tables that are there. */
function groupName(name: Name, words: readonly (string | undefined)[]): Name {
  const what = words.filter(Boolean).join(' ').toLowerCase();
  return { ...name, shown: `${what} in ${name.shown}`, key: `${what} in ${name.key}` };
}

function wholeName(cursor: Cursor, span: Span, shown: string): Name {
  const location = placeOf(cursor, span);
  return { key: shown, shown, parts: [shown], location, last: location, dynamic: false };
}

/** PostgreSQL and Redshift: what is made later is opened too. Source: PostgreSQL, "ALTER DEFAULT PRIVILEGES". */
export function readDefaultPrivileges(cursor: Cursor): readonly Declared[] {
  const start = cursor.at;
  if (takeAny(cursor, ['FOR ROLE', 'FOR USER']) !== undefined) takeNames(cursor, ['IN', 'GRANT', 'REVOKE']);
  const schemas = take(cursor, 'IN', 'SCHEMA') ? takeNames(cursor, ['GRANT', 'REVOKE']) : [];
  const verb = takeAny(cursor, ['GRANT', 'REVOKE']);
  if (verb === undefined) return [];
  take(cursor, 'GRANT', 'OPTION', 'FOR');
  const privileges = takeNames(cursor, ['ON']).map(({ text }) => text);
  if (!take(cursor, 'ON')) return [];
  const what = takeNames(cursor, ['TO', 'FROM'])[0]?.text ?? 'tables';
  cursor.at++;
  const grantees = takeNames(cursor, GRANTEE_ENDS).map(({ text }) => withoutKind(text));
  const option = isNext(cursor, 'WITH', 'GRANT', 'OPTION');
  const names = schemas.map(({ text, span }) => groupName(wholeName(cursor, span, text.toLowerCase()), ['future', what]));
  const database = groupName(wholeName(cursor, { from: start - 2, to: start }, 'database'), ['future', what]);
  return bounded(names.length > 0 ? names : [database], grantees).map((name) =>
    granted(
      cursor,
      { kind: 'grant', object: names.length > 0 ? 'SCHEMA' : 'DATABASE', name },
      { verb: verb === 'GRANT' ? 'GRANT' : 'REVOKE', grantees, option, privileges },
    ),
  );
}

/** T-SQL: `ALTER AUTHORIZATION ON SCHEMA::s TO somebody`, from behind ON. Source: Microsoft, "ALTER AUTHORIZATION". */
export function readOwner(cursor: Cursor): Declared | null {
  const object = takeObjectWords(cursor);
  if (isSign(cursor, ':')) cursor.at += 2;
  const name = takeName(cursor);
  if (!name || !take(cursor, 'TO')) return null;
  const token = peek(cursor);
  const span = { from: cursor.at, to: cursor.end };
  if (!token) return null;
  const owner = textOf(cursor, token).replaceAll(/["[\]]/g, '');
  const step: Step = { do: 'set', facts: { owner: { value: owner, location: placeOf(cursor, span) } }, unset: [] };
  return { ...about(cursor, object, name, [step]), kind: kindOf(object) ?? 'resource' };
}

/** `ALTER SHARE s ADD TABLE t` opens the table to whoever takes the share. Source: Databricks, "ALTER SHARE"; Amazon Redshift, "ALTER DATASHARE". */
export function sharedIn(cursor: Cursor): readonly Declared[] {
  const look = { ...cursor };
  if (takeAny(look, ['ALTER SHARE', 'ALTER DATASHARE']) === undefined) return [];
  const share = takeName(look);
  const verb = takeAny(look, ['ADD', 'REMOVE']);
  if (!share || verb === undefined || takeAny(look, ['TABLE', 'VIEW', 'MATERIALIZED VIEW']) === undefined) return [];
  const terms: Terms = { verb: verb === 'ADD' ? 'GRANT' : 'REVOKE', grantees: [share.shown], option: false, privileges: ['SELECT'] };
  return takeTarget(look, 'TABLE', []).map((target) => granted(look, target, terms));
}
