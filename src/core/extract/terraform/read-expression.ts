import type { SyntaxNode } from '../../plug-ins.ts';
import type { Expression, ObjectEntry, Step } from './part.ts';
import { readHeredoc, readQuoted, unescape } from './read-template.ts';
import { partsOf, placeBetween, placeOf, endOf, startOf, textOf, type Nodes, type Source } from './syntax.ts';

/** Deeper expressions are told by their text alone. */
const MAX_DEPTH = 60;

/** Longer lists, texts and calls are told by their text alone: no value that large is followed, and reading it costs far more than parsing it. */
const MAX_MEMBERS = 40_000;

/** Counting children is a call out of the language, so it is left out where the text cannot hold that many. */
const isHuge = (node: SyntaxNode, { text }: Source): boolean => text.length > MAX_MEMBERS && node.childCount > MAX_MEMBERS;

/** An expression node, or the siblings that make one up (`var` `.x` `[0]`), as a value. */
export function readExpression(nodes: Nodes, source: Source, depth = 0): Expression {
  const [first, ...rest] = nodes;
  if (!first) return { is: 'untold', text: '', at: placeBetween(source.shift, source.shift, source) };
  if (depth > MAX_DEPTH || nodes.some((node) => isHuge(node, source))) return untold(nodes, source);
  if (first.type === 'variable_expr') return readPath(first, rest, { nodes, source });
  if (rest.length > 0) return untold(nodes, source);
  return READERS.get(first.type)?.(first, source, depth + 1) ?? untold(nodes, source);
}

type Reader = (node: SyntaxNode, source: Source, depth: number) => Expression | undefined;

const inner: Reader = (node, source, depth) => readExpression(partsOf(node), source, depth);

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['expression', inner],
  ['literal_value', inner],
  ['collection_value', inner],
  ['template_expr', inner],
  ['operation', inner],
  ['string_lit', readText],
  ['numeric_lit', (node, source) => ({ is: 'literal', value: Number(textOf(node, source)), at: placeOf(node, source) })],
  ['bool_lit', (node, source) => ({ is: 'literal', value: textOf(node, source) === 'true', at: placeOf(node, source) })],
  ['null_lit', (node, source) => ({ is: 'literal', value: null, at: placeOf(node, source) })],
  ['quoted_template', (node, source, depth) => readQuoted(node, source, (nodes) => readExpression(nodes, source, depth))],
  ['heredoc_template', (node, source, depth) => readHeredoc(node, source, (nodes) => readExpression(nodes, source, depth))],
  ['tuple', readList],
  ['object', readObject],
  ['function_call', readCall],
  ['conditional', readChoice],
  ['for_expr', readFor],
  ['unary_operation', readUnary],
  ['binary_operation', readBinary],
]);

function readText(node: SyntaxNode, source: Source): Expression {
  const text = textOf(node, source);
  if (text.includes('\n')) source.unclosed.push(startOf(node, source));
  return { is: 'literal', value: unescape(text.slice(1, -1)), at: placeOf(node, source) };
}

function untold(nodes: Nodes, source: Source): Expression {
  return { is: 'untold', text: shortText(nodes, source), at: placeOfAll(nodes, source) };
}

function placeOfAll(nodes: Nodes, source: Source): Expression['at'] {
  const [first] = nodes;
  const last = nodes.at(-1);
  return first && last ? placeBetween(startOf(first, source), endOf(last, source), source) : placeBetween(0, 0, source);
}

