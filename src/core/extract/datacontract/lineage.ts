import type { LineageEdge, LineageEnd } from '../../../model/lineage.ts';
import { relationOf } from '../../contract/server-names.ts';
import { at, itemsOf, textAt, type DocumentNode } from '../../text/document-tree.ts';

/** `lineage.inputFields` in the words of OpenLineage: a namespace, the name of a data set in it, and a field of that. */
export function inputEdges(field: DocumentNode, to: LineageEnd): readonly LineageEdge[] {
  return itemsOf(at(field, 'lineage', 'inputFields')).flatMap((input): readonly LineageEdge[] => {
    const asset = dataSet(textAt(input, 'namespace') ?? '', textAt(input, 'name') ?? '');
    const column = textAt(input, 'field');
    if (asset === undefined) return [];
    return [{ from: { asset, ...(column === undefined ? {} : { field: column }) }, to, location: input.location, how: howOf(input) }];
  });
}

function dataSet(namespace: string, name: string): string | undefined {
  if (name === '') return undefined;
  if (namespace.startsWith('kafka:')) return `topic:${name}`;
  if (/^(?:s3a?|gs|abfss?|wasbs?|hdfs|file):/.test(namespace)) return `path:${namespace.replace(/\/$/, '')}/${name.replace(/^\//, '')}`;
  return relationOf(name);
}

function howOf(input: DocumentNode): 'same' | 'computed' {
  const transformations = itemsOf(at(input, 'transformations'));
  const isSame = transformations.every(
    (one) => (textAt(one, 'subtype') ?? 'IDENTITY').toUpperCase() === 'IDENTITY' && textAt(one, 'type')?.toUpperCase() !== 'INDIRECT',
  );
  return isSame ? 'same' : 'computed';
}
