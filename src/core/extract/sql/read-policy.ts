import type { Facts } from '../../../model/asset.ts';
import {
  isDone,
  isNext,
  isSign,
  peek,
  skip,
  sourceOf,
  take,
  takeAny,
  takeGroup,
  valueOf,
  within,
  type Cursor,
  type Span,
} from '../../sql/cursor.ts';
import { takeName, type Name } from '../../sql/names.ts';
import { factOf } from './facts.ts';
import { about, takeObject } from './objects.ts';
import type { Declared } from './part.ts';

/** What a policy object says of the tables that it guards: from behind its name. */
export function guardedBy(cursor: Cursor, object: string, policy: Name): readonly Declared[] {
  const look = { ...cursor };
  if (object === 'SECURITY POLICY') return predicates(look);
  if (object !== 'POLICY' && object !== 'ROW ACCESS POLICY') return [];
  if (!take(look, 'ON')) return [];
  const scope = takeObject(look) ?? 'TABLE';
  const name = takeName(look);
  if (!name) return [];
  const clause = clauseOf(look);
  if (clause.mask) return clause.tags.flatMap((tag) => maskedTag(look, tag, clause.mask as Name, name));
  const guard = clause.filter ?? (object === 'ROW ACCESS POLICY' || cursor.dialect !== 'databricks' ? policy : undefined);
  return guard && scope === 'TABLE' ? [filtered(look, name, guard)] : [];
}

const filtered = (cursor: Cursor, table: Name, { shown, location }: Name): Declared =>
  about(cursor, 'TABLE', table, [{ do: 'set', facts: { row_filter: factOf(shown, location) }, unset: [] }]);

interface Clause {
  readonly mask?: Name;
  readonly filter?: Name;
  readonly tags: readonly Tag[];
}

interface Tag {
  readonly name: Name;
  readonly value?: string;
}

/** Databricks: `COLUMN MASK f … MATCH COLUMNS has_tag('pii') AS c`. Source: Databricks, "CREATE POLICY". */
function clauseOf(cursor: Cursor): Clause {
  let [mask, filter]: (Name | undefined)[] = [];
  const tags: Tag[] = [];
  while (!isDone(cursor)) {
    if (take(cursor, 'COLUMN', 'MASK')) mask = takeName(cursor);
    else if (take(cursor, 'ROW', 'FILTER')) filter = takeName(cursor);
    else if (takeAny(cursor, ['HAS_TAG', 'HAS_TAG_VALUE', 'HASTAG', 'HASTAGVALUE']) !== undefined && isSign(cursor, '('))
      tags.push(...tagIn(cursor, takeGroup(cursor)));
    else if (isSign(cursor, '(')) cursor.at++;
    else skip(cursor);
  }
  return { ...(mask ? { mask } : {}), ...(filter ? { filter } : {}), tags };
}

function tagIn(cursor: Cursor, span: Span): readonly Tag[] {
  const inner = within(cursor, span);
  const token = peek(inner);
  if (token?.kind !== 'string') return [];
  const text = valueOf(inner, token);
  const location = cursor.lines.location(token.start, token.end);
  const name: Name = { key: text.toLowerCase(), shown: text, parts: [text], location, last: location, dynamic: false };
  const value = peek(inner, 2);
  return [{ name, ...(value?.kind === 'string' ? { value: valueOf(inner, value) } : {}) }];
}

function maskedTag(cursor: Cursor, { name, value }: Tag, mask: Name, scope: Name): readonly Declared[] {
  const within = { scope: scope.key, ...(value === undefined ? {} : { value }) };
  return [about(cursor, 'TAG', name, [{ do: 'mask-tag', policy: mask.shown, location: mask.location, ...within }])];
}

/** T-SQL: `ADD FILTER PREDICATE f(c) ON dbo.t, … WITH (STATE = OFF)`. Source: Microsoft, "CREATE SECURITY POLICY". */
function predicates(cursor: Cursor): readonly Declared[] {
  if (/\bSTATE\s*=\s*OFF\b/i.test(sourceOf(cursor, { from: cursor.at, to: cursor.end }))) return [];
  const found: Declared[] = [];
  while (!isDone(cursor)) {
    if (!take(cursor, 'FILTER', 'PREDICATE')) {
      skip(cursor);
      continue;
    }
    const filter = takeName(cursor);
    if (isSign(cursor, '(')) takeGroup(cursor);
    const table = take(cursor, 'ON') ? takeName(cursor) : undefined;
    if (filter && table) found.push(filtered(cursor, table, filter));
  }
  return found;
}

/** `DROP POLICY p ON t` and `DROP ROW ACCESS POLICY p ON t`: the table has no such filter any more. */
export function unguarded(cursor: Cursor, object: string, policy: Name): readonly Declared[] {
  if (!/(?:^|ROW ACCESS |RLS )POLICY$/.test(object) || !isNext(cursor, 'ON')) return [];
  cursor.at++;
  takeObject(cursor);
  const table = takeName(cursor);
  const facts: Facts = {};
  return table ? [about(cursor, 'TABLE', table, [{ do: 'set', facts, unset: [`row_filter=${policy.shown}`] }])] : [];
}
