import type { Facts, Field } from '../../../model/asset.ts';
import { findAll, factOf, find, membersOf, textIn, type Found } from '../../infrastructure/found.ts';
import { lakeTags } from './facts/lake.ts';
import type { Others } from './resource-facts.ts';
import type { Resource } from './template.ts';

export interface ToldFields {
  readonly fields: readonly Field[];
  /** There may be more fields than the template names. */
  readonly partial?: boolean;
}

interface Columns {
  readonly paths: readonly string[];
  readonly name: string;
  readonly type: string;
  readonly partial?: boolean;
}

const GLUE: Columns = { paths: ['TableInput.StorageDescriptor.Columns', 'TableInput.PartitionKeys'], name: 'Name', type: 'Type' };
const DYNAMO: Columns = { paths: ['AttributeDefinitions'], name: 'AttributeName', type: 'AttributeType', partial: true };
const SIMPLE: Columns = { paths: ['PrimaryKey'], name: 'Name', type: 'Type', partial: true };
const KEYSPACES: Columns = {
  paths: ['PartitionKeyColumns', 'ClusteringKeyColumns.Column', 'RegularColumns'],
  name: 'ColumnName',
  type: 'ColumnType',
};

const COLUMNS: ReadonlyMap<string, Columns> = new Map([
  ['AWS::Glue::Table', GLUE],
  ['AWS::DynamoDB::Table', DYNAMO],
  ['AWS::DynamoDB::GlobalTable', DYNAMO],
  ['AWS::Serverless::SimpleTable', SIMPLE],
  ['AWS::Cassandra::Table', KEYSPACES],
]);

/** The columns that some resources declare. */
export function fieldsOf({ type, properties }: Resource, others: Others): ToldFields | undefined {
  const columns = COLUMNS.get(type);
  if (!columns) return undefined;
  const members = columns.paths.flatMap((path) => findAll(properties, path)).flatMap(membersOf);
  const tags = lakeTags(others);
  const fields = members.flatMap((member) => fieldOf(member, columns, tags));
  const isPartial = columns.partial === true || fields.length === 0 || fields.length < members.length;
  return { fields, ...(isPartial ? { partial: true } : {}) };
}

function fieldOf({ node, location: extent }: Found, columns: Columns, tags: ReadonlyMap<string, Facts>): readonly Field[] {
  const name = textIn(node, columns.name);
  const place = find(node, columns.name)?.node.location;
  if (name === undefined || !place) return [];
  const type = textIn(node, columns.type);
  const comment = find(node, 'Comment');
  const facts = { ...(comment ? { description: factOf(comment) } : {}), ...tags.get(name) };
  return [{ name, ...(type === undefined ? {} : { type }), location: place, extent, facts }];
}
