import type { Json } from '../../model/json.ts';
import { toJson, type DocumentNode } from '../text/document-tree.ts';

/** A file that was parsed for policies that judge files: its documents, each with the place of every key and value. */
export interface ParsedFile {
  readonly path: string;
  readonly documents: readonly DocumentNode[];
}

/** Files together as one input: a list of `path` and `contents`, in the order of paths. Source: conftest, parser/parser.go, CombineConfigurations. */
export function combinedInput(files: readonly ParsedFile[]): FileInput | undefined {
  const inputs = files.toSorted((one, other) => Number(one.path > other.path) - Number(one.path < other.path)).flatMap(fileInputs);
  const [first] = inputs;
  if (!first) return undefined;
  const items = inputs.map(({ path, node }): DocumentNode => {
    const { location } = node;
    const name: DocumentNode = { kind: 'scalar', value: path, location };
    const entries = [
      { key: 'path', keyLocation: location, value: name },
      { key: 'contents', keyLocation: location, value: node },
    ];
    return { kind: 'map', location, entries };
  });
  const node: DocumentNode = { kind: 'list', items, location: first.node.location };
  return { path: first.path, node, input: toJson(node) };
}

/** One input of such a policy. A list at the top is judged member by member, a file that holds nothing as null, as conftest does. Source: conftest, policy/engine.go. */
export interface FileInput {
  readonly path: string;
  readonly node: DocumentNode;
  readonly input: Json;
}

export function fileInputs({ path, documents }: ParsedFile): readonly FileInput[] {
  const nodes = (documents.length > 0 ? documents : [nothingIn(path)]).flatMap((node) => (node.kind === 'list' ? node.items : [node]));
  return nodes.map((node) => ({ path, node, input: toJson(node) }));
}

function nothingIn(file: string): DocumentNode {
  const start = { line: 1, column: 1, offset: 0 };
  return { kind: 'scalar', value: null, location: { file, start, end: start } };
}
