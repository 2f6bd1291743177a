import type { SyntaxNode } from '../../../plug-ins.ts';

/** A stretch of the file, in UTF-16 units, the end not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A node of the file's tree, out of the parser: signs and words are nodes too, comments are none. */
export interface Node extends Span {
  readonly type: string;
  readonly kids: readonly Node[];
}

/** What no person writes by hand: such a list, and what lies so deep, is told as unknown. */
const MOST_KIDS = 50_000;
const MOST_LEVELS = 3000;

const NONE: readonly Node[] = [];

export interface Tree {
  readonly tree: Node;
  /** How many nodes it has. */
  readonly count: number;
  /** Something was too long or too deep to be taken over. */
  readonly cut: boolean;
}

/** The whole tree. Without recursion: trees can be very deep. */
export function treeOf(root: SyntaxNode): Tree {
  const kids: Node[] = [];
  const waiting: { readonly node: SyntaxNode; readonly kids: Node[]; readonly level: number }[] = [{ node: root, kids, level: 0 }];
  let count = 1;
  let cut = false;
  for (let here = waiting.pop(); here; here = waiting.pop()) {
    if (here.node.childCount > MOST_KIDS || here.level > MOST_LEVELS) {
      cut = true;
      continue;
    }
    for (const child of here.node.children) {
      if (!child || child.type === 'comment' || child.type === 'line_continuation') continue;
      const own: Node[] = [];
      const isLeaf = child.childCount === 0;
      if (!isLeaf) waiting.push({ node: child, kids: own, level: here.level + 1 });
      here.kids.push({ type: child.type, start: child.startIndex, end: child.endIndex, kids: isLeaf ? NONE : own });
      count++;
    }
  }
  return { tree: { type: root.type, start: root.startIndex, end: root.endIndex, kids }, count, cut };
}

export const kidOf = (node: Node, type: string): Node | undefined => node.kids.find((kid) => kid.type === type);
export const kidsOf = (node: Node, type: string): readonly Node[] => node.kids.filter((kid) => kid.type === type);

/** Children that are no signs or keywords: the grammar names those by a word in small letters. */
export const partsOf = (node: Node): readonly Node[] => node.kids.filter(isPart);

/** Words of the language are children under their own name. */
const KEYWORDS: ReadonlySet<string> = new Set(
  'as assert async await break class continue def del elif else except exec finally for from global if import in is lambda nonlocal not or and pass print raise return try type while with yield match case'.split(
    ' ',
  ),
);

/** `lambda` and `await` are words, and what they begin too. */
const isPart = ({ type, kids }: Node): boolean => /^[a-zA-Z_]/.test(type) && (kids.length > 0 || !KEYWORDS.has(type));

/** The child behind a sign or keyword. */
export function behind(node: Node, sign: string): Node | undefined {
  const at = node.kids.findIndex(({ type }) => type === sign);
  return at < 0 ? undefined : node.kids.slice(at + 1).find(isPart);
}
