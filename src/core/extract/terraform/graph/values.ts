import { FUNCTIONS } from '../functions.ts';
import { addressIn } from '../address-in.ts';
import { toLocation, type Expression, type ForExpression, type Step } from '../part.ts';
import type { Placed, Scope } from '../scope.ts';
import { toldAs } from '../told.ts';
import { documentIn } from './document-in.ts';
import { holdsUnknown, isList, isMap, isUnknown, toJson, toValue, type Value } from '../../../resources/value.ts';

/** Where an expression stands, and what its names stand for. */
export interface Context {
  readonly file: string;
  readonly scope: Scope;
  /** What `each`, `count` and the iterators of dynamic blocks stand for. */
  readonly bound: ReadonlyMap<string, Value>;
  readonly memory: Memory;
}

/** What is kept while one graph is made: names are told once, and values built of each other stay bounded. */
export interface Memory {
  text(file: string): string;
  readonly told: Map<Scope, Map<string, Value | null>>;
  readonly weights: WeakMap<object, number>;
  readonly spent: { rounds: number };
}

export const newMemory = (texts: ReadonlyMap<string, string>): Memory => ({
  text: (file) => texts.get(file) ?? '',
  told: new Map(),
  weights: new WeakMap(),
  spent: { rounds: 0 },
});

/** Larger values are not followed. */
const MAX_WEIGHT = 20_000;
const MAX_DEPTH = 100;

/** The value of an expression, as far as the repository tells it; what it does not tell is named where it stands. */
export function valueOf(expression: Expression, context: Context, depth = 0): Value {
  const value = depth > MAX_DEPTH ? untold(expression, context) : read(expression, context, depth);
  return weighed(value, context) > MAX_WEIGHT ? { unknown: 'a very large value' } : value;
}

function weighed(value: Value, { memory }: Context): number {
  if (typeof value === 'string') return 1 + Math.floor(value.length / 100);
  if (!isList(value) && !isMap(value)) return 1;
  const known = memory.weights.get(value);
  if (known !== undefined) return known;
  const members = isList(value) ? value : [...value.values()];
  const weight = members.reduce<number>(
    (sum, one) => sum + (typeof one === 'object' && one ? (memory.weights.get(one) ?? 1) : weighed(one, { memory } as Context)),
    1,
  );
  memory.weights.set(value, weight);
  return weight;
}

const untold = ({ at }: Expression, { memory, file }: Context): Value => ({
  unknown: memory.text(file).slice(at[0], Math.min(at[3], at[0] + 2000)),
});

function read(expression: Expression, context: Context, depth: number): Value {
  const inner = (one: Expression): Value => valueOf(one, context, depth + 1);
  switch (expression.is) {
    case 'literal':
      return toValue(expression.value);
    case 'list':
      return expression.items.map(inner);
    case 'object':
      return new Map(expression.entries.map(({ key, value }) => [nameOf(inner(key)), inner(value)]));
    case 'template':
      return joined(expression.parts.map(inner), expression, context);
    case 'path':
      return ofPath(expression, context, depth) ?? untold(expression, context);
    case 'for':
      return looped(expression, context, depth) ?? untold(expression, context);
    case 'untold':
      return untold(expression, context);
    default:
      return computed(expression, expression.operands.map(inner), context);
  }
}

/** Rounds of all loops of a graph, dynamic blocks among them, so that loops in each other end. */
export const MAX_ROUNDS = 50_000;

function looped({ names, over, key, value, condition }: ForExpression, context: Context, depth: number): Value | undefined {
  const rounds = roundsOf(valueOf(over, context, depth + 1));
  const { spent } = context.memory;
  const made: (readonly [Value, Value])[] = [];
  for (const [at, member] of rounds ?? []) {
    if (spent.rounds++ > MAX_ROUNDS) return undefined;
    const own: Context = { ...context, bound: new Map([...context.bound, ...bindings(names, at, member)]) };
    const holds = condition === undefined || valueOf(condition, own, depth + 1);
    if (holds !== true && holds !== false) return undefined;
    if (holds) made.push([key ? valueOf(key, own, depth + 1) : at, valueOf(value, own, depth + 1)]);
  }
  if (!rounds) return undefined;
  return key ? new Map(made.map(([name, one]) => [nameOf(name), one])) : made.map(([, one]) => one);
}

function roundsOf(members: Value): readonly (readonly [Value, Value])[] | undefined {
  if (isMap(members)) return [...members];
  return isList(members) ? members.map((one, at): readonly [Value, Value] => [at, one]) : undefined;
}

function bindings([first = '', second]: readonly string[], at: Value, member: Value): readonly (readonly [string, Value])[] {
  if (second === undefined) return [[first, member]];
  return [
    [first, at],
    [second, member],
  ];
}

const nameOf = (value: Value): string => (isUnknown(value) ? value.unknown : typeof value === 'string' ? value : JSON.stringify(value));

/** A lone part is the value itself. A text that is a document (of a policy, mostly) counts as what it says. */
function joined(parts: readonly Value[], expression: Expression, context: Context): Value {
  const [only] = parts;
  if (only !== undefined && parts.length === 1 && typeof only !== 'string') return only;
  const document = documentIn(parts);
  if (document !== undefined) return document;
  const isPlain = parts.every((part) => !isUnknown(part) && !isList(part) && !isMap(part));
  return isPlain ? parts.map((part) => String(part ?? '')).join('') : untold(expression, context);
}

