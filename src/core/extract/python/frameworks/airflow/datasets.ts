import type { Run } from '../../run.ts';
import { datasetNamed, pathNamed } from '../../flows/ends.ts';
import { argument, symbolName, type Arguments, type Source, type Symbol, type Text, type Value } from '../../values.ts';
import { isDataset, type DatasetThing } from './model.ts';

const CLASSES: ReadonlySet<string> = new Set([
  'Dataset',
  'Asset',
  'DatasetAlias',
  'AssetAlias',
  'DatasetAll',
  'DatasetAny',
  'AssetAll',
  'AssetAny',
]);

/** `Dataset("s3://…")`, and `Asset(name=…, uri=…)` since Airflow 3: what tasks say they fill, by its URI. */
export function makeDataset(callee: Symbol, given: Arguments, run: Run): DatasetThing | undefined {
  const name = symbolName(callee);
  if (/^(?:Dataset|Asset)OrTimeSchedule$/.test(name))
    return expression([given.keywords.get('datasets') ?? given.keywords.get('assets')], given);
  if (!callee.path.startsWith('airflow') || !CLASSES.has(name)) return undefined;
  if (/(?:All|Any)$/.test(name)) return expression(given.positional, given);
  const uri = argument(given, 'uri', 0) ?? given.keywords.get('name');
  if (uri?.is !== 'text') return { is: 'thing', kind: 'dataset', uris: [], at: given.at };
  if (!name.endsWith('Alias')) declare(uri, given, run);
  return { is: 'thing', kind: 'dataset', uris: [uri], at: given.at };
}

const expression = (values: readonly (Value | undefined)[], { at }: Arguments): DatasetThing => ({
  is: 'thing',
  kind: 'dataset',
  uris: values.flatMap(urisIn),
  at,
});

function declare(uri: Text, given: Arguments, run: Run): void {
  const source = datasetNamed(uri);
  if (!source) return;
  const path = /^\w[\w+.-]*:\/\//.test(source.name) ? pathNamed(uri) : undefined;
  run.found.tables.push({
    kind: 'dataset',
    id: `airflow:${source.end}`,
    key: source.end,
    name: source.name,
    platform: 'airflow',
    at: source.at,
    extent: given.at,
    columns: [],
    partial: true,
    facts: {},
    aliases: [source.end, ...(path ? [path.end] : [])],
  });
}

/** More than start any DAG. */
const MOST_DATASETS = 1000;

/** The URIs that a value names: a dataset, an expression or a list of them, or the text of a URI (Airflow 1.10). */
function urisIn(value: Value | undefined): readonly Text[] {
  const found: Text[] = [];
  const waiting: (Value | undefined)[] = [value];
  for (let at = 0; at < waiting.length && at < MOST_DATASETS && found.length < MOST_DATASETS; at++) {
    const one = waiting[at];
    if (isDataset(one)) found.push(...one.uris);
    else if (one?.is === 'list') waiting.push(...one.items.slice(0, MOST_DATASETS));
    else if (one?.is === 'text') found.push(one);
  }
  return found;
}

export const sourcesNamed = (value: Value | undefined): readonly Source[] => urisIn(value).flatMap((uri) => datasetNamed(uri) ?? []);
