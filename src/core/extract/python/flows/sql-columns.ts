import type { Column } from '../values.ts';
import type { Field, Facts } from '../../../../model/asset.ts';
import type { Location } from '../../../../model/source.ts';
import { isNext, partsOf, placeOf, take, valueOf, within, type Cursor, type Span } from '../../../sql/cursor.ts';
import { HOLE } from '../../../sql/mask-jinja.ts';

/** `(id INT NOT NULL, email STRING COMMENT 'where to write')`: the columns of a table that SQL in a string declares. */
export function declaredColumns(cursor: Cursor, span: Span): readonly Field[] {
  return partsOf(cursor, span).flatMap((part) => {
    const column = columnOf(cursor, part);
    return column ? [column] : [];
  });
}

const NO_COLUMN: ReadonlySet<string> = new Set(['CONSTRAINT', 'PRIMARY', 'FOREIGN', 'UNIQUE', 'CHECK', 'LIKE', 'EXPECTATION']);

function columnOf(cursor: Cursor, part: Span): Field | undefined {
  const first = cursor.tokens[part.from];
  if (!first || (first.kind !== 'word' && first.kind !== 'name') || NO_COLUMN.has(first.upper)) return undefined;
  const name = valueOf(cursor, first);
  if (name.includes(HOLE)) return undefined;
  const inner = within(cursor, { from: part.from + 1, to: part.to });
  const end = typeEnd(inner);
  const type = end > part.from + 1 ? writtenBetween(cursor, part.from + 1, end) : undefined;
  return {
    name: name.toLowerCase(),
    ...(type === undefined ? {} : { type }),
    location: placeOf(cursor, { from: part.from, to: part.from + 1 }),
    extent: placeOf(cursor, part),
    facts: columnFacts(within(cursor, { from: end, to: part.to })),
  };
}

/** Places are those of the file, so the letters are told by the tokens. */
const writtenBetween = ({ tokens, text }: Cursor, from: number, to: number): string =>
  text.slice(tokens[from]?.start ?? 0, tokens[to - 1]?.end ?? 0);

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

/** `id INT, email STRING NOT NULL`, without brackets, as Spark takes schemas. */
export function columnOfSql(cursor: Cursor): readonly Column[] {
  return partsOf(cursor, { from: cursor.at, to: cursor.end }).flatMap((part): readonly Column[] => {
    const column = columnOf(cursor, part);
    if (!column) return [];
    const { location, extent, type } = column;
    const nullable = column.facts['nullable'] ? { nullable: false } : {};
    const name = valueOf(cursor, cursor.tokens[part.from] ?? { kind: 'word', start: 0, end: 0, upper: '' });
    return [
      {
        name,
        ...(type === undefined ? {} : { type: type.replace(/^:\s*/, '') }),
        ...nullable,
        at: spanOf(location),
        extent: spanOf(extent),
      },
    ];
  });
}

const spanOf = ({ start, end }: Location): { readonly start: number; readonly end: number } => ({ start: start.offset, end: end.offset });
