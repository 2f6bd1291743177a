import { isWithinRanges } from './address-ranges.ts';
import { matchesAtStart } from './patterns.ts';
import { includesNumber } from './number-ranges.ts';
import { holdsUnknown, integerOf, isList, isMap, isUnknown, numberOf, same, textOf, type Value } from '../resources/value.ts';

/** Whether an attribute is as the policy wants it; null where that cannot be told, or the two cannot be compared. */
export type Verdict = boolean | null;

type Ask = (attribute: Value | undefined, wanted: Value) => Verdict;

/** An operator of an attribute condition. Source: "Custom Policies: attribute conditions", Checkov's documentation. */
export interface Operator {
  readonly ask: Ask;
  /** Asks for a value, so that one that cannot be told leaves it open; `exists` and `any` do not. */
  readonly ofValue: boolean;
  /** Of several that a wildcard matches, all must be so. Without it, one is enough. */
  readonly ofAll?: boolean;
}

const opposite =
  (ask: Ask): Ask =>
  (attribute, wanted) => {
    const verdict = ask(attribute, wanted);
    return verdict === null ? null : !verdict;
  };

const ofValue = (ask: Ask): Operator => ({ ask, ofValue: true });

const ofText =
  (test: (text: string, wanted: string) => boolean): Ask =>
  (attribute, wanted) => {
    if (typeof attribute !== 'string') return false;
    return typeof wanted === 'string' ? test(attribute, wanted) : null;
  };

const equals: Ask = (attribute, wanted) => {
  if (typeof attribute === 'boolean' || typeof wanted === 'boolean') return lower(attribute) === lower(wanted);
  const isStructure = (isList(attribute) && isList(wanted)) || (isMap(attribute) && isMap(wanted));
  if (isStructure && !same(attribute, wanted)) return holdsUnknown(attribute) ? null : false;
  return isStructure || textOf(attribute) === textOf(wanted);
};

const lower = (value: Value | undefined): string => textOf(value).toLowerCase();

/** A text that is a list or map itself counts as what it says. */
function parsed(text: string): Value {
  try {
    return toPlain(JSON.parse(text.replaceAll("'", '"')));
  } catch {
    return text;
  }
}

function toPlain(value: unknown): Value {
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value === 'object' && value !== null) return new Map(Object.entries(value).map(([key, one]) => [key, toPlain(one)]));
  return value as Value;
}

const contains: Ask = (attribute, wanted) => {
  const held = typeof attribute === 'string' ? parsed(attribute) : (attribute ?? new Map<string, Value>());
  if (!isMap(held)) return isIn(wanted, held);
  const own = isIn(wanted, held);
  if (own !== false) return own;
  const inner = [...held.values()].filter((one) => typeof one === 'string' || isList(one) || isMap(one)).map((one) => isIn(wanted, one));
  if (inner.includes(true)) return true;
  return inner.includes(null) || [...held.values()].some(isUnknown) ? null : false;
};

/** Python's `in`: a member of a list, a key of a map, a part of a text. */
function isIn(member: Value | undefined, whole: Value): Verdict {
  if (typeof whole === 'string') return typeof member === 'string' ? whole.includes(member) : null;
  if (isMap(whole)) return isList(member) || isMap(member) ? null : typeof member === 'string' && whole.has(member);
  if (!isList(whole)) return null;
  if (whole.some((one) => same(one, member))) return true;
  return holdsUnknown(whole) ? null : false;
}

const within: Ask = (attribute, wanted) => isIn(attribute, wanted);

const membersOf = (value: Value | undefined): readonly Value[] => {
  if (isList(value)) return value;
  return isMap(value) ? [...value.keys()] : [value ?? null];
};

const iterated = (value: Value | undefined): readonly Value[] | undefined => {
  if (typeof value === 'string') return [...value];
  return isList(value) || isMap(value) ? membersOf(value) : undefined;
};

const subset: Ask = (attribute, wanted) => {
  const [members, allowed] = [membersOf(attribute), iterated(wanted)];
  if (!allowed || members.some((one) => isList(one) || isMap(one))) return null;
  const others = members.filter((one) => !isIn(one, allowed));
  return others.length === 0 ? true : others.every(isUnknown) ? null : false;
};

const intersects: Ask = (attribute, wanted) => {
  const members = iterated(attribute);
  if (!members) return false;
  if (typeof wanted === 'string') return isIn(wanted, attribute ?? null);
  const others = iterated(wanted);
  if (!others) return false;
  if (members.some((one) => isIn(one, others) === true)) return true;
  return members.some(holdsUnknown) ? null : false;
};

