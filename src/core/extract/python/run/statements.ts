import type { Node } from '../syntax/tree.ts';
import { behind, kidOf, kidsOf, partsOf } from '../syntax/tree.ts';
import type { Run } from '../run.ts';
import { addItems, unknown, type Value } from '../values.ts';
import { followBranches } from './branches.ts';
import { turnsOf } from './builtin-functions.ts';
import { readClass, readDecorated, readFunction } from './definitions.ts';
import { readImport } from './imports.ts';
import { operate, truthOf } from './operations.ts';
import { bindPattern } from './patterns.ts';

/** Follows the statements of a block; what stands behind a sure `return` is not reached. */
export function executeBlock(block: Node, run: Run): boolean {
  for (const statement of block.kids) {
    run.budget--;
    if (run.budget <= 0) return false;
    if (STATEMENTS.get(statement.type)?.(statement, run) === true) return true;
  }
  return false;
}

type Execute = (node: Node, run: Run) => boolean | void;

const STATEMENTS: ReadonlyMap<string, Execute> = new Map<string, Execute>([
  ['expression_statement', expressionStatement],
  ['assignment', assign],
  ['augmented_assignment', assignMore],
  ['import_statement', readImport],
  ['import_from_statement', readImport],
  ['function_definition', (node, run) => void readFunction(node, run)],
  ['class_definition', (node, run) => void readClass(node, run)],
  ['decorated_definition', readDecorated],
  ['if_statement', readIf],
  ['for_statement', readFor],
  ['while_statement', (node, run) => readOnce(node, run)],
  ['with_statement', readWith],
  ['try_statement', readTry],
  ['return_statement', readReturn],
  ['raise_statement', () => true],
  ['match_statement', readMatch],
  ['block', (node, run) => run.execute(node)],
  ['ERROR', (node, run) => void run.execute(node)],
]);

function expressionStatement(node: Node, run: Run): void {
  for (const kid of partsOf(node)) {
    if (kid.type === 'assignment') assign(kid, run);
    else if (kid.type === 'augmented_assignment') assignMore(kid, run);
    else run.evaluate(kid);
  }
}

/** `a = b = value`, `a: int = value`. */
function assign(node: Node, run: Run): void {
  const targets: Node[] = [];
  let right: Node | undefined = node;
  while (right?.type === 'assignment') {
    const [left]: readonly Node[] = right.kids;
    if (left) targets.push(left);
    right = behind(right, '=');
  }
  if (!right) return;
  const value = run.evaluate(right);
  for (const target of targets) bindPattern(target, value, run);
}

function assignMore(node: Node, run: Run): void {
  const [target, sign, operand] = node.kids;
  if (!target || !sign || !operand) return;
  const [left, right] = [run.evaluate(target), run.evaluate(operand)];
  if (left.is === 'list' && right.is === 'list' && sign.type === '+=') {
    const cut = addItems(left.items, right.items) ?? right.open;
    if (cut !== undefined) left.open ??= cut;
    return;
  }
  bindPattern(target, operate({ sign: sign.type.slice(0, -1), left, right, at: { start: node.start, end: node.end } }, run), run);
}

/** One way where the condition is known, otherwise all of them. */
function readIf(node: Node, run: Run): boolean {
  const arms = [node, ...kidsOf(node, 'elif_clause')];
  const ways: (() => boolean)[] = [];
  for (const arm of arms) {
    const [condition] = partsOf(arm);
    const block = kidOf(arm, 'block');
    const truth = condition ? conditionOf(condition, run) : undefined;
    if (truth === false || !block) continue;
    ways.push(() => run.execute(block));
    if (truth === true) return followed(ways, run);
  }
  const last = kidOf(kidOf(node, 'else_clause') ?? node, 'block');
  const hasElse = kidOf(node, 'else_clause') !== undefined && last;
  ways.push(hasElse ? () => run.execute(last) : () => false);
  return followed(ways, run);
}

