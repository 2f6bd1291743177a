import { toLocation, type Attribute, type Block, type Expression } from '../part.ts';
import type { Location } from '../../../../model/source.ts';
import { MAX_ROUNDS, valueOf, type Context } from './values.ts';
import { isList, isMap, isUnknown, type Value, type ValueMap } from '../../../resources/value.ts';

/** What is set in a block, as Checkov has it: one block of a type is a map, several are a list. */
export function attributesOf(block: Block, context: Context): ValueMap {
  const set = block.attributes.map((one): readonly [string, Value] => [one.name, asRead(within(attributeValue(one, context)))]);
  const types = Map.groupBy(block.blocks, ({ type }) => type);
  const nested = [...types].flatMap(([type, blocks]): (readonly [string, Value])[] => {
    const bodies = blocks.flatMap((one) => bodiesOf(one, context));
    const [only] = bodies;
    return only === undefined ? [] : [[type, bodies.length === 1 ? only : bodies]];
  });
  return new Map([...set, ...nested]);
}

const attributeValue = ({ value, file }: Attribute, context: Context): Value =>
  valueOf(value, file === undefined ? context : { ...context, file });

/** Switches in quotes are switches, and in a list of an attribute numbers in quotes are numbers. */
function asRead(value: Value): Value {
  if (value === 'true' || value === 'false') return value === 'true';
  return isList(value)
    ? value.map((one) => (typeof one === 'string' && /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/.test(one) ? Number(one) : one))
    : value;
}

/** In what is nested, a list of one stands for its member. */
function within(value: Value): Value {
  if (isList(value)) return value.map(member);
  return isMap(value) ? new Map([...value].map(([key, one]) => [key, member(one)])) : value;
}

const member = (value: Value): Value => within(isList(value) && value.length === 1 ? (value[0] ?? null) : value);

/**
 * A dynamic block stands once for each member of its list; where the list cannot be told, or there are too many in each other, once, its
 * iterator unknown.
 */
function bodiesOf(block: Block, context: Context): readonly Value[] {
  if (!block.forEach) return [attributesOf(block, context)];
  const { spent } = context.memory;
  const members = spent.rounds > MAX_ROUNDS ? undefined : membersOf(block.forEach, context);
  spent.rounds += members?.length ?? 0;
  if (!members || spent.rounds > MAX_ROUNDS) return [attributesOf(block, bind(context, block.type, { unknown: `${block.type}.value` }))];
  return members.map((one) => attributesOf(block, bind(context, block.type, one)));
}

export const bind = (context: Context, name: string, value: Value): Context => ({
  ...context,
  bound: new Map([...context.bound, [name, value]]),
});

/** What `for_each` goes through, each as a map of `key` and `value`; undefined where the text does not tell. */
export function membersOf(expression: Expression, context: Context): readonly ValueMap[] | undefined {
  const value = valueOf(expression, context);
  if (isList(value) && !value.some(isUnknown)) return value.map((one, at) => entryOf(typeof one === 'string' ? one : at, one));
  return isMap(value) ? [...value].map(([key, one]) => entryOf(key, one)) : undefined;
}

const entryOf = (key: Value, value: Value): ValueMap =>
  new Map<string, Value>([
    ['key', key],
    ['value', value],
  ]);

/** Where an attribute stands, as deep as the text has its steps. */
export function placeIn(block: Block, file: string, path: string): Location | undefined {
  const names = path.split(/[.[\]]+/).filter((name) => name !== '' && name !== '*' && !/^\d+$/.test(name));
  let [here, own] = [block, file];
  let found: Location | undefined;
  for (const name of names) {
    const attribute = here.attributes.find((one) => one.name === name);
    if (attribute) return toLocation(attribute.file ?? own, attribute.at);
    const child = here.blocks.find(({ type }) => type === name);
    if (!child) break;
    [here, own] = [child, child.file ?? own];
    found = toLocation(own, child.name);
  }
  return found;
}
