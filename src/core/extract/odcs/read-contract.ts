import type { Asset, Facts } from '../../../model/asset.ts';
import { relationOf, serverNames } from '../../contract/server-names.ts';
import { at, entry, itemsOf, textAt, type DocumentNode, type Entry } from '../../text/document-tree.ts';
import { contractFacts, objectFacts } from './contract-facts.ts';
import { readFields } from './read-fields.ts';
import { allServiceLevels, serviceLevels } from './service-levels.ts';

/** The objects that a contract promises; a contract that names none is an asset by itself. */
export function readContract(document: DocumentNode): readonly Asset[] {
  const id = contractId(document);
  const outer: Outer = { document, id, facts: contractFacts(document), levels: serviceLevels(document) };
  const assets = objectsOf(document).flatMap((object) => readObject(object, outer) ?? []);
  return assets.length > 0 ? assets : [bare(document, id)];
}

export const contractId = (document: DocumentNode): string =>
  textAt(document, 'id') ?? textAt(document, 'uuid') ?? textAt(document, 'name') ?? 'unnamed';

export const objectId = (contract: string, object: string): string => `odcs:${contract}.${object}`;

export const objectsOf = (document: DocumentNode): readonly DocumentNode[] => [
  ...itemsOf(at(document, 'schema')),
  ...itemsOf(at(document, 'dataset')),
];

/** Version 2 calls an object a table. */
export const objectName = (object: DocumentNode): Entry | undefined => entry(object, 'name') ?? entry(object, 'table');

/** Contracts have a handful; more would give each object too many names. */
const MAX_SERVERS = 20;

/** Names under which the servers of the contract know an object; without a server, its physical name. Version 2 names its server at the top. */
function aliasesOf(object: DocumentNode, document: DocumentNode, name: string): readonly string[] {
  const physical = textAt(object, 'physicalName') ?? name;
  const known = itemsOf(at(document, 'servers'))
    .slice(0, MAX_SERVERS)
    .flatMap((server) => serverNames(server, physical));
  const outer = [textAt(document, 'datasetProject'), textAt(document, 'datasetName')].filter((part) => part !== undefined);
  if (outer.length > 0) known.push(...outer.map((_, from) => relationOf([...outer.slice(from), physical].join('.')) ?? ''));
  const isTopic = textAt(object, 'physicalType') === 'topic';
  const own = textAt(object, 'physicalName') === undefined || isTopic ? [] : [relationOf(physical) ?? ''];
  return [...new Set([...known, ...(isTopic ? [`topic:${physical}`] : own)])].filter((alias) => alias !== '');
}

/** What the objects of a contract share. */
interface Outer {
  readonly document: DocumentNode;
  readonly id: string;
  readonly facts: Facts;
  readonly levels: (object: string) => Facts;
}

function readObject(object: DocumentNode, { document, id, facts, levels }: Outer): Asset | null {
  const name = objectName(object);
  const text = textAt(name?.value);
  if (!name || text === undefined) return null;
  const aliases = aliasesOf(object, document, text);
  return {
    ...shell(document),
    id: objectId(id, text),
    ...(aliases.length === 0 ? {} : { aliases }),
    name: text,
    location: name.value.location,
    extent: object.location,
    facts: objectFacts(object, { ...facts, ...levels(text) }),
    fields: readFields(object),
  };
}

function bare(document: DocumentNode, id: string): Asset {
  const named =
    entry(document, 'name') ??
    entry(document, 'datasetName') ??
    entry(document, 'id') ??
    entry(document, 'uuid') ??
    entry(document, 'kind');
  const facts: Facts = { ...contractFacts(document), ...allServiceLevels(document) };
  return {
    ...shell(document),
    id: `odcs:${id}`,
    name: textAt(named?.value) ?? id,
    location: named?.value.location ?? document.location,
    extent: document.location,
    facts,
    fields: [],
  };
}

function shell({ location: { file } }: DocumentNode): Pick<Asset, 'kind' | 'platform' | 'file' | 'files'> {
  return { kind: 'contract', platform: 'odcs', file, files: [file] };
}
