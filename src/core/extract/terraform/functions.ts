import type { Json } from '../../../model/json.ts';
import type { Location } from '../../../model/source.ts';
import { isList, isMap, toldAs, type Told } from './told.ts';

type Compute = (operands: readonly Told[], location: Location) => Told | undefined;

/** Functions and operators whose result the text tells. Operators are named with the number of their operands: `!1`, `==2`. */
export const FUNCTIONS: ReadonlyMap<string, Compute> = new Map<string, Compute>([
  ['merge', merge],
  ['tomap', itself],
  ['toset', itself],
  ['tolist', itself],
  ['tostring', itself],
  ['tobool', itself],
  ['tonumber', itself],
  ['sensitive', itself],
  ['nonsensitive', itself],
  ['concat', concat],
  ['coalesce', firstSet],
  ['try', firstSet],
  ['lower', onText((text) => text.toLowerCase())],
  ['upper', onText((text) => text.toUpperCase())],
  ['trimspace', onText((text) => text.trim())],
  ['jsonencode', itself],
  ['jsondecode', decoded],
  ['lookup', lookup],
  ['join', join],
  ['length', ofKnown(([value]) => (isList(value) ? value.length : isMap(value) ? Object.keys(value).length : undefined))],
  ['!1', ofKnown(([value]) => (typeof value === 'boolean' ? !value : undefined))],
  ['-1', ofKnown(([value]) => (typeof value === 'number' ? -value : undefined))],
  ['==2', ofKnown(([one, other]) => isPlain(one) && isPlain(other) && one === other)],
  ['!=2', ofKnown(([one, other]) => !(isPlain(one) && isPlain(other) && one === other))],
  ['&&2', ofKnown(([one, other]) => one === true && other === true)],
  ['||2', ofKnown(([one, other]) => one === true || other === true)],
  ['>2', ofKnown(([one, other]) => (typeof one === 'number' && typeof other === 'number' ? one > other : undefined))],
  ['<2', ofKnown(([one, other]) => (typeof one === 'number' && typeof other === 'number' ? one < other : undefined))],
  ['*2', ofKnown(([one, other]) => (typeof one === 'number' && typeof other === 'number' ? one * other : undefined))],
]);

const isPlain = (value: Json | undefined): boolean => typeof value !== 'object' || value === null;

/** `jsonencode` too: a document of policy is read as what it says. */
function itself([first]: readonly Told[], location: Location): Told | undefined {
  return first && { ...first, location };
}

/** Later maps win; entries keep the places where they are written. */
function merge(operands: readonly Told[], location: Location): Told {
  const maps = operands.filter(({ value }) => isMap(value));
  const unknown = operands.find((one) => one.unknown !== undefined)?.unknown;
  return {
    value: Object.fromEntries(maps.flatMap(({ value }) => (isMap(value) ? Object.entries(value) : []))),
    ...(unknown === undefined ? {} : { unknown }),
    location,
    parts: Object.fromEntries(maps.flatMap(({ parts }) => Object.entries(parts ?? {}))),
    weight: 1 + operands.reduce((sum, { weight }) => sum + weight, 0),
  };
}

function concat(operands: readonly Told[], location: Location): Told | undefined {
  if (!operands.every(({ value, unknown }) => isList(value) && unknown === undefined)) return undefined;
  return {
    value: operands.flatMap(({ value }) => (isList(value) ? value : [])),
    location,
    weight: operands.reduce((sum, { weight }) => sum + weight, 1),
  };
}

function firstSet(operands: readonly Told[], location: Location): Told | undefined {
  for (const operand of operands) {
    if (operand.value === undefined || operand.unknown !== undefined) return undefined;
    if (operand.value !== null && operand.value !== '') return { ...operand, location };
  }
  return undefined;
}

function onText(change: (text: string) => string): Compute {
  return ofKnown(([value]) => (typeof value === 'string' ? change(value) : undefined));
}

function ofKnown(compute: (values: readonly (Json | undefined)[]) => Json | undefined): Compute {
  return (operands, location) => {
    if (operands.some(({ value, unknown }) => value === undefined || unknown !== undefined)) return undefined;
    const result = compute(operands.map(({ value }) => value));
    return result === undefined ? undefined : toldAs(result, location);
  };
}

function decoded([first]: readonly Told[], location: Location): Told | undefined {
  if (typeof first?.value !== 'string' || first.unknown !== undefined) return undefined;
  try {
    return { value: JSON.parse(first.value) as Json, location, weight: first.weight + Math.floor(first.value.length / 10) };
  } catch {
    return undefined;
  }
}

function lookup([map, key, otherwise]: readonly Told[], location: Location): Told | undefined {
  if (!isMap(map?.value) || typeof key?.value !== 'string' || map.unknown !== undefined) return undefined;
  const found = Object.hasOwn(map.value, key.value) ? map.value[key.value] : otherwise?.value;
  return found === undefined ? undefined : { value: found, location, weight: map.weight };
}

function join([separator, list]: readonly Told[], location: Location): Told | undefined {
  if (typeof separator?.value !== 'string' || !isList(list?.value) || list.unknown !== undefined) return undefined;
  return { ...toldAs(list.value.map(String).join(separator.value), location), weight: list.weight };
}
