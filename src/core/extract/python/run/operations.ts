import type { Node, Span } from '../syntax/tree.ts';
import { partsOf } from '../syntax/tree.ts';
import { asText, holeAt, joined, sliced, textAt } from '../texts.ts';
import { asked, type Run } from '../run.ts';
import { listAt, sourcesOf, unknown, type Text, type Value } from '../values.ts';

/** `a + b - c`: from the left, without recursion however long it is. */
export function readOperation(node: Node, run: Run): Value {
  const steps: Node[] = [];
  let first = node;
  while (OPERATIONS.has(first.type) && first.kids[0]) {
    steps.push(first);
    first = first.kids[0];
  }
  let value = run.evaluate(first);
  for (const step of steps.toReversed()) value = apply(step, value, run);
  return value;
}

export const OPERATIONS: ReadonlySet<string> = new Set(['binary_operator', 'boolean_operator']);

function apply(step: Node, left: Value, run: Run): Value {
  const sign = step.kids[1]?.type ?? '';
  const operand = step.kids[2];
  if (!operand) return left;
  const at = { start: step.start, end: step.end };
  const operation = { sign, left, right: run.evaluate(operand), at };
  return sign === 'and' || sign === 'or' ? either(operation, run) : operate(operation, run);
}

/** `left sign right`, with the place of all of it. */
export interface Operation {
  readonly sign: string;
  readonly left: Value;
  readonly right: Value;
  readonly at: Span;
}

function either({ sign, left, right, at }: Operation, run: Run): Value {
  const truth = truthOf(left);
  if (truth === undefined) return unknown(run.sourceOf(at), at, sourcesOf([left, right]));
  return truth === (sign === 'and') ? right : left;
}

export function operate(operation: Operation, run: Run): Value {
  const { sign, left, right, at } = operation;
  const made = asked(run, (framework) => framework.operate?.(sign, left, right, run));
  if (made) return made;
  if (left.is === 'plain' && right.is === 'plain') return calculated(sign, left.value, right.value, at) ?? unknown(run.sourceOf(at), at);
  if (sign === '+' && left.is === 'list' && right.is === 'list') return listAt([left, right], at);
  if (sign === '|' && left.is === 'dict' && right.is === 'dict')
    return { is: 'dict', entries: new Map([...left.entries, ...right.entries]), at };
  if (sign === '%' && left.is === 'text') return formatted(left, right, at);
  return textOperation(operation, run) ?? unknown(run.sourceOf(at), at, sourcesOf([left, right]));
}

/** A text that is put together step by step is copied at each: after so many pieces it is not told any more. */
const MOST_PIECES = 300;

/** Texts put together, paths with `/`. An operand that cannot be told is a hole in the text. */
function textOperation({ sign, left, right, at }: Operation, run: Run): Text | undefined {
  if ((sign !== '+' && sign !== '/') || (left.is !== 'text' && right.is !== 'text')) return undefined;
  const [one, other] = [asText(left, run.sourceOf(left.at)), asText(right, run.sourceOf(right.at))];
  if (one.pieces.length > MOST_PIECES || other.pieces.length > MOST_PIECES) return holeAt('a long text', at);
  return joined(sign === '+' ? [one, other] : [one, textAt('/', at), other], at);
}

function calculated(sign: string, left: number | boolean | null, right: number | boolean | null, at: Span): Value | undefined {
  const value = ARITHMETIC[sign]?.(Number(left), Number(right));
  return value === undefined || !Number.isFinite(value) ? undefined : { is: 'plain', value, at };
}

const ARITHMETIC: Readonly<Record<string, (one: number, other: number) => number>> = {
  '+': (one, other) => one + other,
  '-': (one, other) => one - other,
  '*': (one, other) => one * other,
  '/': (one, other) => one / other,
  '//': (one, other) => Math.floor(one / other),
  '%': (one, other) => one - other * Math.floor(one / other),
  '**': (one, other) => one ** other,
};

