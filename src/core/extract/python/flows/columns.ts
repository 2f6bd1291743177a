import { placeOf } from '../texts.ts';
import type { Column, Dict, List, Value } from '../values.ts';

export interface Columns {
  readonly columns: readonly Column[];
  /** Some cannot be told. */
  readonly partial: boolean;
}

/** How deep records within records go. */
const MOST_LEVELS = 15;
const MOST_COLUMNS = 20_000;

/** `[{"name": "email", "type": "STRING", "mode": "REQUIRED"}]`: columns as BigQuery's schemas have them; those of a record are dotted. */
export function columnsIn(list: List, prefix = '', levels = MOST_LEVELS, left = { columns: MOST_COLUMNS }): Columns {
  const found = list.items.map((item): Columns => (item.is === 'dict' ? columnIn(item, { prefix, levels, left }) : UNTOLD));
  return {
    columns: found.flatMap(({ columns }) => columns),
    partial: list.open !== undefined || found.some(({ partial }) => partial),
  };
}

interface Within {
  readonly prefix: string;
  readonly levels: number;
  readonly left: { columns: number };
}

const UNTOLD: Columns = { columns: [], partial: true };

function columnIn(entry: Dict, { prefix, levels, left }: Within): Columns {
  if (left.columns-- <= 0) return UNTOLD;
  const name = textIn(entry, 'name');
  const value = entry.entries.get('name')?.value;
  if (name === undefined || value?.is !== 'text') return UNTOLD;
  const inner = entry.entries.get('fields')?.value;
  const own = columnOf(entry, `${prefix}${name}`, value);
  const nested = inner?.is === 'list' && levels > 0 ? columnsIn(inner, `${prefix}${name}.`, levels - 1, left) : undefined;
  return { columns: [own, ...(nested?.columns ?? [])], partial: entry.open !== undefined || nested?.partial === true };
}

function columnOf(entry: Dict, name: string, value: Extract<Value, { is: 'text' }>): Column {
  const type = textIn(entry, 'type');
  const mode = textIn(entry, 'mode')?.toUpperCase();
  const description = textIn(entry, 'description');
  const policyTags = entry.entries.get('policyTags')?.value;
  const names = policyTags?.is === 'dict' ? policyTags.entries.get('names')?.value : undefined;
  const tagged = names?.is === 'list' ? names.items.flatMap((one) => (one.is === 'text' ? [one.value] : [])) : [];
  return {
    name,
    ...(type === undefined ? {} : { type }),
    ...(mode === 'REQUIRED' || mode === 'NULLABLE' ? { nullable: mode === 'NULLABLE' } : {}),
    ...(description === undefined || description === '' ? {} : { description }),
    ...(tagged.length === 0 ? {} : { policyTags: tagged }),
    at: placeOf(value),
    extent: entry.at,
  };
}

function textIn(entry: Dict, name: string): string | undefined {
  const value = entry.entries.get(name)?.value;
  return value?.is === 'text' && value.unknown === undefined ? value.value : undefined;
}
