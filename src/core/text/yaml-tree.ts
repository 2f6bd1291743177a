import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, type Document, type Node, type ParsedNode } from 'yaml';
import type { Problem } from '../../model/problem.ts';
import type { Location, SourceFile } from '../../model/source.ts';
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
/** Nodes that aliases may repeat in a document, before it counts as a bomb. */
const MAX_REPEATED = 100_000;

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
  });
  const documents: readonly Document.Parsed[] = Array.isArray(parsed) ? parsed : [];
  const budget = { nodes: MAX_REPEATED };
  const problems: Problem[] = documents
    .flatMap(({ errors }) => errors)
    .map((error) => unreadable(lines, within(error.pos, file.text), error.message));
  const trees = documents.flatMap(({ contents }) => {
    const context: Context = { lines, budget, problems, anchors: new Map(), made: 0 };
    return contents ? (treeOf(contents, context) ?? []) : [];
  });
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
  /** What each anchor stands for, once it is read: an alias inside of its own anchor is none. */
  readonly anchors: Map<string, Anchored>;
  /** Nodes so far, those that aliases repeat among them. */
  made: number;
}

interface Anchored {
  readonly tree: DocumentNode;
  readonly nodes: number;
}

/** Never deeper than the text is, since aliases give what was read before. */
function treeOf(node: Node, context: Context): DocumentNode | undefined {
  if (isAlias(node)) return aliased(node.source, context);
  const before = context.made++;
  const tree = ownTree(node, context);
  if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor !== undefined)
    context.anchors.set(node.anchor, { tree, nodes: context.made - before });
  return tree;
}

function aliased(anchor: string, context: Context): DocumentNode | undefined {
  const found = context.anchors.get(anchor);
  if (!found || context.budget.nodes <= 0) return undefined;
  context.budget.nodes -= found.nodes;
  context.made += found.nodes;
  return context.budget.nodes > 0 ? found.tree : undefined;
}

function ownTree(node: Node, context: Context): DocumentNode {
  const [start = 0, end = start] = node.range ?? [];
  const base = { location: context.lines.location(start, end), ...ownTag(node) };
  if (isMap(node)) return { kind: 'map', ...base, entries: entriesOf(node, context) };
  if (isSeq(node)) return { kind: 'list', ...base, items: node.items.flatMap((item) => treeOf(item as Node, context) ?? []) };
  return { kind: 'scalar', ...base, value: isScalar(node) ? scalarOf(node.value) : null };
}

/** Tags of YAML itself (`!!str`) have done their work; those of a format are for its reader. */
function ownTag(node: Node): { readonly tag?: string } {
  const tag = 'tag' in node ? node.tag : undefined;
  return tag !== undefined && /^![^!]/.test(tag) ? { tag } : {};
}

function scalarOf(value: unknown): string | number | boolean | null {
  if (typeof value === 'bigint') return String(value);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function entriesOf(
  node: { readonly items: readonly { readonly key: unknown; readonly value: unknown }[] },
  context: Context,
): readonly Entry[] {
  const seen = new Set<string>();
  const entries: Entry[] = [];
  const merged: (readonly Entry[])[] = [];
  for (const { key, value } of node.items) {
    const name = isScalar(key) ? String(key.value) : '';
    const [start = 0, end = start] = (key as Node | null)?.range ?? [];
    const keyLocation = context.lines.location(start, end);
    const tree = value ? treeOf(value as Node, context) : undefined;
    if (name === '<<') {
      merged.push(...mergedFrom(tree));
      continue;
    }
    if (seen.has(name)) context.problems.push(duplicate(name, keyLocation));
    seen.add(name);
    entries.push({ key: name, keyLocation, value: tree ?? { kind: 'scalar', location: keyLocation, value: null } });
  }
  return merged.length === 0 ? entries : [...merged.toReversed().flat(), ...entries];
}

/** `<<: *a` and `<<: [*a, *b]`. What stands first counts more, and all of it less than the map's own keys. */
function mergedFrom(tree: DocumentNode | undefined): readonly (readonly Entry[])[] {
  const maps = tree?.kind === 'list' ? tree.items : tree ? [tree] : [];
  return maps.flatMap((map) => (map.kind === 'map' ? [map.entries] : []));
}

function duplicate(name: string, location: Location): Problem {
  return { code: 'yaml-duplicate-key', message: `The key \`${name}\` stands here twice; the last one counts.`, location };
}
