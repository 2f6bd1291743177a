import type { SourceFile } from '../../../../model/source.ts';
import type { LineIndex } from '../../../text/line-index.ts';
import { newCollector } from '../flows/collector.ts';
import { fileJob } from '../flows/file-job.ts';
import { asked, type Framework, type Run } from '../run.ts';
import type { Node, Tree } from '../syntax/tree.ts';
import { textAt } from '../texts.ts';
import { allOf, sourcesOf, unknown, type Arguments, type Func, type Scope, type Value } from '../values.ts';
import { builtinFunction, completed, isPartial } from './builtin-functions.ts';
import { evaluateNode } from './evaluate.ts';
import { instantiate, invoke, invokeUncalled } from './functions.ts';
import { executeBlock } from './statements.ts';

/** Deeper blocks than Python itself reads. */
const MOST_BLOCKS = 150;

/** Enough to go through a file some times, and through its loops. */
const budgetFor = (nodes: number): number => 150_000 + 12 * nodes;

/**
 * Follows a file from its first statement on, and then the functions that nothing in it calls. Nothing is executed: names are bound to what
 * the text tells of them, branches whose condition is unknown are all taken, loops over what is unknown are followed once.
 */
export function interpret(source: Source, root: Tree, frameworks: readonly Framework[]): Run {
  const run = newRun(source, root.count, frameworks);
  for (const framework of frameworks) framework.start?.(run);
  executeCells(root.tree, run);
  for (const framework of frameworks) framework.finish?.(run);
  followUncalled(run);
  for (const framework of frameworks) framework.settle?.(run);
  return run;
}

/** The file's statements, with what stands between them in other languages (cells of a notebook) in its turn. */
function executeCells({ kids, ...root }: Node, run: Run): void {
  const cells = run.frameworks.flatMap((framework) => framework.cells?.(run) ?? []).sort((one, other) => one.at - other.at);
  let from = 0;
  for (const { at, follow } of cells) {
    const next = kids.findIndex(({ start }, index) => index >= from && start >= at);
    const to = next < 0 ? kids.length : next;
    run.execute({ ...root, kids: kids.slice(from, to) });
    follow();
    from = to;
  }
  run.execute({ ...root, kids: kids.slice(from) });
}

/** A file, and where its letters stand: those of a notebook's code stand in strings. */
export interface Source {
  readonly file: SourceFile;
  readonly lines: LineIndex;
}

function newRun({ file, lines }: Source, nodes: number, frameworks: readonly Framework[]): Run {
  const module: Scope = { names: new Map(), outer: undefined };
  module.names.set('__file__', textAt(file.path, { start: 0, end: 0 }));
  const run: Run = {
    file,
    lines,
    found: newCollector(fileJob(file)),
    frameworks,
    module,
    scope: module,
    depth: 0,
    budget: budgetFor(nodes),
    calls: [],
    called: new Set(),
    defined: [],
    returned: [],
    journal: undefined,
    evaluate: (node) => evaluateNode(node, run),
    execute: (block) => executeAt(block, run),
    call: (callee, given) => callValue(callee, given, run),
    invoke: (func, given, self) => invoke(func, given, run, self),
    sourceOf: ({ start, end }) => file.text.slice(start, end),
  };
  return run;
}

function executeAt(block: Node, run: Run): boolean {
  if (run.depth >= MOST_BLOCKS) return false;
  run.depth++;
  const returns = executeBlock(block, run);
  run.depth--;
  return returns;
}

function callValue(callee: Value, given: Arguments, run: Run): Value {
  if (isPartial(callee)) return run.call(callee.callee, completed(callee, given));
  const made = asked(run, (framework) => framework.call?.(callee, given, run));
  if (made) return made;
  if (callee.is === 'function') return run.invoke(callee, given);
  if (callee.is === 'class') return instantiate(callee, given, run);
  const built = callee.is === 'symbol' ? builtinFunction(callee, given, run) : undefined;
  return built ?? unknown(run.sourceOf(given.at), given.at, sourcesOf([callee, ...allOf(given)]));
}

/** Functions that something outside calls, if anything: with parameters that nobody here knows. */
function followUncalled(run: Run): void {
  const selves = new Map<Value, Value>();
  for (let at = 0; at < run.defined.length; at++) {
    const func = run.defined[at];
    if (func && !run.called.has(func.node) && run.budget > 0) invokeUncalled(func, run, selfOf(func, selves, run));
  }
}

function selfOf({ owner, at }: Func, selves: Map<Value, Value>, run: Run): Value | undefined {
  if (!owner) return undefined;
  const self = selves.get(owner) ?? instantiate(owner, { positional: [], keywords: new Map(), open: 'what it is made with', at }, run);
  selves.set(owner, self);
  return self;
}