const followed = (ways: readonly (() => boolean)[], run: Run): boolean =>
  ways.length === 1 ? (ways[0]?.() ?? false) : followBranches(ways, run);

/** What runs as a script and what is only for type checkers are both read. */
function conditionOf(condition: Node, run: Run): boolean | undefined {
  const text = run.sourceOf(condition);
  if (/^__name__\s*==|TYPE_CHECKING$/.test(text)) return true;
  return truthOf(run.evaluate(condition));
}

function readFor(node: Node, run: Run): void {
  const [pattern, through] = partsOf(node);
  const block = kidOf(node, 'block');
  if (!pattern || !through || !block) return;
  const { items, open } = turnsOf(run.evaluate(through), through, run);
  for (const item of items) {
    if (run.budget <= 0) return;
    bindPattern(pattern, item, run);
    run.execute(block);
  }
  if (open) bindPattern(pattern, items.at(-1) ?? unknown(run.sourceOf(pattern), pattern), run);
  const last = kidOf(kidOf(node, 'else_clause') ?? pattern, 'block');
  if (last) run.execute(last);
}

/** A loop that text does not count is followed once; what it changes may be anything after that. */
function readOnce(node: Node, run: Run): void {
  const block = kidOf(node, 'block');
  if (block) followBranches([() => run.execute(block), () => false], run);
}

function readWith(node: Node, run: Run): boolean {
  const clause = kidOf(node, 'with_clause');
  const block = kidOf(node, 'block');
  const entered: Value[] = [];
  for (const item of clause ? kidsOf(clause, 'with_item') : []) {
    const value = enterItem(item, run);
    if (value) entered.push(value);
  }
  const returns = block ? run.execute(block) : false;
  for (const value of entered.toReversed()) for (const framework of run.frameworks) framework.leave?.(value, run);
  return returns;
}

function enterItem(item: Node, run: Run): Value | undefined {
  const [content] = partsOf(item);
  if (!content) return undefined;
  const isNamed = content.type === 'as_pattern';
  const [expression, target] = isNamed ? partsOf(content) : [content];
  if (!expression) return undefined;
  const value = run.evaluate(expression);
  if (target) bindPattern(target, value, run);
  for (const framework of run.frameworks) framework.enter?.(value, run);
  return value;
}

/** The body and, as ways that it may take, what catches its errors. */
function readTry(node: Node, run: Run): boolean {
  const block = kidOf(node, 'block');
  const returns = block ? run.execute(block) : false;
  for (const clause of node.kids) {
    const inner = kidOf(clause, 'block');
    if (!inner) continue;
    if (clause.type === 'except_clause' || clause.type === 'except_group_clause') catchWith(clause, inner, run);
    else if (clause.type === 'else_clause' || clause.type === 'finally_clause') run.execute(inner);
  }
  return returns;
}

/** What only catches is read for what it does; the names that the body bound stay bound (`except ImportError`). */
function catchWith(clause: Node, block: Node, run: Run): void {
  const bound = new Map(run.scope.names);
  const [caught] = partsOf(clause);
  if (caught?.type === 'as_pattern') {
    const target = kidOf(caught, 'as_pattern_target');
    if (target) bindPattern(target, unknown(run.sourceOf(caught), caught), run);
  }
  run.execute(block);
  for (const [name, value] of bound) run.scope.names.set(name, value);
}

function readReturn(node: Node, run: Run): boolean {
  const [value] = partsOf(node);
  if (value) run.returned.at(-1)?.push(run.evaluate(value));
  return true;
}

function readMatch(node: Node, run: Run): boolean {
  const [subject] = partsOf(node);
  if (subject) run.evaluate(subject);
  const block = kidOf(node, 'block') ?? node;
  const ways = kidsOf(block, 'case_clause').flatMap((clause) => {
    const inner = kidOf(clause, 'block');
    return inner ? [() => run.execute(inner)] : [];
  });
  return followBranches([...ways, () => false], run);
}
