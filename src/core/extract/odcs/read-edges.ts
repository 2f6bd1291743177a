import type { LineageEdge } from '../../../model/lineage.ts';
import { relationOf } from '../../contract/server-names.ts';
import { at, entry, itemsOf, textAt, type DocumentNode } from '../../text/document-tree.ts';
import { contractId, objectId, objectName, objectsOf } from './read-contract.ts';

/** What the properties of a contract are made from: `transformSourceObjects` names relations. */
export function readEdges(document: DocumentNode): readonly LineageEdge[] {
  const contract = contractId(document);
  return objectsOf(document).flatMap((object) => {
    const name = textAt(objectName(object)?.value);
    return name === undefined ? [] : edgesOf(object, objectId(contract, name), '');
  });
}

function edgesOf(object: DocumentNode, asset: string, prefix: string): readonly LineageEdge[] {
  return [...itemsOf(at(object, 'properties')), ...itemsOf(at(object, 'columns'))].flatMap((property): readonly LineageEdge[] => {
    const name = textAt((entry(property, 'name') ?? entry(property, 'column'))?.value);
    if (name === undefined) return [];
    const field = prefix + name;
    const sources = at(property, 'transformSourceObjects') ?? at(property, 'transformSourceTables');
    const how = at(property, 'transformLogic') ? { how: 'computed' as const } : {};
    const own = itemsOf(sources).flatMap((item): readonly LineageEdge[] => {
      const from = relationOf(textAt(item) ?? '');
      return from === undefined ? [] : [{ from: { asset: from }, to: { asset, field }, location: item.location, ...how }];
    });
    return [...own, ...edgesOf(property, asset, `${field}.`)];
  });
}