type Path = Extract<Expression, { is: 'path' }>;

function ofPath({ steps }: Path, context: Context, depth: number): Value | undefined {
  const [root, name, ...rest] = steps;
  if (typeof root !== 'string') return undefined;
  const bound = context.bound.get(root);
  if (bound !== undefined) return stepInto(bound, steps.slice(1));
  if (typeof name !== 'string') return undefined;
  const { scope } = context;
  if (root === 'var' || root === 'local') {
    const placed = (root === 'var' ? scope.variables : scope.locals).get(name);
    return stepInto(named(`${root}.${name}`, placed, context, depth), rest);
  }
  return root === 'module' ? ofModule(name, rest, context, depth) : ofResource(steps, context, depth);
}

/** What a name stands for; undefined where nothing says, or it leads back to itself. */
function named(key: string, placed: Placed | undefined, { scope, memory }: Context, depth: number): Value | undefined {
  if (!placed) return undefined;
  const ofScope = memory.told.get(scope) ?? new Map<string, Value | null>();
  memory.told.set(scope, ofScope);
  const known = ofScope.get(key);
  if (known !== undefined || ofScope.has(key)) return known ?? undefined;
  ofScope.set(key, null);
  const value = valueOf(placed.expression, { file: placed.file, scope: placed.scope ?? scope, bound: new Map(), memory }, depth + 1);
  ofScope.set(key, value);
  return value;
}

function ofModule(name: string, [output, ...rest]: readonly Step[], context: Context, depth: number): Value | undefined {
  const module = context.scope.modules.get(name);
  const placed = typeof output === 'string' ? module?.outputs.get(output) : undefined;
  return module && stepInto(named(`output.${String(output)}`, placed, { ...context, scope: module }, depth), rest);
}

/** An attribute that the text itself sets on a resource. One that the platform gives is not told. */
function ofResource(steps: readonly Step[], context: Context, depth: number): Value | undefined {
  const address = addressIn(steps);
  const found = address === undefined ? undefined : context.scope.resources.get(address);
  if (!found || address === undefined) return undefined;
  const [attribute, ...rest] = steps.slice(address.startsWith('data.') ? 3 : 2).filter((step) => typeof step !== 'number');
  const given = found.block.attributes.find((one) => one.name === attribute);
  const isOfEach = found.block.attributes.some((one) => one.name === 'for_each' || one.name === 'count');
  if (!given || isOfEach) return undefined;
  const placed = { expression: given.value, file: given.file ?? found.file };
  return stepInto(named(`${address}.${given.name}`, placed, context, depth), rest);
}

/** As far as the steps lead; undefined where they lead nowhere. */
export function stepInto(whole: Value | undefined, steps: readonly Step[]): Value | undefined {
  let value = whole;
  for (const step of steps) {
    if (isList(value)) value = typeof step === 'number' ? value[step] : /^\d+$/.test(String(step)) ? value[Number(step)] : undefined;
    else if (isMap(value) && step !== null) value = value.get(String(step));
    else return undefined;
  }
  return value;
}

type Computed = Extract<Expression, { is: 'call' } | { is: 'choice' } | { is: 'operation' }>;

/** Functions whose result is what they are given, as far as policies ask. */
const ITSELF: ReadonlySet<string> = new Set([
  'jsonencode',
  'jsondecode',
  'yamldecode',
  'yamlencode',
  'toset',
  'tolist',
  'tomap',
  'sensitive',
  'nonsensitive',
  'sort',
  'distinct',
]);

function computed(expression: Computed, operands: readonly Value[], context: Context): Value {
  const nothing = untold(expression, context);
  if (expression.is === 'choice') return chosen(operands) ?? nothing;
  const [first] = operands;
  if (expression.is === 'call' && ITSELF.has(expression.name) && first !== undefined && operands.length === 1) return asRead(first);
  if (expression.is === 'call' && expression.name === 'merge') return merged(operands) ?? nothing;
  if (expression.is === 'call' && expression.name === 'concat') return operands.every(isList) ? operands.flat() : nothing;
  return told(expression, operands, context) ?? nothing;
}

const asRead = (value: Value): Value => (typeof value === 'string' ? (documentIn([value]) ?? value) : value);

function chosen([condition, yes, no]: readonly Value[]): Value | undefined {
  if (condition === true || condition === 'true') return yes;
  return condition === false || condition === 'false' ? no : undefined;
}

function merged(operands: readonly Value[]): Value | undefined {
  const maps = operands.filter(isMap);
  if (maps.length < operands.length) return undefined;
  return new Map(maps.flatMap((map) => [...map]));
}

/** All that facts know to compute of what is wholly known. */
function told(expression: Exclude<Computed, { is: 'choice' }>, operands: readonly Value[], { file }: Context): Value | undefined {
  const name = expression.is === 'call' ? expression.name : `${expression.name}${operands.length}`;
  const location = toLocation(file, expression.at);
  const known = operands.flatMap((one) => (holdsUnknown(one) ? [] : [toldAs(toJson(one), location)]));
  const result = known.length === operands.length ? FUNCTIONS.get(name)?.(known, location) : undefined;
  return result?.value === undefined || result.unknown !== undefined ? undefined : toValue(result.value);
}
