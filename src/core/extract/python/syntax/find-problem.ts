import type { Problem } from '../../../../model/problem.ts';
import type { LineIndex } from '../../../text/line-index.ts';
import type { SyntaxNode } from '../../../plug-ins.ts';

/** The first place that is no Python. What stands around it is still read. */
export function findProblem(root: SyntaxNode, text: string, lines: LineIndex): Problem | undefined {
  if (!root.hasError) return undefined;
  let node = root;
  while (!node.isError && !node.isMissing) {
    const next = node.children.find((child) => child !== null && (child.hasError || child.isMissing));
    if (!next) break;
    node = next;
  }
  const newline = text.indexOf('\n', node.startIndex);
  const end = Math.max(node.startIndex, Math.min(node.endIndex, newline < 0 ? text.length : newline));
  const what = node.isMissing ? `\`${node.type}\` is missing` : 'what stands here is not expected';
  return {
    code: 'python-unreadable',
    message: `This Python cannot be read here: ${what}. The rest of the file was judged.`,
    location: lines.location(node.startIndex, end),
    undecided: true,
  };
}
