import type { SourceFile } from '../../../model/source.ts';
import type { LineIndex } from '../../text/line-index.ts';
import type { Collector } from './flows/collector.ts';
import type { Node, Span } from './syntax/tree.ts';
import type { Arguments, Func, Scope, Value } from './values.ts';

/** A file that is being followed: its names, what it called so far, and what was found. Nothing of it is executed. */
export interface Run {
  readonly file: SourceFile;
  readonly lines: LineIndex;
  readonly found: Collector;
  readonly frameworks: readonly Framework[];
  readonly module: Scope;
  scope: Scope;
  /** How deep evaluation stands, of expressions and blocks. */
  depth: number;
  /** What may still be evaluated, so that time stays linear in the text. */
  budget: number;
  /** Functions that are being followed, the innermost last. */
  readonly calls: Func[];
  readonly called: Set<Node>;
  readonly defined: Func[];
  /** What `return` and `yield` gave, of each function that is being followed. */
  readonly returned: Value[][];
  /** Names bound since a branch began, with what they were before; undefined outside of branches. */
  journal: Journal | undefined;
  evaluate(node: Node): Value;
  /** Follows a block; true where it surely returns. */
  execute(block: Node): boolean;
  call(callee: Value, given: Arguments): Value;
  invoke(func: Func, given: Arguments, self?: Value): Value;
  sourceOf(span: Span): string;
}

export type Journal = Map<Scope, Map<string, Value | undefined>>;

/**
 * What one framework makes of the calls of a file. Each is asked in turn; undefined means: not mine. `words` is what a file must
 * hold to be of interest.
 */
export interface Framework {
  readonly id: string;
  readonly words: RegExp;
  /** `callee(…)`, for all that is no function of the file. */
  call?(callee: Value, given: Arguments, run: Run): Value | undefined;
  /** `receiver.name(…)`. */
  method?(receiver: Value, name: string, given: Arguments, run: Run): Value | undefined;
  attribute?(receiver: Value, name: string, at: Span, run: Run): Value | undefined;
  operate?(sign: string, left: Value, right: Value, run: Run): Value | undefined;
  /** `@decorator` above a function; `decorator` is called where it has brackets. */
  decorate?(func: Func, decorator: Decorator, run: Run): Value | undefined;
  enter?(value: Value, run: Run): void;
  leave?(value: Value, run: Run): void;
  /** `receiver[key] = value` and `receiver.name = value`. */
  assign?(receiver: Value, name: string, value: Value, run: Run): boolean;
  start?(run: Run): void;
  /** What stands in comments of the file, to be followed in its turn. */
  cells?(run: Run): readonly Cell[];
  /** Once the file's own statements were followed. */
  finish?(run: Run): void;
  /** Once its functions were followed too. */
  settle?(run: Run): void;
}

export interface Cell {
  readonly at: number;
  follow(): void;
}

export interface Decorator {
  readonly callee: Value;
  readonly given: Arguments | undefined;
  readonly at: Span;
}

/** The first framework that knows what to make of it. */
export function asked<T>(run: Run, ask: (framework: Framework) => T | undefined): T | undefined {
  for (const framework of run.frameworks) {
    const answer = ask(framework);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

export function bind(name: string, value: Value, run: Run, scope = run.scope): void {
  const { journal } = run;
  if (journal) {
    const before = journal.get(scope) ?? new Map<string, Value | undefined>();
    journal.set(scope, before);
    if (!before.has(name)) before.set(name, scope.names.get(name));
  }
  scope.names.set(name, value);
}

export function lookUp(name: string, scope: Scope): Value | undefined {
  for (let here: Scope | undefined = scope; here; here = here.outer) {
    const value = here.names.get(name);
    if (value) return value;
  }
  return undefined;
}
