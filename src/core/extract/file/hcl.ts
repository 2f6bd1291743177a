import type { SourceFile } from '../../../model/source.ts';
import type { ParseWith, SyntaxNode } from '../../plug-ins.ts';
import { isTooDeep } from '../../text/depth-guard.ts';
import type { DocumentNode, Entry } from '../../text/document-tree.ts';
import { lineIndex, type LineIndex } from '../../text/line-index.ts';
import type { Parsed } from './parsed.ts';
import { entryOf, list, map, refused, scalar } from './trees.ts';

/**
 * HCL 2 as conftest gives it: blocks below their type and labels as lists, expressions as `${text}`. Nothing is computed.
 */
export function readHclFile(file: SourceFile, parse: ParseWith): Parsed {
  const lines = lineIndex(file.path, file.text);
  if (isTooDeep(file.text)) return refused(lines, [0, 0], 'hcl-too-deep', 'This HCL nests over 100 levels, so it was not judged.');
  return parse('hcl', file.text, (root) => {
    if (root.hasError) {
      const [start, end] = errorIn(root);
      return refused(lines, [start, Math.min(end, start + 80)], 'hcl-unreadable', 'This HCL cannot be read here.');
    }
    const body = named(root).find(({ type }) => type === 'body');
    return { documents: [body ? bodyTree(body, lines) : map([], lines.location(0, 0))], problems: [] };
  });
}

const named = (node: SyntaxNode): readonly SyntaxNode[] => node.namedChildren.filter((child) => child !== null);
const placed = (node: SyntaxNode, lines: LineIndex): ReturnType<LineIndex['location']> => lines.location(node.startIndex, node.endIndex);

function errorIn(root: SyntaxNode): readonly [number, number] {
  let here = root;
  for (let next: SyntaxNode | null | undefined = root; next; next = here.children.find((child) => child?.hasError || child?.isMissing))
    here = next;
  return [here.startIndex, here.endIndex];
}

/** What is under one name, while blocks add to it: labels lead down, bodies gather in lists. */
interface Branch {
  readonly key: SyntaxNode;
  readonly below: Map<string, Branch>;
  readonly bodies: DocumentNode[];
  value?: DocumentNode;
}

function bodyTree(body: SyntaxNode, lines: LineIndex): DocumentNode {
  const top = new Map<string, Branch>();
  for (const member of named(body)) {
    if (member.type === 'attribute') addAttribute(top, member, lines);
    if (member.type === 'block') addBlock(top, member, lines);
  }
  return map(entriesOf(top, lines), placed(body, lines));
}

function addAttribute(top: Map<string, Branch>, member: SyntaxNode, lines: LineIndex): void {
  const [key, value] = named(member);
  if (key && value) branchAt(top, key, key.text).value = expressionTree(value, lines);
}

function addBlock(top: Map<string, Branch>, block: SyntaxNode, lines: LineIndex): void {
  const [type, ...rest] = named(block);
  if (!type) return;
  const labels = rest.filter((node) => node.type === 'identifier' || node.type === 'string_lit');
  let branch = branchAt(top, type, type.text);
  for (const label of labels) branch = branchAt(branch.below, label, label.text.replaceAll('"', ''));
  const body = rest.find((node) => node.type === 'body');
  branch.bodies.push(body ? bodyTree(body, lines) : map([], placed(block, lines)));
}

function branchAt(branches: Map<string, Branch>, key: SyntaxNode, name: string): Branch {
  const known = branches.get(name) ?? { key, below: new Map<string, Branch>(), bodies: [] };
  branches.set(name, known);
  return known;
}

function entriesOf(branches: ReadonlyMap<string, Branch>, lines: LineIndex): readonly Entry[] {
  return [...branches].map(([name, branch]) => entryOf(name, placed(branch.key, lines), branchTree(branch, lines)));
}

function branchTree({ key, below, bodies, value }: Branch, lines: LineIndex): DocumentNode {
  if (value) return value;
  const location = placed(key, lines);
  return below.size > 0 ? map(entriesOf(below, lines), location) : list(bodies, location);
}

function expressionTree(node: SyntaxNode, lines: LineIndex): DocumentNode {
  const [inner] = named(node);
  if (!inner) return scalar(node.text, placed(node, lines));
  if (node.type === 'expression' && named(node).length === 1) return innerTree(inner, node, lines);
  return unresolved(node, lines);
}

const unresolved = (node: SyntaxNode, lines: LineIndex): DocumentNode => scalar(`\${${node.text}}`, placed(node, lines));

function innerTree(inner: SyntaxNode, whole: SyntaxNode, lines: LineIndex): DocumentNode {
  const location = placed(whole, lines);
  if (inner.type === 'literal_value') return scalar(literal(inner.text), location);
  if (inner.type === 'template_expr') return scalar(templateText(inner), location);
  if (inner.type === 'operation' && /^-\s*\d[\d.]*$/.test(inner.text)) return scalar(Number(inner.text.replaceAll(/\s/g, '')), location);
  const [collection] = named(inner);
  if (inner.type !== 'collection_value' || !collection) return unresolved(whole, lines);
  if (collection.type === 'tuple')
    return list(
      named(collection)
        .filter(({ type }) => type === 'expression')
        .map((one) => expressionTree(one, lines)),
      location,
    );
  return collection.type === 'object' ? map(objectEntries(collection, lines), location) : unresolved(whole, lines);
}

function objectEntries(object: SyntaxNode, lines: LineIndex): readonly Entry[] {
  return named(object).flatMap((element): readonly Entry[] => {
    const [key, value] = element.type === 'object_elem' ? named(element) : [];
    return key && value ? [entryOf(keyText(key), placed(key, lines), expressionTree(value, lines))] : [];
  });
}

function keyText({ text }: SyntaxNode): string {
  if (/^[\w-]+$/.test(text)) return text;
  return /^"[^"$]*"$/.test(text) ? text.slice(1, -1) : `\${${text}}`;
}

function literal(text: string): string | number | boolean | null {
  if (text === 'null') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  return text.startsWith('"') ? text.slice(1, -1) : Number(text);
}

/** The text between the quotes, or the lines of a heredoc, with interpolations as they are written. */
function templateText({ text }: SyntaxNode): string {
  const heredoc = /^<<(-?)\s*"?(\w+)"?[^\n]*\n([^]*?)[ \t]*\2\s*$/.exec(text);
  if (!heredoc) return text.slice(1, -1);
  const body = heredoc[3] ?? '';
  if (heredoc[1] !== '-') return body;
  const indents = body.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.search(/\S/)]));
  return body
    .split('\n')
    .map((line) => line.slice(Math.min(...indents, line.length)))
    .join('\n');
}