/** `'%s.%s' % (schema, table)`. */
function formatted(pattern: Text, value: Value, at: Span): Text {
  const values = value.is === 'list' ? value.items : [value];
  const parts: Text[] = [];
  let from = 0;
  let next = 0;
  for (const found of pattern.value.matchAll(/%(?:\((\w+)\))?[-+ 0#]*\d*(?:\.\d+)?([sdifr%])/g)) {
    parts.push(sliced(pattern, from, found.index));
    from = found.index + found[0].length;
    if (found[2] === '%') parts.push(textAt('%', pattern.at));
    else parts.push(filled(found[1] === undefined ? values[next++] : entryOf(value, found[1]), found[0], pattern.at));
  }
  return joined([...parts, sliced(pattern, from, pattern.value.length)], at);
}

const entryOf = (value: Value, key: string): Value | undefined => (value.is === 'dict' ? value.entries.get(key)?.value : undefined);

/** What fills a place of a pattern; nothing given leaves a hole. */
export function filled(value: Value | undefined, source: string, at: Span): Text {
  return value === undefined ? holeAt(source, at) : asText(value, source);
}

/** Whether a condition holds; undefined where that cannot be told. */
export function truthOf(value: Value): boolean | undefined {
  if (value.is === 'plain') return Boolean(value.value);
  if (value.is === 'text') return value.unknown === undefined ? value.value !== '' : undefined;
  if (value.is === 'list') return value.open === undefined ? value.items.length > 0 : undefined;
  if (value.is === 'dict') return value.open === undefined ? value.entries.size > 0 : undefined;
  return value.is === 'function' || value.is === 'class' || value.is === 'thing' ? true : undefined;
}

/** `a == b`, `a in (b, c)`, `a is None`; other comparisons of known numbers too. */
export function readComparison(node: Node, run: Run): Value {
  const at = { start: node.start, end: node.end };
  const operands = partsOf(node).filter(({ type }) => type !== 'not in' && type !== 'is not');
  const signs = node.kids.filter((kid) => !operands.includes(kid)).map(({ type }) => type);
  const [left, right] = operands.map((operand) => run.evaluate(operand));
  const holds = left && right && operands.length === 2 ? compared(signs.join(' '), left, right) : undefined;
  return holds === undefined ? unknown(run.sourceOf(at), at, sourcesOf([left, right])) : { is: 'plain', value: holds, at };
}

function compared(sign: string, left: Value, right: Value): boolean | undefined {
  if (sign === 'in' || sign === 'not in') {
    const held = isIn(left, right);
    return held === undefined ? undefined : held === (sign === 'in');
  }
  const [one, other] = [scalarOf(left), scalarOf(right)];
  if (one === undefined || other === undefined) return undefined;
  if (sign === '==' || sign === 'is') return one === other;
  if (sign === '!=' || sign === 'is not') return one !== other;
  if (typeof one !== 'number' || typeof other !== 'number') return undefined;
  return ORDER[sign]?.(one, other);
}

const ORDER: Readonly<Record<string, (one: number, other: number) => boolean>> = {
  '<': (one, other) => one < other,
  '<=': (one, other) => one <= other,
  '>': (one, other) => one > other,
  '>=': (one, other) => one >= other,
};

function isIn(left: Value, right: Value): boolean | undefined {
  const wanted = scalarOf(left);
  if (wanted === undefined) return undefined;
  if (right.is === 'dict') return right.open === undefined ? right.entries.has(String(wanted)) : undefined;
  if (right.is !== 'list' || right.open !== undefined) return undefined;
  const scalars = right.items.map(scalarOf);
  if (scalars.includes(wanted)) return true;
  return scalars.includes(undefined) ? undefined : false;
}

function scalarOf(value: Value): string | number | boolean | null | undefined {
  if (value.is === 'plain') return value.value;
  return value.is === 'text' && value.unknown === undefined ? value.value : undefined;
}

/** `-1`, `not x`. */
export function readUnary(node: Node, run: Run): Value {
  const at = { start: node.start, end: node.end };
  const operand = node.kids[1];
  const value = operand ? run.evaluate(operand) : undefined;
  const sign = node.kids[0]?.type;
  if (value?.is === 'plain' && typeof value.value === 'number' && sign === '-') return { is: 'plain', value: -value.value, at };
  const truth = value && sign === 'not' ? truthOf(value) : undefined;
  return truth === undefined ? unknown(run.sourceOf(at), at, sourcesOf([value])) : { is: 'plain', value: !truth, at };
}

/** `a if condition else b`: one of the two, or either. */
export function readChoice(node: Node, run: Run): Value {
  const at = { start: node.start, end: node.end };
  const [yes, condition, no] = partsOf(node);
  if (!yes || !condition || !no) return unknown(run.sourceOf(at), at);
  const truth = truthOf(run.evaluate(condition));
  if (truth !== undefined) return run.evaluate(truth ? yes : no);
  return unknown(run.sourceOf(at), at, sourcesOf([run.evaluate(yes), run.evaluate(no)]));
}
