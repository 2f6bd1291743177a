import { entry, type DocumentNode } from '../../text/document-tree.ts';
import { settle, type Values } from './values.ts';

/** What a bundle says of itself and all its resources: its name, permissions, who runs them, the workspace. */
export function sharedIn(document: DocumentNode, values: Values): DocumentNode {
  const entries = ['bundle', 'permissions', 'run_as', 'workspace'].flatMap((key) => {
    const one = entry(document, key);
    return one ? [{ ...one, value: settle(one.value, values) }] : [];
  });
  return { kind: 'map', location: document.location, entries };
}
