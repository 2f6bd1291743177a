import type { LineageEdge } from '../../../model/lineage.ts';
import type { Location } from '../../../model/source.ts';
import type { Found } from '../../infrastructure/found.ts';
import type { Connector } from './connector.ts';
import { listSet, placedIn, setting, textSet } from './settings.ts';

export type Direction = 'source' | 'sink';

/** By the class; connectors of one's own mostly follow the habit of naming it. */
export function directionOf({ className, settings }: Connector): Direction | undefined {
  const name = className.slice(className.lastIndexOf('.') + 1);
  if (/sink/i.test(name)) return 'sink';
  if (/source|debezium|cdc/i.test(`${name} ${className.startsWith('io.debezium.') ? 'debezium' : ''}`)) return 'source';
  return settings.has('topics') || settings.has('topics.regex') ? 'sink' : undefined;
}

/** What a connector reads or writes on the side that is not Kafka. */
interface Far {
  readonly asset: string;
  readonly location: Location;
  /** The topic that goes with it, where the settings tell. */
  readonly topic?: string | undefined;
}

const plain = (name: string): string => name.replaceAll(/["`\\]/g, '').toLowerCase();
const isName = (text: string): boolean => /^[\w$-]+(?:\.[\w$-]+)*$/.test(text.replaceAll('\\', ''));

/** Edges between tables, places and topics, by the connector; to the connector itself where the other end cannot be told. */
export function flowsOf(connector: Connector, id: string): readonly LineageEdge[] {
  const direction = directionOf(connector);
  if (direction === 'source') return sourceFlows(connector, id);
  return direction === 'sink' ? sinkFlows(connector, id) : [];
}

/** The topic of a source is changed by transforms that route; where it then goes is left open. */
function sourceFlows(connector: Connector, id: string): readonly LineageEdge[] {
  const isRouted = listSet(connector, 'transforms').some((name) =>
    /Rout(?:er|ing)|Unwrap.*Route|TopicName/i.test(textSet(connector, `transforms.${name}.type`) ?? ''),
  );
  return sourcesOf(connector).map(({ asset, location, topic }) => {
    const isKnown = topic !== undefined && !isRouted;
    return { from: { asset }, to: { asset: isKnown ? `topic:${topic}` : id }, location, ...(isKnown ? { by: id } : {}) };
  });
}

const TABLES = ['table.include.list', 'table.whitelist', 'tables', 'collection.include.list', 'collection.whitelist'];

function sourcesOf(connector: Connector): readonly Far[] {
  const tables = placedIn(setting(connector, ...TABLES)).filter(({ text }) => isName(text));
  if (tables.length > 0)
    return tables.map(({ text, location }) => ({ asset: `relation:${plain(text)}`, location, topic: topicOf(connector, text) }));
  const place = placeOf(connector);
  if (place) return [{ ...place, topic: textSet(connector, 'topic', 'kafka.topic') }];
  const [database, collection] = [textSet(connector, 'database'), setting(connector, 'collection')];
  const name = textSet(connector, 'collection');
  if (database === undefined || !collection || name === undefined) return [];
  const prefix = textSet(connector, 'topic.prefix');
  return [
    {
      asset: `relation:${plain(`${database}.${name}`)}`,
      location: collection.node.location,
      topic: [prefix, database, name].filter(Boolean).join('.'),
    },
  ];
}

/** Debezium puts the whole name behind its prefix and a dot, the JDBC source the name of the table right behind it. */
function topicOf({ className, ...connector }: Connector, table: string): string | undefined {
  const name = table.replaceAll('\\', '');
  const prefix = textSet(connector, 'topic.prefix', 'database.server.name');
  if (/debezium|mysqlcdc|postgrescdc/i.test(className)) return prefix === undefined ? undefined : `${prefix}.${name}`;
  return prefix === undefined || !/jdbc/i.test(className) ? undefined : `${prefix}${name.slice(name.lastIndexOf('.') + 1)}`;
}

function sinkFlows(connector: Connector, id: string): readonly LineageEdge[] {
  return placedIn(setting(connector, 'topics')).map(({ text: topic, location }) => {
    const far = targetOf(connector, topic);
    return { from: { asset: `topic:${topic}` }, to: { asset: far ?? id }, location, ...(far === undefined ? {} : { by: id }) };
  });
}

/** Where the messages of a topic go: a table, or a place in a bucket. */
function targetOf(connector: Connector, topic: string): string | undefined {
  const place = placeOf(connector);
  if (place) return `${place.asset}/${textSet(connector, 'topics.dir') ?? 'topics'}/${topic}`;
  const table = mapped(connector, topic) ?? formatted(connector, topic);
  if (table === undefined) return undefined;
  const outer = [
    textSet(connector, 'snowflake.database.name', 'project'),
    textSet(connector, 'snowflake.schema.name', 'defaultDataset'),
    ...(/mongo/i.test(connector.className) ? [textSet(connector, 'database')] : []),
  ];
  return `relation:${plain([...outer.filter((one) => one !== undefined), table].join('.'))}`;
}

/** `topic:table,other:other_table`, or for Iceberg the one table that there is. */
function mapped(connector: Connector, topic: string): string | undefined {
  const pairs = listSet(connector, 'snowflake.topic2table.map', 'topic2TableMap', 'topic.to.table.map').map((pair) => pair.split(/[:=]/));
  const found = pairs.find(([name]) => name?.trim() === topic)?.[1]?.trim();
  const tables = listSet(connector, 'iceberg.tables');
  return found ?? (tables.length === 1 ? tables[0] : undefined);
}

/** Sinks of tables name them after their topics unless a format or a collection says otherwise. */
function formatted(connector: Connector, topic: string): string | undefined {
  const { className } = connector;
  if (/mongo/i.test(className)) return textSet(connector, 'collection');
  if (/snowflake|bigquery/i.test(className)) return topic.replaceAll(/[^\w]/g, '_');
  if (!/jdbc|redshift|postgres|mysql|oracle|sqlserver/i.test(className)) return undefined;
  const format = textSet(connector, 'table.name.format', 'collection.name.format') ?? '${topic}';
  return format.replaceAll('${topic}', topic);
}

const PLACES: readonly (readonly [setting: string, scheme: string])[] = [
  ['s3.bucket.name', 's3'],
  ['aws.s3.bucket.name', 's3'],
  ['gcs.bucket.name', 'gs'],
  ['azblob.container.name', 'azblob'],
];

function placeOf(connector: Connector): { readonly asset: string; readonly location: Location } | undefined {
  for (const [name, scheme] of PLACES) {
    const found: Found | undefined = setting(connector, name);
    const text = textSet(connector, name);
    if (found && text !== undefined) return { asset: `path:${scheme}://${text}`, location: found.node.location };
  }
  return undefined;
}
