import type { SyntaxNode } from '../../plug-ins.ts';
import { endOf, startOf, type Source } from './syntax.ts';

export interface FoundError {
  readonly start: number;
  readonly end: number;
  /** The sign that is missing. */
  readonly missing?: string;
}

/** The first place that the grammar could not read, up to the end of its line. Goes down without recursion: trees can be very deep. */
export function findError(root: SyntaxNode, source: Source): FoundError {
  let node = root;
  const around: SyntaxNode[] = [];
  while (!node.isError && !node.isMissing) {
    const next = node.children.find((child) => child !== null && (child.hasError || child.isMissing));
    if (!next) break;
    around.push(node);
    node = next;
  }
  const end = node.isMissing ? ENDS.get(node.type) : undefined;
  const opened = end === undefined ? undefined : around.findLast(({ startIndex }) => startIndex < node.startIndex);
  const start = startOf(opened ?? node, source);
  const missing = end ?? node.type.replaceAll('_', ' ');
  return {
    start,
    end: lineEnd(start, end === undefined ? endOf(node, source) : source.text.length, source),
    ...(node.isMissing ? { missing } : {}),
  };
}

/** What closes something is missed where that begins, not at the end of the file. */
const ENDS: ReadonlyMap<string, string> = new Map([
  ['quoted_template_end', '"'],
  ['block_end', '}'],
  ['object_end', '}'],
  ['tuple_end', ']'],
  ['}', '}'],
  [']', ']'],
  [')', ')'],
]);

function lineEnd(start: number, end: number, { text }: Source): number {
  const newline = text.indexOf('\n', start);
  return Math.max(start, Math.min(end, newline < 0 ? text.length : newline));
}
