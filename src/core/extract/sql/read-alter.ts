import type { Facts } from '../../../model/asset.ts';
import {
  eachPart,
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
  takeGroup,
  takeSign,
  valueOf,
  within,
  word,
  type Cursor,
} from '../../sql/cursor.ts';
import { factOf } from './facts.ts';
import { takeName, type Name } from '../../sql/names.ts';
import type { Declared, Step } from './part.ts';
import { kindOf, takeObject } from './objects.ts';
import { alterField } from './alter-field.ts';
import { readField, readFields } from './read-columns.ts';
import { tagsIn, takeGovernance, takeTableOption } from './read-options.ts';

/** Reads `ALTER …` from behind ALTER; null where it alters nothing that is governed. */
export function readAlter(cursor: Cursor): Declared | null {
  const from = cursor.at - 1;
  const object = takeObject(cursor);
  const kind = object === undefined ? undefined : kindOf(object);
  if (object === undefined || kind === undefined) return null;
  take(cursor, 'IF', 'EXISTS');
  take(cursor, 'ONLY');
  const name = takeName(cursor);
  if (!name) return null;
  takeSign(cursor, '*');
  const steps: Step[] = [];
  while (!isDone(cursor)) {
    const at = cursor.at;
    steps.push(...takeAction(cursor, object, name));
    takeSign(cursor, ',');
    if (cursor.at === at) skip(cursor);
  }
  return { kind, object, name, extent: placeOf(cursor, { from, to: cursor.end }), steps };
}

/** One action of an ALTER, up to the comma behind it. */
function takeAction(cursor: Cursor, object: string, name: Name): readonly Step[] {
  if (addsToShare(cursor, object)) return toEnd(cursor);
  if (take(cursor, 'ADD')) return takeAdd(cursor);
  if (take(cursor, 'DROP') || take(cursor, 'UNSET')) return takeDrop(cursor);
  if (take(cursor, 'RENAME')) return takeRename(cursor, name);
  const verb = takeAny(cursor, ['ALTER', 'MODIFY', 'CHANGE', 'REPLACE']);
  if (verb !== undefined) return alterField(cursor, verb);
  const rows = takeRowSecurity(cursor) ?? (take(cursor, 'OWNER', 'TO') ? takeOwner(cursor) : null);
  if (rows) return rows;
  if (takeAny(cursor, ['SWITCH', 'SWAP WITH']) !== undefined) return takeSwap(cursor);
  if (take(cursor, 'SET')) return takeSet(cursor, object, name);
  const governed = takeGovernance(cursor);
  if (governed) return [{ do: 'set', facts: governed, unset: [] }];
  if (isNext(cursor, 'ENABLE', 'REPLICATION', 'TO')) return takeReplication(cursor);
  return otherAction(cursor);
}

const addsToShare = (cursor: Cursor, object: string): boolean =>
  object.endsWith('SHARE') && isNext(cursor, 'ADD') && !/^ACCOUNTS?$/.test(word(cursor, 1));

function toEnd(cursor: Cursor): readonly Step[] {
  cursor.at = cursor.end;
  return [];
}

/** PostgreSQL's `ENABLE ROW LEVEL SECURITY` and Redshift's `ROW LEVEL SECURITY ON`. */
function takeRowSecurity(cursor: Cursor): readonly Step[] | null {
  const from = cursor.at;
  const off = takeAny(cursor, ['DISABLE ROW LEVEL SECURITY', 'ROW LEVEL SECURITY OFF']);
  if (off !== undefined) return [{ do: 'set', facts: {}, unset: ['row_level_security'] }];
  if (takeAny(cursor, ['NO FORCE ROW LEVEL SECURITY', 'FORCE ROW LEVEL SECURITY']) !== undefined) return [];
  if (takeAny(cursor, ['ENABLE ROW LEVEL SECURITY', 'ROW LEVEL SECURITY ON']) === undefined) return null;
  const location = placeOf(cursor, { from, to: cursor.at });
  return [{ do: 'set', facts: { row_level_security: { value: true, location } }, unset: [] }];
}

function takeSwap(cursor: Cursor): readonly Step[] {
  if (!isNext({ ...cursor, at: cursor.at - 1 }, 'WITH')) return toEnd(cursor);
  const to = takeName(cursor);
  return to ? [{ do: 'swap', to }] : [];
}

/** What is not known is stepped over, up to the next comma. */
function otherAction(cursor: Cursor): readonly Step[] {
  while (!isDone(cursor) && !isSign(cursor, ',')) skip(cursor);
  return [];
}

