import type { Node, Span } from '../syntax/tree.ts';
import { behind, kidOf, partsOf } from '../syntax/tree.ts';
import { bind, type Run } from '../run.ts';
import { textAt } from '../texts.ts';
import { sourcesOf, unknown, type Arguments, type Class, type Dict, type Func, type Instance, type Value } from '../values.ts';

/** Calls within calls; deeper ones are not followed. */
const MOST_CALLS = 14;

const NO_ARGUMENTS = (at: Span): Arguments => ({ positional: [], keywords: new Map(), at, open: 'what it is called with' });

/** Follows a function of the file with what it is given; what is not given is unknown by its parameter's name. */
export function invoke(func: Func, given: Arguments, run: Run, self?: Value): Value {
  run.called.add(func.node);
  const isAround = run.calls.some(({ node }) => node === func.node);
  if (isAround || run.calls.length >= MOST_CALLS || run.budget <= 0)
    return unknown(run.sourceOf(given.at), given.at, sourcesOf([...given.positional, ...given.keywords.values()]));
  const { scope } = run;
  run.calls.push(func);
  run.returned.push([]);
  run.scope = { names: new Map(), outer: func.scope };
  bindParameters(func, given, run, self);
  const direct = followBody(func.node, run);
  const returned = [...(run.returned.pop() ?? []), ...(direct ? [direct] : [])];
  run.scope = scope;
  run.calls.pop();
  return resultOf(returned, given.at, run);
}

/** Follows a function that nothing in the file calls. */
export const invokeUncalled = (func: Func, run: Run, self?: Value): Value => invoke(func, NO_ARGUMENTS(func.at), run, self);

function followBody(node: Node, run: Run): Value | undefined {
  if (node.type === 'lambda') {
    const body = behind(node, ':');
    return body && run.evaluate(body);
  }
  const block = kidOf(node, 'block');
  if (block) run.execute(block);
  return undefined;
}

/** One value, or something that comes from all of them. */
function resultOf(returned: readonly Value[], at: Span, run: Run): Value {
  const [first, ...rest] = returned;
  if (!first) return { is: 'plain', value: null, at };
  if (rest.length === 0) return first;
  const made = returned.findLast(({ is }) => is === 'thing');
  return made ?? unknown(run.sourceOf(at), at, sourcesOf(returned));
}

function bindParameters(func: Func, given: Arguments, run: Run, self: Value | undefined): void {
  const list = kidOf(func.node, 'parameters') ?? kidOf(func.node, 'lambda_parameters');
  const positional = [...(self ? [self] : []), ...given.positional];
  const used = new Set<string>();
  let next = 0;
  let named = false;
  for (const part of list ? partsOf(list) : []) {
    const kind = kindOf(part);
    const name = run.sourceOf(nameOf(part));
    used.add(name);
    if (kind === 'rest') bind(name, { is: 'list', items: positional.slice(next), at: given.at, ...opened(given) }, run);
    else if (kind === 'named') bind(name, restOf(given, used), run);
    else if (part.type !== 'positional_separator' && part.type !== 'keyword_separator')
      bind(name, (named ? undefined : positional[next++]) ?? given.keywords.get(name) ?? missing(part, name, given, run), run);
    named ||= kind === 'rest' || part.type === 'keyword_separator';
  }
}

const opened = ({ open }: Arguments): { readonly open?: string } => (open === undefined ? {} : { open });

/** What is not given has its default; it may still be given where more is given than can be told. */
function missing(part: Node, name: string, given: Arguments, run: Run): Value {
  const written = part.kids.findIndex(({ type }) => type === '=');
  const fallback = written < 0 ? undefined : part.kids[written + 1];
  const value = fallback && run.evaluate(fallback);
  if (!value || given.open !== undefined) return unknown(name, nameOf(part), sourcesOf([value]));
  return value;
}

function kindOf(part: Node): 'rest' | 'named' | 'one' {
  const inner = part.type === 'typed_parameter' ? (part.kids[0] ?? part) : part;
  if (inner.type === 'list_splat_pattern') return 'rest';
  return inner.type === 'dictionary_splat_pattern' ? 'named' : 'one';
}

function nameOf(part: Node): Node {
  let here = part;
  while (here.type !== 'identifier') {
    const next = here.kids.find(({ type }) => /identifier|pattern|parameter/.test(type));
    if (!next) return here;
    here = next;
  }
  return here;
}

function restOf(given: Arguments, used: ReadonlySet<string>): Dict {
  const entries: Dict['entries'] = new Map();
  for (const [key, value] of given.keywords) if (!used.has(key)) entries.set(key, { key: textAt(key, value.at), value });
  return { is: 'dict', entries, at: given.at, ...opened(given) };
}

/** `Class(…)`: what its `__init__` sets can be told. */
export function instantiate(of: Class, given: Arguments, run: Run): Instance {
  const instance: Instance = { is: 'instance', of, members: new Map(), at: given.at };
  const init = of.members.get('__init__');
  if (init?.is === 'function') run.invoke(init, given, instance);
  else for (const [name, value] of given.keywords) instance.members.set(name, value);
  return instance;
}
