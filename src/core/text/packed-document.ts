import type { DocumentNode, Entry } from './document-tree.ts';
import { lineIndexOf, lineStarts, type LineIndex } from './line-index.ts';

/** A document as it is kept between reading and assembling: offsets only, a tenth of what places take. */
export interface PackedDocument {
  /** Where each line starts. */
  readonly lines: readonly number[];
  readonly root: PackedNode;
}

/** `[start, end, value]`, `[start, end, items]`, or `[start, end, keys and values, true]`: each key as text, start, end, value. */
export type PackedNode = PackedScalar | PackedList | PackedMap;
type PackedScalar = readonly [number, number, string | number | boolean | null];
type PackedList = readonly [number, number, readonly PackedNode[]];
type PackedMap = readonly [number, number, readonly (string | number | PackedNode)[], true];

export function packDocument(root: DocumentNode, text: string): PackedDocument {
  return { lines: lineStarts(text), root: packed(root) };
}

export function unpackDocument({ lines, root }: PackedDocument, file: string): DocumentNode {
  return unpacked(root, lineIndexOf(file, lines));
}

/** Parsers bound the depth, so recursion is safe. */
function packed(node: DocumentNode): PackedNode {
  const [start, end] = [node.location.start.offset, node.location.end.offset];
  if (node.kind === 'scalar') return [start, end, node.value];
  if (node.kind === 'list') return [start, end, node.items.map(packed)];
  return [start, end, node.entries.flatMap((one) => packedEntry(one)), true];
}

const packedEntry = ({ key, keyLocation, value }: Entry): (string | number | PackedNode)[] => [
  key,
  keyLocation.start.offset,
  keyLocation.end.offset,
  packed(value),
];

function unpacked(node: PackedNode, lines: LineIndex): DocumentNode {
  const location = lines.location(node[0], node[1]);
  if (isMap(node)) return { kind: 'map', location, entries: entriesOf(node[2], lines) };
  const inner = node[2];
  return isScalar(inner)
    ? { kind: 'scalar', location, value: inner }
    : { kind: 'list', location, items: inner.map((item) => unpacked(item, lines)) };
}

const isMap = (node: PackedNode): node is PackedMap => node.length === 4;
const isScalar = (inner: PackedScalar[2] | PackedList[2]): inner is PackedScalar[2] => typeof inner !== 'object' || inner === null;

function entriesOf(flat: PackedMap[2], lines: LineIndex): readonly Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at < flat.length; at += 4) {
    const [key, start, end, value] = flat.slice(at, at + 4) as [string, number, number, PackedNode];
    entries.push({ key, keyLocation: lines.location(start, end), value: unpacked(value, lines) });
  }
  return entries;
}
