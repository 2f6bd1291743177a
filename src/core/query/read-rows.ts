import { take, takeGroup, word } from '../sql/cursor.ts';
import type { Arm, Item, Query, Select, ValueItem } from './model.ts';
import { readItems } from './read-items.ts';
import { readValue } from './read-value.ts';
import { inGroup, isNamed, isOpening, placeFrom, signAt, type Reader } from './reader.ts';
import { CONSTANTS, SET_OPERATORS } from './words.ts';

/** Rows that take something from a column or a query; more of them are generated text, told in part. */
const MAX_ROWS = 300;

/** `VALUES (…), (…)`: the first row, and those that take something from a column or a query. */
export function readRows(reader: Reader): Query {
  reader.at++;
  const arms: Arm[] = [];
  while (reader.at < reader.end && !SET_OPERATORS.has(word(reader))) {
    const { at } = reader;
    take(reader, 'ROW');
    if (isOpening(reader, reader.at)) arms.push(...readRow(reader, arms.length));
    else if (signAt(reader) === ',') reader.at++;
    else if (arms.length === 0 && signAt(reader) === '') arms.push({ body: rowOf(reader, [readBare(reader)]) });
    if (reader.at === at) break;
  }
  return { do: 'query', arms };
}

function readRow(reader: Reader, before: number): readonly Arm[] {
  const isTold = before === 0 || hasNames(reader);
  if (isTold && before < MAX_ROWS)
    return [
      {
        body: rowOf(
          reader,
          inGroup(reader, () => readItems(reader).items),
        ),
      },
    ];
  if (isTold) reader.gathered.partial = true;
  takeGroup(reader);
  return [];
}

function readBare(reader: Reader): ValueItem {
  const from = reader.at;
  const { value } = readValue(reader, false);
  const at = placeFrom(reader, from);
  return { do: 'value', at, extent: at, ...value };
}

function hasNames(reader: Reader): boolean {
  const look = { ...reader };
  const { from, to } = takeGroup(look);
  for (let at = from; at < to; at++) {
    const token = reader.tokens[at];
    if (token && isNamed(token) && !CONSTANTS.has(token.upper)) return true;
  }
  return false;
}

/** Sources: PostgreSQL and Snowflake, "VALUES" (`column1`); Spark SQL, "Inline table" (`col1`). */
function rowOf({ dialect }: Reader, items: readonly Item[]): Select {
  const prefix = dialect === 'databricks' ? 'col' : 'column';
  return { do: 'select', items: items.map((item, index) => (item.do === 'value' ? { ...item, name: `${prefix}${index + 1}` } : item)) };
}
