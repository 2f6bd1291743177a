import { addressIn } from '../address-in.ts';
import type { Block, Expression, Step } from '../part.ts';
import type { Placed, Scope } from '../scope.ts';
import type { Memory } from './values.ts';

/** A resource that an expression names, itself or through names. */
export interface Reference {
  /** Its whole address: `module.lake.aws_s3_bucket.raw`. */
  readonly address: string;
  /** The index that is asked for, as written: `["a"]`, `[0]`, `[each.key]`. */
  readonly index?: string;
  readonly isOutput?: boolean;
}

/** What the names of a tree of folders refer to, told once. */
export type ReferenceMemory = Map<Scope, Map<string, readonly Reference[]>>;

interface Place {
  readonly file: string;
  readonly scope: Scope;
  readonly memory: Memory;
  readonly told: ReferenceMemory;
}

/** More than this many resources through one name are not followed. */
const MAX_REFERENCES = 2000;
const MAX_DEPTH = 100;

/** All resources that a block refers to, in any of its attributes. */
export function referencesOf(block: Block, place: Place): readonly Reference[] {
  const own = block.attributes.flatMap(({ value, file }) => inExpression(value, file === undefined ? place : { ...place, file }, 0));
  const forEach = block.forEach ? inExpression(block.forEach, place, 0) : [];
  return [
    ...own,
    ...forEach,
    ...block.blocks.flatMap((child) => referencesOf(child, child.file === undefined ? place : { ...place, file: child.file })),
  ];
}

function inExpression(expression: Expression, place: Place, depth: number): readonly Reference[] {
  if (depth > MAX_DEPTH) return [];
  const inner = (one: Expression): readonly Reference[] => inExpression(one, place, depth + 1);
  switch (expression.is) {
    case 'literal':
      return [];
    case 'list':
      return expression.items.flatMap(inner);
    case 'object':
      return expression.entries.flatMap(({ key, value }) => [...inner(key), ...inner(value)]);
    case 'template':
      return expression.parts.flatMap(inner);
    case 'path':
      return ofPath(expression.steps, textOf(expression, place), place, depth);
    case 'for':
      return [expression.over, expression.key, expression.value, expression.condition].flatMap((one) => (one ? inner(one) : []));
    case 'untold':
      return inText(textOf(expression, place), place, depth);
    default:
      return expression.operands.flatMap(inner);
  }
}

const textOf = ({ at }: Expression, { memory, file }: Place): string => memory.text(file).slice(at[0], at[3]);

const NAME = /\b(?:data\.)?[A-Za-z_][\w-]*\.[A-Za-z_][\w-]*(?:\[[^[\]]*\])?(?:\.[A-Za-z_][\w-]*)?/g;

/** An expression that is only known by its text: all names in it that may be of resources. */
function inText(text: string, place: Place, depth: number): readonly Reference[] {
  return [...text.matchAll(NAME)].flatMap(([name]) => ofPath(name.replaceAll(/\[[^\]]*\]/g, '').split('.'), name, place, depth));
}

function ofPath(steps: readonly Step[], text: string, place: Place, depth: number): readonly Reference[] {
  const [root, name, output] = steps;
  const { scope } = place;
  if (typeof name !== 'string') return [];
  if (root === 'var') return throughName(`var.${name}`, scope.variables.get(name), place, depth);
  if (root === 'local') return throughName(`local.${name}`, scope.locals.get(name), place, depth);
  if (root === 'module') return ofModule(name, output, place, depth);
  const address = addressIn(steps);
  if (address === undefined) return [];
  const index = /^[^[]*?(\[[^[\]]*\])/.exec(text)?.[1];
  return [{ address: `${scope.prefix}${address}`, ...(index === undefined ? {} : { index }) }];
}

function ofModule(name: string, output: Step | undefined, place: Place, depth: number): readonly Reference[] {
  const module = place.scope.modules.get(name);
  const placed = module && typeof output === 'string' ? module.outputs.get(output) : undefined;
  if (!module || !placed) return [];
  const found = throughName(`output.${String(output)}`, placed, { ...place, scope: module }, depth);
  return found.map((one) => ({ ...one, isOutput: true }));
}

/** Names that lead back to themselves refer to nothing. */
function throughName(key: string, placed: Placed | undefined, place: Place, depth: number): readonly Reference[] {
  if (!placed) return [];
  const ofScope = place.told.get(place.scope) ?? new Map<string, readonly Reference[]>();
  place.told.set(place.scope, ofScope);
  const known = ofScope.get(key);
  if (known) return known;
  ofScope.set(key, []);
  const found = inExpression(placed.expression, { ...place, file: placed.file, scope: placed.scope ?? place.scope }, depth + 1);
  const distinct = [...new Map(found.map((one) => [`${one.address}${one.index ?? ''}`, one])).values()].slice(0, MAX_REFERENCES);
  ofScope.set(key, distinct);
  return distinct;
}
