import type { Asset, Facts } from '../../../model/asset.ts';
import { relationOf, serverNames } from '../../contract/server-names.ts';
import { at, entry, itemsOf, textAt, type DocumentNode, type Entry } from '../../text/document-tree.ts';
import { contractFacts, objectFacts } from './contract-facts.ts';
import { readFields } from './read-fields.ts';

/** The objects that a contract promises; a contract that names none is an asset by itself. */
export function readContract(document: DocumentNode): readonly Asset[] {
  const id = contractId(document);
  const assets = objectsOf(document).flatMap((object) => readObject(object, id, document) ?? []);
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

/** Names under which the servers of the contract know an object; without a server, its physical name. Version 2 names its server at the top. */
function aliasesOf(object: DocumentNode, document: DocumentNode, name: string): readonly string[] {
  const physical = textAt(object, 'physicalName') ?? name;
  const known = itemsOf(at(document, 'servers')).flatMap((server) => serverNames(server, physical));
  const outer = [textAt(document, 'datasetProject'), textAt(document, 'datasetName')].filter((part) => part !== undefined);
  if (outer.length > 0) known.push(...outer.map((_, from) => relationOf([...outer.slice(from), physical].join('.')) ?? ''));
  const isTopic = textAt(object, 'physicalType') === 'topic';
  const own = textAt(object, 'physicalName') === undefined || isTopic ? [] : [relationOf(physical) ?? ''];
  return [...new Set([...known, ...(isTopic ? [`topic:${physical}`] : own)])].filter((alias) => alias !== '');
}

function readObject(object: DocumentNode, contract: string, document: DocumentNode): Asset | null {
  const name = objectName(object);
  const text = textAt(name?.value);
  if (!name || text === undefined) return null;
  const aliases = aliasesOf(object, document, text);
  return {
    ...shell(document),
    id: objectId(contract, text),
    ...(aliases.length === 0 ? {} : { aliases }),
    name: text,
    location: name.value.location,
    extent: object.location,
    facts: objectFacts(object, document, text),
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
  const facts: Facts = contractFacts(document);
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
