import type { Asset, Fact, Field } from '../../src/model/asset.ts';
import type { Json } from '../../src/model/json.ts';
import type { Location } from '../../src/model/source.ts';

/** A place of one character, by line. */
export function aPlace(file = 'warehouse/customers.sql', line = 1): Location {
  const offset = (line - 1) * 80;
  return { file, start: { line, column: 1, offset }, end: { line, column: 2, offset: offset + 1 } };
}

export const aFact = (value: Json, line = 1): Fact => ({ value, location: aPlace(undefined, line) });
export const anUnknownFact = (unknown: string, line = 1): Fact => ({ unknown, location: aPlace(undefined, line) });

export function aField(name: string, overrides: Partial<Field> = {}): Field {
  return { name, type: 'STRING', location: aPlace(), extent: aPlace(), facts: {}, ...overrides };
}

export function anAsset(overrides: Partial<Asset> = {}): Asset {
  const file = overrides.file ?? 'warehouse/customers.sql';
  return {
    id: 'sql:mart.customers',
    kind: 'table',
    name: 'mart.customers',
    platform: 'snowflake',
    file,
    files: [file],
    location: aPlace(file),
    extent: aPlace(file),
    facts: {},
    fields: [],
    ...overrides,
  };
}
