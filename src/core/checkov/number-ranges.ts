import { integerOf, isList, isUnknown, type Value } from '../resources/value.ts';

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Whether a number, a list of them or a range (`1000-2000`) has one of the wanted numbers or ranges in it; `*` has them all. */
export function includesNumber(attribute: Value | undefined, wanted: Value): boolean | null {
  if (attribute === undefined || attribute === null) return false;
  const ranges = (isList(wanted) ? wanted : [wanted]).flatMap(wantedRange);
  const members = isList(attribute) ? attribute : [attribute];
  if (members.some((one) => ranges.some((range) => meets(one, range)))) return true;
  return members.some(isUnknown) ? null : false;
}

function wantedRange(value: Value): readonly (Range | Value)[] {
  if (typeof value === 'string' && value.includes('-')) return rangeIn(value) ?? [];
  const number = integerOf(value);
  return [number === undefined ? null : { from: number, to: number }];
}

function rangeIn(text: string): readonly Range[] | undefined {
  const parts = text.split('-');
  const [from, to] = parts.map((part) => integerOf(part));
  return parts.length === 2 && from !== undefined && to !== undefined && from <= to ? [{ from, to }] : undefined;
}

const isRange = (value: Range | Value): value is Range => typeof value === 'object' && value !== null && 'from' in value;

function meets(member: Value, wanted: Range | Value): boolean {
  if (member === '*') return true;
  if (typeof member === 'string' && member.split('-').length === 2) {
    const [own] = rangeIn(member) ?? [];
    return own !== undefined && isRange(wanted) && own.from <= wanted.to && wanted.from <= own.to;
  }
  const number = integerOf(member);
  // A policy that wants what is no number finds what is no number either.
  if (!isRange(wanted)) return number === undefined;
  return number !== undefined && wanted.from <= number && number <= wanted.to;
}
