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
  for (;;) {
    const next = node.children.find((child) => child !== null && (child.hasError || child.isMissing));
    if (!next) break;
    node = next;
    if (node.isError || node.isMissing) break;
  }
  const start = startOf(node, source);
  const newline = source.text.indexOf('\n', start);
  const end = Math.max(start, Math.min(endOf(node, source), newline < 0 ? source.text.length : newline));
  return { start, end, ...(node.isMissing ? { missing: node.type.replaceAll('_', ' ') } : {}) };
}
