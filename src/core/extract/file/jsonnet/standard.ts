import { binary, textOf, type Place } from './operators.ts';
import {
  arrayOf,
  arrayOfValues,
  fieldOf,
  isArray,
  isObject,
  typeOf,
  visibleFields,
  wrong,
  type ArrayValue,
  type Lazy,
  type ObjectValue,
  type Value,
} from './value.ts';

interface Using extends Place {
  compare(left: Value, right: Value, place: Place): number;
  same(left: Value, right: Value, place: Place): boolean;
}

/** A function of the standard library. Source: jsonnet.org, Standard Library; those that are missing here are said to be. */
export function standard(name: string, given: readonly Lazy[], using: Using): Value {
  const own = Object.hasOwn(STANDARD, name) ? STANDARD[name] : undefined;
  if (!own) throw wrong(using.at, `\`std.${name}\` is not read`);
  using.machine.step(using.at);
  const values = (at: number): Value => {
    const value = given[at];
    if (!value) throw wrong(using.at, `\`std.${name}\` is given too little`);
    return value();
  };
  return own(new Given(values, given.length, using));
}

class Given {
  readonly value: (at: number) => Value;
  readonly count: number;
  readonly using: Using;

  constructor(value: (at: number) => Value, count: number, using: Using) {
    this.value = value;
    this.count = count;
    this.using = using;
  }

  text(at: number): string {
    const value = this.value(at);
    if (typeof value !== 'string') throw wrong(this.using.at, 'a text is missing');
    return value;
  }

  number(at: number): number {
    const value = this.value(at);
    if (typeof value !== 'number') throw wrong(this.using.at, 'a number is missing');
    return value;
  }

  list(at: number): ArrayValue {
    const value = this.value(at);
    if (!isArray(value)) throw wrong(this.using.at, 'a list is missing');
    return value;
  }

  object(at: number): ObjectValue {
    const value = this.value(at);
    if (!isObject(value)) throw wrong(this.using.at, 'an object is missing');
    return value;
  }

  call(at: number, ...given: readonly Value[]): Value {
    const value = this.value(at);
    if (typeof value !== 'object' || value?.is !== 'function') throw wrong(this.using.at, 'a function is missing');
    this.using.machine.step(this.using.at);
    return value.call(
      given.map((one) => () => one),
      new Map(),
    );
  }
}

const isType =
  (type: string) =>
  (given: Given): boolean =>
    typeOf(given.value(0)) === type;
const numeric =
  (of: (one: number, other: number) => number) =>
  (given: Given): number =>
    of(given.number(0), given.count > 1 ? given.number(1) : 0);

function lengthOf(value: Value, using: Using): number {
  if (typeof value === 'string') return [...value].length;
  if (isArray(value)) return value.items.length;
  if (isObject(value)) return visibleFields(value).length;
  throw wrong(using.at, 'only lists, texts and objects have a length');
}

function range(from: number, to: number, using: Using): Value {
  if (to - from > 100_000) throw wrong(using.at, 'this range is too long');
  return arrayOfValues(Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at));
}

function sorted(list: ArrayValue, using: Using): readonly Value[] {
  return list.items.map((item) => item()).toSorted((one, other) => using.compare(one, other, using));
}

const unique = (values: readonly Value[], using: Using): readonly Value[] =>
  values.filter((value, at) => at === 0 || !using.same(value, values[at - 1] ?? null, using));

function joined(given: Given): Value {
  const list = given.list(1).items.map((item) => item());
  const by = given.value(0);
  const there = list.filter((item) => item !== null);
  if (typeof by === 'string') return there.map((item) => textOf(item, given.using)).join(by);
  const between = isArray(by) ? by.items : [];
  return arrayOf(there.flatMap((item, at) => [...(at > 0 ? between : []), ...(isArray(item) ? item.items : [])]));
}

const has = (given: Given): boolean => visibleFields(given.object(0)).includes(given.text(1));

