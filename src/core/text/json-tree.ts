import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import type { Problem } from '../../model/problem.ts';
import type { SourceFile } from '../../model/source.ts';
import { isTooDeep } from './depth-guard.ts';
import type { DocumentNode, Entry } from './document-tree.ts';
import { lineIndex, type LineIndex } from './line-index.ts';

export interface JsonTree {
  /** What could be read; undefined where there is nothing, or too much of it. */
  readonly root: DocumentNode | undefined;
  readonly problems: readonly Problem[];
}

const MAX_PROBLEMS = 10;

/**
 * Reads JSON, comments allowed. Never throws: what is wrong is located, and what can be read beside it is read. Of equal keys the last
 * counts, and a problem says so.
 */
export function parseJson(file: SourceFile): JsonTree {
  const lines = lineIndex(file.path, file.text);
  if (isTooDeep(file.text))
    return {
      root: undefined,
      problems: [problem(lines, [0, 0], 'json-too-deep', 'This JSON nests over 100 levels, so it was not judged.')],
    };
  const errors: ParseError[] = [];
  const tree = parseTree(withoutMark(file.text), errors, { allowTrailingComma: false, disallowComments: false });
  const problems: Problem[] = errors
    .slice(0, 1)
    .map(({ error, offset, length }) =>
      problem(lines, [offset, offset + length], 'json-unreadable', `This JSON cannot be read here: ${words(printParseErrorCode(error))}.`),
    );
  const root = tree && treeOf(tree, lines, problems);
  if (!root && problems.length === 0) problems.push(problem(lines, [0, 0], 'json-unreadable', 'This file is empty, so it is no JSON.'));
  return { root, problems: problems.slice(0, MAX_PROBLEMS) };
}

/** A byte-order mark is no error of the author's; a space keeps all offsets. */
const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text);

function problem(lines: LineIndex, [start, end]: readonly [number, number], code: string, message: string): Problem {
  return { code, message, location: lines.location(start, end), undecided: true };
}

/** `PropertyNameExpected` as words. */
const words = (code: string): string => code.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();

/** The guard bounds the depth, so recursion is safe. */
function treeOf(node: Node, lines: LineIndex, problems: Problem[]): DocumentNode {
  const location = lines.location(node.offset, node.offset + node.length);
  if (node.type === 'object') return { kind: 'map', location, entries: entriesOf(node, lines, problems) };
  if (node.type === 'array') return { kind: 'list', location, items: (node.children ?? []).map((item) => treeOf(item, lines, problems)) };
  return { kind: 'scalar', location, value: scalarOf(node.value) };
}

function scalarOf(value: unknown): string | number | boolean | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function entriesOf(node: Node, lines: LineIndex, problems: Problem[]): readonly Entry[] {
  const seen = new Set<string>();
  return (node.children ?? []).flatMap((property): readonly Entry[] => {
    const [name, value] = property.children ?? [];
    if (!name || !value) return [];
    const key = String(name.value);
    const keyLocation = lines.location(name.offset, name.offset + name.length);
    if (seen.has(key))
      problems.push({
        code: 'json-duplicate-key',
        message: `The key \`${key}\` stands here twice; the last one counts.`,
        location: keyLocation,
      });
    seen.add(key);
    return [{ key, keyLocation, value: treeOf(value, lines, problems) }];
  });
}
