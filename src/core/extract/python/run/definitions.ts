import type { Node } from '../syntax/tree.ts';
import { kidOf, kidsOf, partsOf } from '../syntax/tree.ts';
import { asked, bind, type Run } from '../run.ts';
import type { Class, Func, Scope, Value } from '../values.ts';
import { readArguments } from './arguments.ts';

/** A function is bound, and followed where it is called. */
export function readFunction(node: Node, run: Run): Func {
  const name = kidOf(node, 'identifier');
  const text = name ? run.sourceOf(name) : '';
  const scope = classOf.has(run.scope) ? (run.scope.outer ?? run.scope) : run.scope;
  const owner = classOf.get(run.scope);
  const func: Func = { is: 'function', name: text, node, scope, at: name ?? node, ...(owner ? { owner } : {}) };
  run.defined.push(func);
  if (text !== '') bind(text, func, run);
  return func;
}

/** Scopes that are bodies of classes: what stands in one is not seen by its methods. */
const classOf = new WeakMap<Scope, Class>();

export function readClass(node: Node, run: Run): Class {
  const name = kidOf(node, 'identifier');
  const bases = kidOf(node, 'argument_list');
  const members = new Map<string, Value>();
  const found: Class = {
    is: 'class',
    name: name ? run.sourceOf(name) : '',
    members,
    bases: bases ? partsOf(bases).flatMap((base) => (base.type === 'keyword_argument' ? [] : [run.evaluate(base)])) : [],
    at: name ?? node,
  };
  const { scope } = run;
  run.scope = { names: members, outer: scope };
  classOf.set(run.scope, found);
  const block = kidOf(node, 'block');
  if (block) run.execute(block);
  run.scope = scope;
  bind(found.name, found, run);
  return found;
}

/** `@one @two def f`: what a framework makes of it takes its name; other decorators leave the function as it is. */
export function readDecorated(node: Node, run: Run): void {
  const definition = kidOf(node, 'function_definition') ?? kidOf(node, 'class_definition');
  const decorators = kidsOf(node, 'decorator').map((one) => decoratorOf(one, run));
  if (!definition) return;
  if (definition.type === 'class_definition') return void readClass(definition, run);
  const func = readFunction(definition, run);
  for (const decorator of decorators.toReversed()) {
    const made = decorator && asked(run, (framework) => framework.decorate?.(func, decorator, run));
    if (made) bind(func.name, made, run);
  }
}

function decoratorOf(node: Node, run: Run) {
  const [expression] = partsOf(node);
  if (!expression) return undefined;
  const at = { start: expression.start, end: expression.end };
  const [callee] = expression.kids;
  if (expression.type !== 'call' || !callee) return { callee: run.evaluate(expression), given: undefined, at };
  return { callee: run.evaluate(callee), given: readArguments(expression, run), at };
}
