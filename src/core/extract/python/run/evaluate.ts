import type { Node } from '../syntax/tree.ts';
import { partsOf } from '../syntax/tree.ts';
import { lookUp, type Run } from '../run.ts';
import { sourcesOf, unknown, type Func, type Value } from '../values.ts';
import { CHAINS, readChain } from './chains.ts';
import { readComprehension, readDict, readList, readNamed } from './literals.ts';
import { OPERATIONS, readChoice, readComparison, readOperation, readUnary } from './operations.ts';
import { readConcatenated, readString } from './strings.ts';

/** Deeper than any expression that people write, and far from what the stack bears. */
const MOST_LEVELS = 150;

/** The value of an expression, as far as the text tells it. */
export function evaluateNode(node: Node, run: Run): Value {
  if (run.depth >= MOST_LEVELS || run.budget <= 0) return unknown(run.sourceOf(node), node);
  run.budget--;
  run.depth++;
  const value = valueOf(node, run);
  run.depth--;
  return value;
}

function valueOf(node: Node, run: Run): Value {
  if (CHAINS.has(node.type)) return readChain(node, run);
  if (OPERATIONS.has(node.type)) return readOperation(node, run);
  const read = EXPRESSIONS.get(node.type);
  return read ? read(node, run) : unknown(run.sourceOf(node), node);
}

type Evaluate = (node: Node, run: Run) => Value;

const plain =
  (value: boolean | null): Evaluate =>
  (node) => ({ is: 'plain', value, at: node });

const inner: Evaluate = (node, run) => {
  const parts = partsOf(node);
  const last = parts[0];
  return last ? run.evaluate(last) : unknown(run.sourceOf(node), node);
};

const EXPRESSIONS: ReadonlyMap<string, Evaluate> = new Map<string, Evaluate>([
  ['identifier', readName],
  ['string', readString],
  ['concatenated_string', readConcatenated],
  ['integer', readNumber],
  ['float', readNumber],
  ['true', plain(true)],
  ['false', plain(false)],
  ['none', plain(null)],
  ['list', readList],
  ['tuple', readList],
  ['set', readList],
  ['expression_list', readList],
  ['pattern_list', readList],
  ['dictionary', readDict],
  ['list_comprehension', readComprehension],
  ['set_comprehension', readComprehension],
  ['generator_expression', readComprehension],
  ['dictionary_comprehension', readComprehension],
  ['parenthesized_expression', inner],
  ['await', inner],
  ['expression_statement', inner],
  ['conditional_expression', readChoice],
  ['comparison_operator', readComparison],
  ['not_operator', readUnary],
  ['unary_operator', readUnary],
  ['named_expression', readNamed],
  ['lambda', readLambda],
  ['yield', readYield],
  ['type', inner],
]);

function readName(node: Node, run: Run): Value {
  const name = run.sourceOf(node);
  return lookUp(name, run.scope) ?? { is: 'symbol', path: name, at: node };
}

function readNumber(node: Node, run: Run): Value {
  const value = Number(run.sourceOf(node).replaceAll('_', ''));
  return Number.isNaN(value) ? unknown(run.sourceOf(node), node) : { is: 'plain', value, at: node };
}

function readLambda(node: Node, run: Run): Func {
  return { is: 'function', name: '<lambda>', node, scope: run.scope, at: node };
}

/** What a generator yields is what it gives. */
function readYield(node: Node, run: Run): Value {
  const [operand] = partsOf(node);
  const value = operand ? run.evaluate(operand) : undefined;
  if (value) run.returned.at(-1)?.push(value);
  return unknown(run.sourceOf(node), node, sourcesOf([value]));
}