/** On one line, and no longer than a message bears. */
function shortText(nodes: Nodes, source: Source): string {
  const [first] = nodes;
  const last = nodes.at(-1);
  if (!first || !last) return '';
  const start = startOf(first, source);
  const text = source.text.slice(start, Math.min(endOf(last, source), start + 200)).replaceAll(/\s+/g, ' ');
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function readPath(first: SyntaxNode, rest: Nodes, { nodes, source }: { readonly nodes: Nodes; readonly source: Source }): Expression {
  const steps: Step[] = [textOf(first, source), ...rest.map((node) => stepOf(node, source))];
  return { is: 'path', steps, text: shortText(nodes, source), at: placeOfAll(nodes, source) };
}

function stepOf(node: SyntaxNode, source: Source): Step {
  const text = textOf(node, source);
  if (node.type === 'get_attr') return text.slice(1).trim();
  const index = /^\[\s*(?:"([^"$%\\]*)"|(\d+))\s*\]$/.exec(text);
  if (node.type !== 'index' || !index) return null;
  return index[1] ?? Number(index[2]);
}

function readList(node: SyntaxNode, source: Source, depth: number): Expression {
  const items = partsOf(node).filter(({ type }) => type === 'expression');
  return { is: 'list', items: items.map((item) => readExpression([item], source, depth)), at: placeOf(node, source) };
}

function readObject(node: SyntaxNode, source: Source, depth: number): Expression {
  const elements = partsOf(node).filter(({ type }) => type === 'object_elem');
  const entries = elements.flatMap((element): readonly ObjectEntry[] => {
    const [key, value] = partsOf(element);
    if (!key || !value) return [];
    return [{ key: readKey(key, source, depth), value: readExpression([value], source, depth), at: placeOf(element, source) }];
  });
  return { is: 'object', entries, at: placeOf(node, source) };
}

/** A bare word is the key itself, not a variable. */
function readKey(node: SyntaxNode, source: Source, depth: number): Expression {
  const text = textOf(node, source);
  return /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(text)
    ? { is: 'literal', value: text, at: placeOf(node, source) }
    : readExpression([node], source, depth);
}

function readCall(node: SyntaxNode, source: Source, depth: number): Expression {
  const [name, given] = partsOf(node);
  if (given && isHuge(given, source)) return untold([node], source);
  const operands = given ? partsOf(given).filter(({ type }) => type === 'expression') : [];
  const isSpread = given !== undefined && textOf(given, source).trimEnd().endsWith('...');
  if (!name || isSpread) return untold([node], source);
  return {
    is: 'call',
    name: textOf(name, source),
    operands: operands.map((operand) => readExpression([operand], source, depth)),
    text: shortText([node], source),
    at: placeOf(node, source),
  };
}

function readChoice(node: SyntaxNode, source: Source, depth: number): Expression {
  const operands = partsOf(node).map((operand) => readExpression([operand], source, depth));
  if (operands.length !== 3) return untold([node], source);
  return { is: 'choice', operands, text: shortText([node], source), at: placeOf(node, source) };
}

function readUnary(node: SyntaxNode, source: Source, depth: number): Expression {
  const operand = readExpression(partsOf(node), source, depth);
  const name = source.text.charAt(startOf(node, source));
  return { is: 'operation', name, operands: [operand], text: shortText([node], source), at: placeOf(node, source) };
}

/** The operator is the unnamed child; each side may be several nodes. */
function readBinary(node: SyntaxNode, source: Source, depth: number): Expression {
  const children = node.children.filter((child): child is SyntaxNode => child !== null && child.type !== 'comment');
  const at = children.findIndex(({ type }) => OPERATORS.has(type));
  if (at < 0) return untold([node], source);
  const operands = [children.slice(0, at), children.slice(at + 1)].map((side) => readExpression(side, source, depth));
  return { is: 'operation', name: children[at]?.type ?? '', operands, text: shortText([node], source), at: placeOf(node, source) };
}

const OPERATORS: ReadonlySet<string> = new Set(['==', '!=', '&&', '||', '+', '-', '*', '/', '%', '<', '>', '<=', '>=']);

/** A loop over a list or map. One whose values are gathered by key (`...`) is told by its text alone. */
function readFor(node: SyntaxNode, source: Source, depth: number): Expression | undefined {
  const [loop] = partsOf(node);
  if (!loop || source.isWhole !== true) return undefined;
  const parts = partsOf(loop);
  const intro = parts.find(({ type }) => type === 'for_intro');
  const condition = parts.find(({ type }) => type === 'for_cond');
  const read = (one: SyntaxNode): Expression => readExpression([one], source, depth);
  const expressions = parts.filter(({ type }) => type === 'expression').map(read);
  const [first, second] = expressions;
  const over = intro && partsOf(intro).find(({ type }) => type === 'expression');
  const isMap = loop.type === 'for_object_expr';
  if (!intro || !over || !first || expressions.length !== (isMap ? 2 : 1) || parts.some(({ type }) => type === 'ellipsis'))
    return undefined;
  const tested = condition && partsOf(condition).find(({ type }) => type === 'expression');
  return {
    is: 'for',
    names: partsOf(intro).flatMap((one) => (one.type === 'identifier' ? [textOf(one, source)] : [])),
    over: read(over),
    ...(second ? { key: first } : {}),
    value: second ?? first,
    ...(tested ? { condition: read(tested) } : {}),
    text: shortText([node], source),
    at: placeOf(node, source),
  };
}
