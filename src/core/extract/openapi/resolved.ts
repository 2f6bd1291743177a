import type { Documents } from '../../json-schema/documents.ts';
import { entry, type DocumentNode } from '../../text/document-tree.ts';

/** What reading a description needs throughout. */
export interface Reader {
  readonly documents: Documents;
  readonly root: DocumentNode;
  /** OpenAPI 2, Swagger. */
  readonly isOld: boolean;
}

const MAX_STEPS = 20;

/** Follows `$ref` from node to node; where it leads nowhere, the node that says so is what there is. */
export function resolved(node: DocumentNode, { documents }: Pick<Reader, 'documents'>): DocumentNode {
  let found = node;
  for (let step = 0; step < MAX_STEPS; step++) {
    const reference = entry(found, '$ref');
    const target = reference && documents.follow(reference.value);
    if (typeof target !== 'object') return found;
    found = target.node;
  }
  return found;
}
