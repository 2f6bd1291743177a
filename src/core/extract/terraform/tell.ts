import type { Json } from '../../../model/json.ts';
import type { Location } from '../../../model/source.ts';
import { FUNCTIONS } from './functions.ts';
import { toLocation, type Expression, type ObjectEntry } from './part.ts';
import { addressIn } from './address-in.ts';
import type { Placed, Scope } from './scope.ts';
import { isList, isMap, MAX_WEIGHT, toldAs, untold, type Told } from './told.ts';

/** The value of an expression, as far as the text of its folder tells it. Names that refer to each other are told once. */
export function tell({ expression, file }: Placed, scope: Scope, depth = 0): Told {
  const location = toLocation(file, expression.at);
  if (depth > MAX_DEPTH) return untold('a long chain of names', location);
  const told = tellBy({ expression, file, scope, depth, location });
  return told.weight > MAX_WEIGHT ? untold('a very large value', location) : told;
}

/** Locals and variables in each other, and values in values. */
const MAX_DEPTH = 100;

interface Task<E extends Expression = Expression> {
  readonly expression: E;
  readonly file: string;
  readonly scope: Scope;
  readonly depth: number;
  readonly location: Location;
}

function tellBy(task: Task): Told {
  const { expression, location } = task;
  switch (expression.is) {
    case 'literal':
      return toldAs(expression.value, location);
    case 'for':
    case 'untold':
      return untold(expression.text, location);
    case 'list':
      return listOf(
        expression.items.map((item) => inner(task, item)),
        location,
      );
    case 'object':
      return objectOf(task, expression.entries);
    case 'template':
      return templateOf(
        expression.parts.map((part) => inner(task, part)),
        location,
      );
    case 'path':
      return pathOf({ ...task, expression });
    default:
      return computed({ ...task, expression });
  }
}

const inner = ({ file, scope, depth }: Task, expression: Expression): Told => tell({ expression, file }, scope, depth + 1);

/** Items that cannot be told are left out, and the first of them is named. */
export function listOf(items: readonly Told[], location: Location): Told {
  const known = items.filter(({ value }) => value !== undefined);
  return {
    value: known.map(({ value }) => value ?? null),
    ...unknownOf(items),
    location,
    parts: Object.fromEntries(known.map((item, index) => [String(index), item.location])),
    weight: 1 + items.reduce((sum, { weight }) => sum + weight, 0),
  };
}

function unknownOf(items: readonly Told[]): { readonly unknown?: string; readonly refersTo?: string } {
  const first = items.find(({ unknown }) => unknown !== undefined);
  const refersTo = items.find((item) => item.refersTo !== undefined)?.refersTo;
  return { ...(first?.unknown === undefined ? {} : { unknown: first.unknown }), ...(refersTo === undefined ? {} : { refersTo }) };
}

function objectOf(task: Task, entries: readonly ObjectEntry[]): Told {
  const told = entries.map((entry) => ({
    key: inner(task, entry.key),
    value: inner(task, entry.value),
    at: toLocation(task.file, entry.at),
  }));
  const known = told.filter(({ key, value }) => isName(key.value) && value.value !== undefined);
  return {
    value: Object.fromEntries(known.map(({ key, value }) => [String(key.value), value.value ?? null])),
    ...unknownOf(told.flatMap(({ key, value }) => [key, value])),
    location: task.location,
    parts: Object.fromEntries(known.map(({ key, at }) => [String(key.value), at])),
    weight: 1 + told.reduce((sum, { value }) => sum + value.weight, 0),
  };
}

const isName = (value: Json | undefined): boolean => typeof value === 'string' || typeof value === 'number';

/** A lone interpolation is the value itself, whatever its type. */
function templateOf(parts: readonly Told[], location: Location): Told {
  const [only] = parts;
  if (only && parts.length === 1) return { ...only, location };
  const { unknown, refersTo } = unknownOf(parts);
  if (unknown !== undefined) return untold(unknown, location, refersTo);
  if (parts.some(({ value }) => isMap(value) || isList(value))) return untold('a list in a text', location);
  const weight = parts.reduce((sum, part) => sum + part.weight, 0);
  if (weight > MAX_WEIGHT) return untold('a very large value', location);
  return { value: parts.map(({ value }) => String(value ?? '')).join(''), location, weight };
}

function pathOf(task: Task<Extract<Expression, { is: 'path' }>>): Told {
  const { expression, scope, location } = task;
  const [root, name] = expression.steps;
  if ((root !== 'var' && root !== 'local') || typeof name !== 'string') return ofResource(task);
  const whole = toldOnce(`${root}.${name}`, (root === 'var' ? scope.variables : scope.locals).get(name), task);
  return whole ? stepInto(whole, expression.steps.slice(2), expression.text, location) : untold(expression.text, location);
}

