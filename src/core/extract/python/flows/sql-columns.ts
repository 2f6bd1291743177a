import type { Field, Facts } from '../../../../model/asset.ts';
import { isNext, partsOf, placeOf, sourceOf, take, valueOf, within, type Cursor, type Span } from '../../../sql/cursor.ts';
import { HOLE } from '../../../sql/mask-jinja.ts';

/** `(id INT NOT NULL, email STRING COMMENT 'where to write')`: the columns of a table that SQL in a string declares. */
export function declaredColumns(cursor: Cursor, span: Span): readonly Field[] {
  return partsOf(cursor, span).flatMap((part) => {
    const column = columnOf(cursor, part);
    return column ? [column] : [];
  });
}

const NO_COLUMN: ReadonlySet<string> = new Set([
  'CONSTRAINT',
  'PRIMARY',
  'FOREIGN',
  'UNIQUE',
  'CHECK',
  'LIKE',
  'EXPECTATION',
  'INDEX',
  'KEY',
]);

function columnOf(cursor: Cursor, part: Span): Field | undefined {
  const first = cursor.tokens[part.from];
  if (!first || (first.kind !== 'word' && first.kind !== 'name') || NO_COLUMN.has(first.upper)) return undefined;
  const name = valueOf(cursor, first);
  if (name.includes(HOLE)) return undefined;
  const inner = within(cursor, { from: part.from + 1, to: part.to });
  const end = typeEnd(inner);
  const type = end > part.from + 1 ? sourceOf(cursor, { from: part.from + 1, to: end }) : undefined;
  return {
    name: name.toLowerCase(),
    ...(type === undefined ? {} : { type }),
    location: placeOf(cursor, { from: part.from, to: part.from + 1 }),
    extent: placeOf(cursor, part),
    facts: columnFacts(within(cursor, { from: end, to: part.to })),
  };
}

const BEHIND_TYPE: ReadonlySet<string> = new Set(
  'NOT NULL COMMENT DEFAULT PRIMARY UNIQUE REFERENCES CHECK GENERATED MASK WITH MASKING TAG OPTIONS ENCODE COLLATE CONSTRAINT IDENTITY AUTOINCREMENT AS'.split(
    ' ',
  ),
);

function typeEnd({ tokens, at, end }: Cursor): number {
  let here = at;
  while (here < end && !BEHIND_TYPE.has(tokens[here]?.upper ?? '')) here++;
  return here;
}

function columnFacts(cursor: Cursor): Facts {
  const facts: Record<string, Facts[string]> = {};
  for (; cursor.at < cursor.end; cursor.at++) {
    const from = cursor.at;
    if (isNext(cursor, 'NOT', 'NULL')) facts['nullable'] = { value: false, location: placeOf(cursor, { from, to: from + 2 }) };
    if (!take(cursor, 'COMMENT')) continue;
    const token = cursor.tokens[cursor.at];
    if (token?.kind === 'string')
      facts['description'] = { value: valueOf(cursor, token), location: placeOf(cursor, { from: cursor.at, to: cursor.at + 1 }) };
  }
  return facts;
}
