import { maskJinja } from '../../../sql/mask-jinja.ts';
import { hasHole, placeOf, shown, sliced } from '../texts.ts';
import type { Source, Text } from '../values.ts';

/**
 * A table by its name. Of a name that is made of something unknown, the parts behind that are still told: `{{ project }}.sales.orders` is
 * a `sales.orders`. Undefined where not even the last part is.
 */
export function relationNamed(text: Text): Source | undefined {
  const masked = maskJinja(text.value);
  const from = masked.length - masked.trimStart().length;
  const name = masked.slice(from).trimEnd();
  const path = /^(?:delta|parquet|csv|json|orc|avro|text)\.`(?=[^`]*\/)/i.exec(name)?.[0].length;
  if (path !== undefined) return pathNamed(sliced(text, from + path, from + name.length - 1));
  if (/^(?:[a-z][\w+.-]*:\/)?\//i.test(name)) return pathNamed(text);
  if (name === '' || /[\s();]/.test(name)) return undefined;
  const parts = partsOfName(name);
  const known = parts.slice(parts.findLastIndex(hasHole) + 1);
  if (known.length === 0 || known.some((part) => part === '')) return undefined;
  return { end: `relation:${known.join('.').toLowerCase()}`, name: shown(parts.join('.')), at: placeOf(text, from, from + name.length) };
}

/**
 * `project:dataset.table$20240101` is a table of BigQuery with its partition (source: BigQuery, bq command-line tool reference);
 * `LIVE.orders` one of the same pipeline (source: Databricks, "LIVE schema").
 */
function partsOfName(name: string): readonly string[] {
  const plain = name
    .replaceAll(/["'`[\]]/g, '')
    .replace(/\$[\w{}]*$/, '')
    .replace(/^live\.(?=\w+$)/i, '');
  return plain.replace(/^([\w-]+):(?=[\w-]+\.)/, '$1.').split('.');
}

/** A file or folder by its URI. What stands behind something unknown, or behind a wildcard, is cut off up to the folder. */
export function pathNamed(text: Text): Source | undefined {
  const masked = maskJinja(text.value).trim();
  if (masked === '' || /[\r\n]/.test(masked)) return undefined;
  const open = masked.search(/[\ue000*?[\]]/);
  const told = open < 0 ? masked : masked.slice(0, masked.lastIndexOf('/', open) + 1);
  const uri = told
    .replace(/^file:\/*(?=\/)/, '')
    .replace(/^s3[an]:/, 's3:')
    .replace(/(?<!:)\/+$/, '');
  if (uri === '' || /^[a-z][\w+.-]*:\/*$/i.test(uri)) return undefined;
  return { end: `path:${uri}`, name: shown(masked), at: placeOf(text) };
}

export function topicNamed(text: Text): Source | undefined {
  return text.value === '' || hasHole(maskJinja(text.value))
    ? undefined
    : { end: `topic:${text.value}`, name: text.value, at: placeOf(text) };
}

export function datasetNamed(text: Text): Source | undefined {
  return text.value === '' || hasHole(maskJinja(text.value))
    ? undefined
    : { end: `dataset:${text.value}`, name: text.value, at: placeOf(text) };
}
