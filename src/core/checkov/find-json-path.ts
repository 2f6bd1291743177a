import type { PathStep, PathTest } from './json-path.ts';
import { matchesAnywhere } from './patterns.ts';
import { integerOf, isList, isMap, isUnknown, same, type Value } from '../resources/value.ts';

/** What a path leads to. `isOpen`: something on the way cannot be told, so that there may be more. */
export interface Found {
  readonly values: readonly Value[];
  readonly isOpen: boolean;
}

/** Paths that branch at every step end here; what was found until then is then not all. */
const MAX_FOUND = 20_000;

export function findJsonPath(root: Value, steps: readonly PathStep[]): Found {
  let values: readonly Value[] = [root];
  let isOpen = false;
  for (const step of steps) {
    isOpen ||= values.some(isUnknown);
    const next = takeFrom(values, step);
    isOpen ||= next.length > MAX_FOUND;
    values = next.slice(0, MAX_FOUND);
  }
  return { values, isOpen };
}

/** What is below several values that are below each other is there once. */
function takeFrom(values: readonly Value[], step: PathStep): readonly Value[] {
  const isBelow = step.is === 'below';
  const found: Value[] = [];
  const seen = new Set<Value>();
  for (const value of values) {
    if (found.length > MAX_FOUND) break;
    if (isBelow && seen.has(value)) continue;
    for (const one of take(value, step)) {
      if (isBelow && seen.has(one)) continue;
      found.push(one);
      if (isBelow) seen.add(one);
    }
  }
  return found;
}

function take(value: Value, step: PathStep): readonly Value[] {
  switch (step.is) {
    case 'field':
      return isMap(value) ? step.names.flatMap((name) => (value.has(name) ? [value.get(name) ?? null] : [])) : [];
    case 'values':
      return isMap(value) ? [...value.values()] : [];
    case 'every':
      return everyOf(value);
    case 'index':
      return memberAt(value, step.index);
    case 'slice':
      return listOf(value).slice(step.from, step.to);
    case 'below':
      return below(value);
    case 'length':
      return isList(value) ? [value.length] : [];
    case 'filter':
      return (isMap(value) ? [value] : isList(value) ? value : []).filter((one) => holds(one, step.test));
  }
}

/** Of what is no list it is the thing itself: one block stands for a list of one. */
const everyOf = (value: Value): readonly Value[] => (isList(value) ? value : value === null ? [] : [value]);

const listOf = (value: Value): readonly Value[] => (isList(value) ? value : value === null || isUnknown(value) ? [] : [value]);

function memberAt(value: Value, index: number): readonly Value[] {
  const member = listOf(value).at(index);
  return member === undefined ? [] : [member];
}

/** The value itself and all maps and lists in it. */
function below(value: Value): readonly Value[] {
  const found: Value[] = [];
  const open: Value[] = [value];
  for (let one = open.pop(); one !== undefined && found.length < MAX_FOUND; one = open.pop()) {
    if (isMap(one)) open.push(...[...one.values()].toReversed());
    else if (isList(one)) open.push(...one.toReversed());
    else continue;
    found.push(one);
  }
  return found;
}

function holds(value: Value, test: PathTest): boolean {
  if (test.is === 'not') return !holds(value, test.of);
  if (test.is !== 'compare')
    return test.is === 'and' ? test.of.every((one) => holds(value, one)) : test.of.some((one) => holds(value, one));
  const { values } = findJsonPath(value, test.path);
  const { operator, to } = test;
  return operator === undefined || to === undefined ? values.length > 0 : values.some((one) => compares(one, operator, to));
}

function compares(value: Value, operator: string, to: string | number | boolean): boolean {
  const own = isWhole(to) ? integerOf(value) : value;
  if (own === undefined) return false;
  if (operator === '=~') return typeof own === 'string' && matchesAnywhere(String(to), own) === true;
  if (operator === '==' || operator === '=') return same(own, to);
  return operator === '!=' ? !same(own, to) : isInOrder(own, operator, typeof own === 'number' ? Number(to) : to);
}

/** A number or switch is compared with what the value is as a whole number. */
const isWhole = (to: string | number | boolean): boolean => typeof to === 'boolean' || Number.isInteger(to);

function isInOrder(one: Value, operator: string, other: string | number | boolean): boolean {
  if (typeof one === 'number' && typeof other === 'number') return ORDERED.get(operator)?.(one, other) ?? false;
  return typeof one === 'string' && typeof other === 'string' && (ORDERED.get(operator)?.(one, other) ?? false);
}

type Order = (one: string | number, other: string | number) => boolean;

const ORDERED: ReadonlyMap<string, Order> = new Map<string, Order>([
  ['<', (one, other) => one < other],
  ['<=', (one, other) => one <= other],
  ['>', (one, other) => one > other],
  ['>=', (one, other) => one >= other],
]);
