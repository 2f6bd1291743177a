import type { Json } from '../../model/json.ts';
import { toJson, type DocumentNode } from '../text/document-tree.ts';

/** A file that was parsed for policies that judge files: its documents, each with the place of every key and value. */
export interface ParsedFile {
  readonly path: string;
  readonly documents: readonly DocumentNode[];
}

/** One input of such a policy. A list at the top is judged member by member, as conftest does. Source: conftest, policy/engine.go. */
export interface FileInput {
  readonly path: string;
  readonly node: DocumentNode;
  readonly input: Json;
}

export function fileInputs({ path, documents }: ParsedFile): readonly FileInput[] {
  const nodes = documents.flatMap((node) => (node.kind === 'list' ? node.items : [node]));
  return nodes.map((node) => ({ path, node, input: toJson(node) }));
}