/** An attribute that the folder itself sets on a resource is known; one that the platform gives is not, but whose it is. */
function ofResource(task: Task<Extract<Expression, { is: 'path' }>>): Told {
  const { expression, scope, location } = task;
  const address = addressIn(expression.steps);
  if (address === undefined) return untold(expression.text, location);
  if (expression.steps[0] === 'module') return ofModule(task, address);
  const whole = `${scope.prefix}${address}`;
  const resource = scope.resources.get(address);
  if (!resource) return untold(expression.text, location, whole);
  const [attribute, ...rest] = expression.steps.slice(address.startsWith('data.') ? 3 : 2).filter((step) => typeof step !== 'number');
  const given = rest.length === 0 ? resource.block.attributes.find(({ name }) => name === attribute) : undefined;
  const told = given && toldOnce(`${address}.${given.name}`, { expression: given.value, file: given.file ?? resource.file }, task);
  const isTold = told?.value !== undefined && told.unknown === undefined;
  return isTold ? { ...told, location, refersTo: whole } : untold(expression.text, location, whole);
}

/** What a module of the repository gives its caller: `module.lake.bucket`. */
function ofModule(task: Task<Extract<Expression, { is: 'path' }>>, address: string): Told {
  const { expression, scope, location } = task;
  const steps = expression.steps.slice(2).filter((step, at) => at > 0 || typeof step === 'string');
  const [name, ...rest] = steps;
  const module = scope.modules.get(address.slice('module.'.length));
  const output = typeof name === 'string' ? module?.outputs.get(name) : undefined;
  const told = module && output && toldOnce(`output.${String(name)}`, output, { ...task, scope: module });
  return told ? stepInto(told, rest, expression.text, location) : untold(expression.text, location, `${scope.prefix}${address}`);
}

/** Modules that are called often tell their names as often; what is told after this much is not followed. */
const MAX_SPENT = 500_000;

/** Names that lead back to themselves tell nothing. */
function toldOnce(key: string, placed: Placed | undefined, { scope, depth }: Pick<Task, 'scope' | 'depth'>): Told | undefined {
  const known = scope.told.get(key);
  if (known !== undefined) return known ?? undefined;
  if (!placed) return undefined;
  if (scope.spent.weight > MAX_SPENT) return untold('a very large value', toLocation(placed.file, placed.expression.at));
  scope.told.set(key, null);
  const told = tell(placed, placed.scope ?? scope, depth + 1);
  scope.told.set(key, told);
  scope.spent.weight += told.weight;
  return told;
}

/** A value that is told through a name stands where the name is written; its entries stand where they are written. */
function stepInto(whole: Told, steps: readonly (string | number | null)[], text: string, location: Location): Told {
  let value = whole.value;
  for (const step of steps) {
    const isThere = step !== null && typeof value === 'object' && value !== null && Object.hasOwn(value, step);
    if (!isThere) return untold(text, location, whole.refersTo);
    value = (value as Readonly<Record<string | number, Json>>)[step];
  }
  if (steps.length > 0) return value === undefined ? untold(text, location) : { value, location, weight: whole.weight };
  const unknown = whole.unknown === undefined ? {} : { unknown: whole.value === undefined ? text : whole.unknown };
  return { ...whole, ...unknown, location };
}

type Computed = Extract<Expression, { is: 'call' | 'choice' | 'operation' }>;

function computed(task: Task<Computed>): Told {
  const { expression, location } = task;
  const operands = expression.operands.map((operand) => inner(task, operand));
  const nothing = untold(operands.find(({ unknown }) => unknown !== undefined)?.unknown ?? expression.text, location, refersTo(operands));
  if (expression.is === 'choice') return chosen(operands, location) ?? nothing;
  const name = expression.is === 'call' ? expression.name : `${expression.name}${operands.length}`;
  const result = FUNCTIONS.get(name)?.(operands, location);
  return result ?? nothing;
}

const refersTo = (operands: readonly Told[]): string | undefined => operands.find((one) => one.refersTo !== undefined)?.refersTo;

function chosen([condition, yes, no]: readonly Told[], location: Location): Told | undefined {
  if (!yes || !no) return undefined;
  if (condition?.value === true || condition?.value === 'true') return { ...yes, location };
  if (condition?.value === false || condition?.value === 'false') return { ...no, location };
  const isSame = yes.unknown === undefined && no.unknown === undefined && JSON.stringify(yes.value) === JSON.stringify(no.value);
  return isSame ? { ...yes, location } : undefined;
}