const compared =
  (numbers: (one: number, other: number) => boolean, texts: (one: string, other: string) => boolean): Ask =>
  (attribute, wanted) => {
    if (attribute === undefined || attribute === null) return false;
    const [one, other] = [numberOf(attribute), numberOf(wanted)];
    return one && other ? numbers(one, other) : texts(textOf(attribute), textOf(wanted));
  };

const above = compared(
  (one, other) => one > other,
  (one, other) => one > other,
);
const notBelow = compared(
  (one, other) => one >= other,
  (one, other) => one >= other,
);

/** The opposite, of what is set: nothing is neither above nor below. */
const ofSet =
  (ask: Ask): Ask =>
  (attribute, wanted) =>
    attribute !== undefined && attribute !== null && ask(attribute, wanted);

const lengthOf = (value: Value | undefined): number | undefined => {
  if (typeof value === 'string') return [...value].length;
  if (isList(value)) return value.length;
  return isMap(value) ? 1 : undefined;
};

const counted =
  (count: (value: Value | undefined) => number | undefined, test: (count: number, wanted: number) => boolean): Ask =>
  (attribute, wanted) => {
    const [length, number] = [count(attribute), integerOf(wanted)];
    return length !== undefined && number !== undefined && test(length, number);
  };

const wordsOf = (value: Value | undefined): number | undefined =>
  typeof value === 'string' ? value.split(/\s+/).filter((word) => word !== '').length : undefined;

const isEmpty: Ask = (attribute) =>
  typeof attribute === 'string' || isList(attribute) ? attribute.length === 0 : isMap(attribute) && attribute.size === 0;

const pairs = (name: string, other: string, ask: Ask): readonly (readonly [string, Operator])[] => [
  [name, ofValue(ask)],
  [other, ofValue(opposite(ask))],
];

const comparing = (name: string, count: (value: Value | undefined) => number | undefined): readonly (readonly [string, Operator])[] => [
  ...pairs(
    `${name}_equals`,
    `${name}_not_equals`,
    counted(count, (one, other) => one === other),
  ),
  [`${name}_greater_than`, ofValue(counted(count, (one, other) => one > other))],
  [`${name}_greater_than_or_equal`, ofValue(counted(count, (one, other) => one >= other))],
  [`${name}_less_than`, ofValue(counted(count, (one, other) => one < other))],
  [`${name}_less_than_or_equal`, ofValue(counted(count, (one, other) => one <= other))],
];

const exists: Ask = (attribute) => attribute !== undefined && attribute !== null;

/** The operators of attribute conditions, by name; each also goes with `jsonpath_` before it. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['any', { ask: () => true, ofValue: false }],
  ['exists', { ask: exists, ofValue: false }],
  ['not_exists', { ask: opposite(exists), ofValue: false }],
  ...pairs('equals', 'not_equals', equals),
  ...pairs('equals_ignore_case', 'not_equals_ignore_case', (attribute, wanted) => lower(attribute) === lower(wanted)),
  ['contains', ofValue(contains)],
  ['not_contains', { ...ofValue(opposite(contains)), ofAll: true }],
  ...pairs('within', 'not_within', within),
  ...pairs(
    'starting_with',
    'not_starting_with',
    ofText((text, wanted) => text.startsWith(wanted)),
  ),
  ...pairs(
    'ending_with',
    'not_ending_with',
    ofText((text, wanted) => text.endsWith(wanted)),
  ),
  ...pairs('regex_match', 'not_regex_match', (attribute, wanted) => matchesAtStart(textOf(wanted), textOf(attribute)) ?? false),
  ...pairs('subset', 'not_subset', subset),
  ...pairs('intersects', 'not_intersects', intersects),
  ...pairs('is_empty', 'is_not_empty', isEmpty),
  ...pairs('is_true', 'is_false', (attribute) => attribute === true),
  ['greater_than', ofValue(above)],
  ['greater_than_or_equal', ofValue(notBelow)],
  ['less_than', ofValue(ofSet(opposite(notBelow)))],
  ['less_than_or_equal', ofValue(ofSet(opposite(above)))],
  ...comparing('length', lengthOf),
  ...comparing('number_of_words', wordsOf),
  ...pairs('range_includes', 'range_not_includes', includesNumber),
  ...pairs('cidr_range_subset', 'cidr_range_not_subset', isWithinRanges),
]);