const STANDARD: Readonly<Record<string, (given: Given) => Value>> = {
  length: (given) => lengthOf(given.value(0), given.using),
  type: (given) => typeOf(given.value(0)),
  toString: (given: Given) => textOf(given.value(0), given.using),
  format: (given) => binary('%', given.text(0), given.value(1), given.using),
  isString: isType('string'),
  isNumber: isType('number'),
  isBoolean: isType('boolean'),
  isObject: isType('object'),
  isArray: isType('array'),
  isFunction: isType('function'),
  abs: numeric(Math.abs),
  sign: numeric(Math.sign),
  floor: numeric(Math.floor),
  ceil: numeric(Math.ceil),
  round: numeric(Math.round),
  sqrt: numeric(Math.sqrt),
  max: numeric(Math.max),
  min: numeric(Math.min),
  pow: numeric((one, other) => one ** other),
  mod: (given) => binary('%', given.value(0), given.value(1), given.using),
  map: (given) => arrayOf(given.list(1).items.map((item) => () => given.call(0, item()))),
  mapWithIndex: (given) => arrayOf(given.list(1).items.map((item, at) => () => given.call(0, at, item()))),
  filter: (given) => arrayOf(given.list(1).items.filter((item) => given.call(0, item()) === true)),
  filterMap: (given) =>
    arrayOf(
      given
        .list(2)
        .items.filter((item) => given.call(0, item()) === true)
        .map((item) => () => given.call(1, item())),
    ),
  flatMap: (given) => arrayOf(given.list(1).items.flatMap((item) => listItems(given.call(0, item())))),
  flattenArrays: (given) => arrayOf(given.list(0).items.flatMap((item) => listItems(item()))),
  foldl: (given) => given.list(1).items.reduce((told: Value, item) => given.call(0, told, item()), given.value(2)),
  foldr: (given) => given.list(1).items.reduceRight((told: Value, item) => given.call(0, item(), told), given.value(2)),
  range: (given) => range(given.number(0), given.number(1), given.using),
  makeArray: (given) => arrayOf(listItems(range(0, given.number(0) - 1, given.using)).map((item) => () => given.call(1, item()))),
  member: (given) => memberOf(given),
  count: (given) => given.list(0).items.filter((item) => given.using.same(item(), given.value(1), given.using)).length,
  sort: (given) => arrayOfValues(sorted(given.list(0), given.using)),
  uniq: (given) =>
    arrayOfValues(
      unique(
        given.list(0).items.map((item) => item()),
        given.using,
      ),
    ),
  set: (given) => arrayOfValues(unique(sorted(given.list(0), given.using), given.using)),
  reverse: (given) => arrayOf(given.list(0).items.toReversed()),
  join: joined,
  lines: (given) =>
    given
      .list(0)
      .items.map((item) => `${textOf(item(), given.using)}\n`)
      .join(''),
  split: (given) => arrayOfValues(given.text(0).split(given.text(1))),
  strReplace: (given) => given.text(0).replaceAll(given.text(1), () => given.text(2)),
  substr: (given) => [...given.text(0)].slice(given.number(1), given.number(1) + given.number(2)).join(''),
  startsWith: (given) => given.text(0).startsWith(given.text(1)),
  endsWith: (given) => given.text(0).endsWith(given.text(1)),
  asciiUpper: (given) => given.text(0).replaceAll(/[a-z]/g, (one) => one.toUpperCase()),
  asciiLower: (given) => given.text(0).replaceAll(/[A-Z]/g, (one) => one.toLowerCase()),
  stringChars: (given) => arrayOfValues([...given.text(0)]),
  parseInt: (given) => Number.parseInt(given.text(0), 10),
  objectFields: (given) => arrayOfValues(visibleFields(given.object(0))),
  objectHas: has,
  objectHasAll: (given) => fieldOf(given.object(0), given.text(1)) !== undefined,
  objectValues: (given) =>
    arrayOf(visibleFields(given.object(0)).map((name) => () => given.using.machine.get(given.object(0), name, given.using.at))),
  get: (given) =>
    fieldOf(given.object(0), given.text(1))
      ? given.using.machine.get(given.object(0), given.text(1), given.using.at)
      : given.count > 2
        ? given.value(2)
        : null,
};

const listItems = (value: Value): readonly Lazy[] => (isArray(value) ? value.items : []);

function memberOf(given: Given): boolean {
  const of = given.value(0);
  if (typeof of === 'string') return of.includes(given.text(1));
  return given.list(0).items.some((item) => given.using.same(item(), given.value(1), given.using));
}
