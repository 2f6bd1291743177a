import type { Asset, Facts } from '../../../model/asset.ts';
import { at, entry, itemsOf, textAt, type DocumentNode } from '../../text/document-tree.ts';
import { contractFacts, objectFacts } from './contract-facts.ts';
import { readFields } from './read-fields.ts';

/** The objects that a contract promises; a contract that names none is an asset by itself. */
export function readContract(document: DocumentNode): readonly Asset[] {
  const id = textAt(document, 'id') ?? textAt(document, 'uuid') ?? textAt(document, 'name') ?? 'unnamed';
  const objects = [...itemsOf(at(document, 'schema')), ...itemsOf(at(document, 'dataset'))];
  const assets = objects.flatMap((object) => readObject(object, id, document) ?? []);
  return assets.length > 0 ? assets : [bare(document, id)];
}

/** Version 2 calls an object a table. */
function readObject(object: DocumentNode, contract: string, document: DocumentNode): Asset | null {
  const name = entry(object, 'name') ?? entry(object, 'table');
  const text = textAt(name?.value);
  if (!name || text === undefined) return null;
  return {
    ...shell(document),
    id: `odcs:${contract}.${text}`,
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
