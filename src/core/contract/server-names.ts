import { at, textAt, type DocumentNode } from '../text/document-tree.ts';

/** Where the parts of a table's name stand, by the type of the server; the table's own name comes last. */
const RELATIONS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    athena: 'catalog schema',
    bigquery: 'project dataset',
    clickhouse: 'database',
    cloudsql: 'database schema',
    databricks: 'catalog schema',
    db2: 'database schema',
    dremio: 'schema',
    duckdb: 'database schema',
    glue: 'database',
    hive: 'database',
    impala: 'database',
    mysql: 'database',
    oracle: 'schema',
    postgres: 'database schema',
    postgresql: 'database schema',
    presto: 'catalog schema',
    redshift: 'database schema',
    snowflake: 'database schema',
    sqlserver: 'database schema',
    synapse: 'database schema',
    trino: 'catalog schema',
    vertica: 'database schema',
  }).map(([type, keys]) => [type, keys.split(' ')]),
);

/** Names under which data systems know a table, topic or folder of a contract: what the server says, and the object's own name in it. */
export function serverNames(server: DocumentNode, object: string): readonly string[] {
  const type = (textAt(server, 'type') ?? '').toLowerCase();
  const keys = RELATIONS.get(type);
  if (keys)
    return relationNames(
      keys.map((key) => textAt(server, key)),
      object,
    );
  if (type === 'kafka' || type === 'pubsub') return [`topic:${textAt(server, 'topic') ?? object}`];
  if (type === 'kinesis') return [`topic:${textAt(server, 'stream') ?? object}`];
  const path = textAt(at(server, 'location') ?? at(server, 'path'));
  return path === undefined || isOpen(path) ? [] : [`path:${path.replaceAll('{model}', object)}`];
}

/** What a template fills in is no name yet. */
const isOpen = (text: string): boolean => /\$\{|\{\{|^<.*>$/.test(text);

function relationNames(outer: readonly (string | undefined)[], object: string): readonly string[] {
  if (isOpen(object)) return [];
  if (object.includes('.')) return [relation([object])];
  const known = outer.filter((part) => part !== undefined && part !== '');
  if (known.length === 0 || known.some((part) => isOpen(part ?? ''))) return [];
  return known.map((_, from) => relation([...known.slice(from), object]));
}

const relation = (parts: readonly (string | undefined)[]): string =>
  `relation:${parts
    .join('.')
    .replaceAll(/["`[\]]/g, '')
    .toLowerCase()}`;

/** The relation of a name that stands in a contract; undefined where it is none. */
export function relationOf(name: string): string | undefined {
  const plain = name.trim();
  return plain === '' || isOpen(plain) || /\s/.test(plain) ? undefined : relation([plain]);
}
