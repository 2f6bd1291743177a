import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments, type Document, type Node, type ParsedNode } from 'yaml';
import type { Problem } from '../../model/problem.ts';
import type { SourceFile } from '../../model/source.ts';
import { isTooDeep } from './depth-guard.ts';
import type { DocumentNode, Entry } from './document-tree.ts';
import { lineIndex, type LineIndex } from './line-index.ts';

export interface YamlTree {
  /** The documents of the file that could be read. */
  readonly documents: readonly DocumentNode[];
  readonly problems: readonly Problem[];
}

/** Larger files take the parser too long. */
const MAX_BYTES = 2_000_000;
const MAX_PROBLEMS = 10;
/** Nodes that aliases may make of a document, before it counts as a bomb. */
const MAX_NODES = 500_000;

/** Reads YAML 1.2. Never throws: what is wrong is located, and what can be read beside it is read. */
export function parseYaml(file: SourceFile): YamlTree {
  const lines = lineIndex(file.path, file.text);
  if (file.size > MAX_BYTES)
    return refuse(lines, 'file-too-large', 'This YAML file is over 2 MB, so it was not judged. Split it, or list it under `ignore`.');
  if (isTooDeep(file.text) || isIndentedTooDeep(file.text))
    return refuse(lines, 'yaml-too-deep', 'This YAML nests over 100 levels, so it was not judged. Make it flatter.');
  const parsed = parseAllDocuments<ParsedNode>(file.text, {
    uniqueKeys: false,
    strict: false,
    prettyErrors: false,
    logLevel: 'silent',
    lineCounter: new LineCounter(),
  });
  const documents: readonly Document.Parsed[] = Array.isArray(parsed) ? parsed : [];
  const budget = { nodes: MAX_NODES };
  const problems: Problem[] = documents
    .flatMap(({ errors }) => errors)
    .map((error) => unreadable(lines, within(error.pos, file.text), error.message));
  const context: Context = { lines, budget, problems, file };
  const trees = documents.flatMap((document) => (document.contents ? (treeOf(document.contents, document, context) ?? []) : []));
  if (budget.nodes <= 0)
    problems.push(
      ...refuse(lines, 'yaml-aliases', 'The aliases of this YAML make it too large to be judged. Write out what they stand for.').problems,
    );
  return { documents: trees, problems: problems.slice(0, MAX_PROBLEMS) };
}

function refuse(lines: LineIndex, code: string, message: string): YamlTree {
  return { documents: [], problems: [{ code, message, location: lines.location(0, 0), undecided: true }] };
}

/** A hundred levels of indentation by at least one space each: counted on the longest, without parsing. */
function isIndentedTooDeep(text: string): boolean {
  const open: number[] = [];
  for (const match of text.matchAll(/^([ \t]*)((?:- )*)\S/gm)) {
    const indent = (match[1] ?? '').length;
    while ((open.at(-1) ?? -1) >= indent) open.pop();
    open.push(indent);
    if (open.length + (match[2] ?? '').length / 2 > 100) return true;
  }
  return false;
}

/** The parser tells the end of a text as one behind it. */
function within([start, end]: readonly [number, number], { length }: string): readonly [number, number] {
  return [Math.min(start, length), Math.min(end, length)];
}

function unreadable(lines: LineIndex, [start, end]: readonly [number, number], message: string): Problem {
  const words = message.split('\n', 1)[0] ?? '';
  return {
    code: 'yaml-unreadable',
    message: `This YAML cannot be read here: ${words}`,
    location: lines.location(start, Math.max(start, end)),
    undecided: true,
  };
}

interface Context {
  readonly lines: LineIndex;
  readonly budget: { nodes: number };
  readonly problems: Problem[];
  readonly file: SourceFile;
}

function treeOf(node: Node, document: Document.Parsed, context: Context): DocumentNode | undefined {
  if (--context.budget.nodes <= 0) return undefined;
  if (isAlias(node)) {
    const target = node.resolve(document);
    return target ? treeOf(target, document, context) : undefined;
  }
  const [start = 0, end = start] = node.range ?? [];
  const location = context.lines.location(start, end);
  if (isMap(node)) return { kind: 'map', location, entries: entriesOf(node, document, context) };
  if (isSeq(node)) return { kind: 'list', location, items: node.items.flatMap((item) => treeOf(item as Node, document, context) ?? []) };
  return { kind: 'scalar', location, value: isScalar(node) ? scalarOf(node.value) : null };
}

function scalarOf(value: unknown): string | number | boolean | null {
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function entriesOf(
  node: { readonly items: readonly { readonly key: unknown; readonly value: unknown }[] },
  document: Document.Parsed,
  context: Context,
): readonly Entry[] {
  const seen = new Set<string>();
  const entries: Entry[] = [];
  for (const { key, value } of node.items) {
    const name = isScalar(key) ? String(key.value) : '';
    const [start = 0, end = start] = (key as Node | null)?.range ?? [];
    const keyLocation = context.lines.location(start, end);
    if (name === '<<') {
      const merged = value ? treeOf(value as Node, document, context) : undefined;
      entries.unshift(...(merged?.kind === 'map' ? merged.entries : []));
      continue;
    }
    if (seen.has(name))
      context.problems.push({
        code: 'yaml-duplicate-key',
        message: `The key \`${name}\` stands here twice; the last one counts.`,
        location: keyLocation,
      });
    seen.add(name);
    const tree = value ? treeOf(value as Node, document, context) : undefined;
    entries.push({ key: name, keyLocation, value: tree ?? { kind: 'scalar', location: keyLocation, value: null } });
  }
  return entries;
}