const CONSTRAINTS = [
  'CONSTRAINT',
  'PRIMARY',
  'FOREIGN',
  'UNIQUE',
  'CHECK',
  'INDEX',
  'PARTITION',
  'PARTITIONS',
  'SEARCH',
  'VALUE',
  'FULLTEXT',
  'SPATIAL',
  'EXCLUDE',
  'PERIOD',
];

function takeAdd(cursor: Cursor): readonly Step[] {
  const governed = takeGovernance(cursor);
  if (governed) return [{ do: 'set', facts: governed, unset: [] }];
  if (CONSTRAINTS.includes(word(cursor)) || (isNext(cursor, 'KEY') && isSign(cursor, '(', 1))) return otherAction(cursor);
  if (take(cursor, 'ACCOUNTS') || take(cursor, 'ACCOUNT')) return takeAccounts(cursor);
  if (takeAny(cursor, ['COLUMNS', 'COLUMN']) !== undefined) take(cursor, 'IF', 'NOT', 'EXISTS');
  else take(cursor, 'IF', 'NOT', 'EXISTS');
  if (isSign(cursor, '(')) return readFields(cursor, takeGroup(cursor)).map((field) => ({ do: 'add-field', field }));
  return takeAddedFields(cursor);
}

const ACTIONS: ReadonlySet<string> = new Set([
  'ADD',
  'DROP',
  'ALTER',
  'MODIFY',
  'RENAME',
  'CHANGE',
  'SET',
  'UNSET',
  'VALIDATE',
  'ENABLE',
  'DISABLE',
]);

/** `ADD a INT, b INT`: fields up to the next action. */
function takeAddedFields(cursor: Cursor): readonly Step[] {
  const steps: Step[] = [];
  for (const part of eachPart(cursor, { from: cursor.at, to: cursor.end })) {
    if (steps.length > 0 && ACTIONS.has(cursor.tokens[part.from]?.upper ?? '')) break;
    const inner = within(cursor, part);
    take(inner, 'COLUMN');
    steps.push({ do: 'add-field', field: readField(inner) });
    cursor.at = part.to;
  }
  return steps;
}

function takeAccounts(cursor: Cursor): readonly Step[] {
  const from = cursor.at;
  takeSign(cursor, '=');
  while (!isDone(cursor)) cursor.at++;
  const span = { from, to: cursor.at };
  return [{ do: 'set', facts: { accounts: factOf(sourceOf(cursor, span).replace(/^=\s*/, ''), placeOf(cursor, span)) }, unset: [] }];
}

function takeReplication(cursor: Cursor): readonly Step[] {
  cursor.at += 3;
  take(cursor, 'ACCOUNTS');
  const from = cursor.at;
  cursor.at = cursor.end;
  const span = { from, to: cursor.end };
  return [{ do: 'set', facts: { replicated_to: factOf(sourceOf(cursor, span), placeOf(cursor, span)) }, unset: [] }];
}

function takeDrop(cursor: Cursor): readonly Step[] {
  if (takeAny(cursor, ['CONSTRAINT', 'PRIMARY KEY', 'FOREIGN KEY', 'INDEX', 'PARTITION', 'CHECK']) !== undefined)
    return otherAction(cursor);
  const policy = takeAny(cursor, ['ROW ACCESS POLICY', 'ROW FILTER', 'MASKING POLICY', 'MASK', 'ALL ROW ACCESS POLICIES']);
  if (policy !== undefined) return unset(cursor, [policy.includes('MASK') ? 'masking' : 'row_filter']);
  if (takeAny(cursor, ['TAGS', 'TAG']) !== undefined) return unset(cursor, tagNames(cursor));
  const plural = takeAny(cursor, ['COLUMNS', 'COLUMN']);
  take(cursor, 'IF', 'EXISTS');
  if (plural === undefined && !DROPPED.test(word(cursor)) && peek(cursor)?.kind === 'punctuation') return otherAction(cursor);
  return isSign(cursor, '(') ? droppedIn(cursor) : droppedNames(cursor);
}

const DROPPED = /^\w/;

function unset(cursor: Cursor, names: readonly string[]): readonly Step[] {
  otherAction(cursor);
  return [{ do: 'set', facts: {}, unset: names }];
}

