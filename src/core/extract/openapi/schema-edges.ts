import type { LineageEdge } from '../../../model/lineage.ts';
import { entriesOf, entry, itemsOf, textAt, type DocumentNode } from '../../text/document-tree.ts';
import type { Api, Content, Operation } from './api.ts';
import { operationId } from './compare-apis.ts';

/** What a request brings flows into its schema, what a response gives comes from it. */
export function schemaEdges(api: Api, operation: Operation, known: ReadonlySet<string>): readonly LineageEdge[] {
  const endpoint = { asset: operationId(api, operation) };
  const ends = (contents: readonly Content[]) =>
    referencesOf(contents.flatMap(({ schema }) => schema?.nodes ?? [])).flatMap((reference) => {
      const name = /^#\/(?:definitions|components\/schemas)\/([^/]+)$/.exec(textAt(reference) ?? '')?.[1] ?? '';
      return known.has(name) ? [{ end: { asset: `${api.id}:schema:${name}` }, location: reference.location }] : [];
    });
  return [
    ...ends(operation.body?.contents ?? []).map(({ end, location }) => ({ from: endpoint, to: end, location })),
    ...ends(operation.responses.flatMap(({ contents }) => contents)).map(({ end, location }) => ({ from: end, to: endpoint, location })),
  ];
}

const MAX_NODES = 500;

/** References that stand in a body itself, at any depth of what is written there. */
function referencesOf(nodes: readonly DocumentNode[]): readonly DocumentNode[] {
  const found = new Map<string, DocumentNode>();
  const todo = [...nodes];
  for (let step = 0; step < MAX_NODES && todo.length > 0; step++) {
    const node = todo.pop();
    const reference = entry(node, '$ref')?.value;
    if (reference && !found.has(textAt(reference) ?? '')) found.set(textAt(reference) ?? '', reference);
    todo.push(...itemsOf(node), ...entriesOf(node).map(({ value }) => value));
  }
  return [...found.values()];
}
