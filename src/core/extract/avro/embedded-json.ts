import type { Location, SourceFile } from '../../../model/source.ts';
import type { DocumentNode, ScalarNode } from '../../text/document-tree.ts';
import { parseJson, type JsonTree } from '../../text/json-tree.ts';
import { lineIndex } from '../../text/line-index.ts';

/** JSON inside of a string of JSON. Its places are those of the file, so that the slice is what stands there, escapes included. */
export function embeddedJson({ value, location }: ScalarNode, file: SourceFile): JsonTree {
  const text = String(value);
  const { root, problems } = parseJson({ ...file, text });
  const offsets = offsetsOf(file.text, location);
  const lines = lineIndex(file.path, file.text);
  const moved = ({ start, end }: Location): Location =>
    lines.location(offsets[start.offset] ?? location.end.offset, offsets[end.offset] ?? location.end.offset);
  return {
    root: root && relocated(root, moved),
    problems: problems.map((problem) => ({ ...problem, location: moved(problem.location) })),
  };
}

/** Where each character of the string stands in the file, and the one behind the last. */
function offsetsOf(text: string, { start, end }: Location): readonly number[] {
  const offsets: number[] = [];
  let at = start.offset + 1;
  for (; at < end.offset - 1; at += text[at] !== '\\' ? 1 : text[at + 1] === 'u' ? 6 : 2) offsets.push(at);
  return [...offsets, at];
}

/** The depth was bounded when it was read. */
function relocated(node: DocumentNode, moved: (location: Location) => Location): DocumentNode {
  const location = moved(node.location);
  if (node.kind === 'scalar') return { ...node, location };
  if (node.kind === 'list') return { ...node, location, items: node.items.map((item) => relocated(item, moved)) };
  const entries = node.entries.map(({ key, keyLocation, value }) => ({
    key,
    keyLocation: moved(keyLocation),
    value: relocated(value, moved),
  }));
  return { ...node, location, entries };
}
