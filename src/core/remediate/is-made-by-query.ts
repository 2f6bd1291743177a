import type { Asset, Field } from '../../model/asset.ts';

/** Whether a column of a table in SQL has no declaration of its own: it comes out of the query that fills the table. */
export function isMadeByQuery(asset: Asset, field: Field): boolean {
  return asset.id.startsWith('sql:') && asset.kind === 'table' && field.type === undefined && field.facts['upstream'] !== undefined;
}