export function tagNames(cursor: Cursor): readonly string[] {
  const span = isSign(cursor, '(') ? takeGroup(cursor) : { from: cursor.at, to: cursor.end };
  return partsOf(cursor, span).flatMap((part) => {
    const name = takeName(within(cursor, part));
    return name ? [`tags.${name.parts.at(-1) ?? ''}`] : [];
  });
}

function droppedIn(cursor: Cursor): readonly Step[] {
  return partsOf(cursor, takeGroup(cursor)).flatMap((part) => {
    const name = takeName(within(cursor, part));
    return name ? [{ do: 'drop-field', name: name.shown, location: name.location } as const] : [];
  });
}

/** `DROP COLUMN a, b` drops both; in `DROP a, DROP b` each has its own word. */
function droppedNames(cursor: Cursor): readonly Step[] {
  const steps: Step[] = [];
  do {
    const name = takeName(cursor);
    if (!name) break;
    steps.push({ do: 'drop-field', name: name.shown, location: name.location });
    takeAny(cursor, ['CASCADE', 'RESTRICT']);
  } while (isSign(cursor, ',') && !ACTIONS.has(word(cursor, 1)) && takeSign(cursor, ','));
  return steps;
}

function takeRename(cursor: Cursor, table: Name): readonly Step[] {
  if (take(cursor, 'CONSTRAINT') || take(cursor, 'INDEX')) return otherAction(cursor);
  if (take(cursor, 'TO') || take(cursor, 'AS')) return renameTable(cursor, table);
  take(cursor, 'COLUMN');
  take(cursor, 'IF', 'EXISTS');
  const [name, , to] = [takeName(cursor), take(cursor, 'TO'), takeName(cursor)];
  return name && to ? [{ do: 'rename-field', name: name.shown, to: to.shown, location: name.location }] : [];
}

/** A new name without a schema stays in the old one. */
function renameTable(cursor: Cursor, table: Name): readonly Step[] {
  const to = takeName(cursor);
  if (!to) return [];
  if (to.parts.length > 1 || table.parts.length === 1) return [{ do: 'rename', to }];
  const parts = [...table.parts.slice(0, -1), ...to.parts];
  const prefix = table.key.slice(0, table.key.lastIndexOf('.') + 1);
  return [{ do: 'rename', to: { ...to, parts, key: prefix + to.key, shown: prefix + to.shown } }];
}

/** PostgreSQL: `SET SCHEMA s` moves a table. */
function toSchema(cursor: Cursor, { parts, location, last: place }: Name): readonly Step[] {
  const to = takeName(cursor);
  const last = parts.at(-1);
  if (!to || last === undefined) return otherAction(cursor);
  const moved = {
    ...to,
    location,
    last: place,
    parts: [...to.parts, last],
    key: `${to.key}.${last.toLowerCase()}`,
    shown: `${to.shown}.${last}`,
  };
  return [{ do: 'rename', to: moved }];
}

function takeSet(cursor: Cursor, object: string, name: Name): readonly Step[] {
  if (take(cursor, 'SCHEMA')) return toSchema(cursor, name);
  if (take(cursor, 'AUTHORIZATION')) {
    takeAny(cursor, ['USER', 'ROLE']);
    return takeOwner(cursor);
  }
  if (takeAny(cursor, ['TAGS', 'TAG']) !== undefined) return [{ do: 'set', facts: takeTagList(cursor), unset: [] }];
  if (object === 'TAG' && isNext(cursor, 'MASKING', 'POLICY')) return takeTagMask(cursor);
  if (take(cursor, 'OWNER', 'TO') || take(cursor, 'OWNER')) return takeOwner(cursor);
  const governed = takeGovernance(cursor);
  return [{ do: 'set', facts: governed ?? takeTableOption(cursor), unset: [] }];
}

export function takeTagList(cursor: Cursor): Facts {
  const span = isSign(cursor, '(') ? takeGroup(cursor) : { from: cursor.at, to: cursor.end };
  if (span.to === cursor.end) cursor.at = cursor.end;
  return tagsIn(cursor, span);
}

function takeTagMask(cursor: Cursor): readonly Step[] {
  cursor.at += 2;
  const name = takeName(cursor);
  take(cursor, 'FORCE');
  return name ? [{ do: 'mask-tag', policy: name.shown, location: name.location }] : [];
}

function takeOwner(cursor: Cursor): readonly Step[] {
  const token = peek(cursor);
  const from = cursor.at++;
  return token
    ? [{ do: 'set', facts: { owner: factOf(valueOf(cursor, token), placeOf(cursor, { from, to: cursor.at })) }, unset: [] }]
    : [];
}
