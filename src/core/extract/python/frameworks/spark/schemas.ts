import { columnOfSql } from '../../flows/sql-columns.ts';
import { statementsIn } from '../../flows/sql-text.ts';
import type { Run } from '../../run.ts';
import { placeOf } from '../../texts.ts';
import { argument, symbolName, type Arguments, type Column, type Symbol, type Value } from '../../values.ts';
import { isSchema, isType, type SchemaThing, type TypeThing } from './model.ts';

const TYPE =
  /^(String|Integer|Long|Double|Float|Boolean|Date|Timestamp|TimestampNTZ|Binary|Byte|Short|Decimal|Array|Map|Null|Variant|Char|Varchar)Type$/;

/** `StructType([StructField("email", StringType(), True)])` and its parts. */
export function makeSchema(callee: Symbol, given: Arguments, run: Run): Value | undefined {
  const name = symbolName(callee);
  const type = TYPE.exec(name)?.[1];
  if (type !== undefined) return typeOf(type, given, run);
  if (name === 'StructType') return structOf(argument(given, 'fields', 0), given);
  return name === 'StructField' ? fieldOf(given, run) : undefined;
}

function typeOf(name: string, given: Arguments, run: Run): TypeThing {
  const inner = given.positional.filter(isType).map(({ type }) => type);
  const sizes = given.positional.filter(({ is }) => is === 'plain').map(({ at }) => run.sourceOf(at));
  const lower = name === 'Long' ? 'bigint' : name === 'Integer' ? 'int' : name.toLowerCase();
  const type =
    inner.length > 0 ? `${lower}<${inner.join(',')}>` : name === 'Decimal' && sizes.length > 0 ? `${lower}(${sizes.join(',')})` : lower;
  return { is: 'thing', kind: 'type', type, at: given.at };
}

/** More than any table has. */
const MOST_COLUMNS = 5000;

function structOf(fields: Value | undefined, { at }: Arguments): SchemaThing {
  const items = fields?.is === 'list' ? fields.items : [];
  const all = items.flatMap((item) => (isSchema(item) ? item.columns : []));
  const columns = all.slice(0, MOST_COLUMNS);
  const partial =
    columns.length < all.length ||
    (fields?.is === 'list' && fields.open !== undefined) ||
    items.some((item) => !isSchema(item)) ||
    (fields !== undefined && fields.is !== 'list');
  return { is: 'thing', kind: 'schema', columns, partial, at };
}

/** A field is a schema of one column; the columns of a struct in it are dotted. */
function fieldOf(given: Arguments, run: Run): SchemaThing {
  const name = argument(given, 'name', 0);
  const type = argument(given, 'dataType', 1);
  const nullable = argument(given, 'nullable', 2);
  if (name?.is !== 'text' || name.unknown !== undefined) return { is: 'thing', kind: 'schema', columns: [], partial: true, at: given.at };
  const own: Column = {
    name: name.value,
    ...(type ? { type: typeText(type, run) } : {}),
    ...(nullable?.is === 'plain' ? { nullable: Boolean(nullable.value) } : {}),
    at: placeOf(name),
    extent: given.at,
  };
  const inner = isSchema(type) ? type.columns.map((column) => ({ ...column, name: `${name.value}.${column.name}` })) : [];
  return { is: 'thing', kind: 'schema', columns: [own, ...inner], partial: isSchema(type) && type.partial, at: given.at };
}

function typeText(type: Value, run: Run): string {
  if (isType(type)) return type.type;
  return isSchema(type) ? 'struct' : run.sourceOf(type.at);
}

/** `StructType().add("email", "string")`. */
export function addField(schema: SchemaThing, given: Arguments, run: Run): SchemaThing {
  const [first] = given.positional;
  const added = isSchema(first) ? first : fieldOf(given, run);
  const columns = added.columns.map((column) =>
    column.type === undefined ? column : { ...column, type: column.type.replace(/^["'](.*)["']$/, '$1') },
  );
  return { ...schema, columns: [...schema.columns, ...columns], partial: schema.partial || added.partial };
}

/** Columns by a schema: `StructType`, SQL (`"id INT, email STRING"`), or a list of names. */
export function columnsBy(schema: Value | undefined, run: Run): readonly Column[] {
  if (isSchema(schema)) return schema.partial ? [] : schema.columns;
  if (schema?.is === 'text') return columnsOfSql(schema, run);
  if (schema?.is !== 'list' || schema.open !== undefined) return [];
  const names = schema.items.flatMap((item): readonly Column[] =>
    item.is === 'text' ? [{ name: item.value, at: placeOf(item), extent: item.at }] : [],
  );
  return names.length === schema.items.length ? names : [];
}

function columnsOfSql(text: Extract<Value, { is: 'text' }>, run: Run): readonly Column[] {
  const [cursor] = text.unknown === undefined ? statementsIn({ text, dialect: 'databricks', run }) : [];
  return cursor ? columnOfSql(cursor) : [];
}

/** Columns of rows that are written out: `[{"a": 1}]`, `Row(a=1)`. */
export function columnsOfRows(data: Value | undefined): readonly Column[] {
  const [row] = data?.is === 'list' ? data.items : [];
  if (row?.is !== 'dict' || row.open !== undefined) return [];
  return [...row.entries.values()].map(({ key }) => ({ name: key.value, at: placeOf(key), extent: key.at }));
}
