import { sameValue, writeValue } from './value-text.ts';
import { isList, isObject, isSet, type Value } from './value.ts';

/** `object.subset`: whether the first holds the second: objects deeply, sets by members, lists as one run; a set in a list by members. */
export function objectSubset(whole: Value, part: Value): Value | undefined {
  if (isList(whole) && isSet(part)) return part.size > 0 ? listHolds(whole, part) : whole.length > 0;
  return holds(whole, part);
}

function listHolds(list: readonly Value[], part: ReadonlySet<Value>): boolean {
  const members = new Set(list.map(writeValue));
  return [...part].every((one) => members.has(writeValue(one)));
}

function holds(whole: Value, part: Value): boolean | undefined {
  if (isObject(whole) && isObject(part)) return objectHolds(whole, part);
  if (isSet(whole) && isSet(part)) return listHolds([...whole], part);
  return isList(whole) && isList(part) ? holdsRun(whole, part) : undefined;
}

function objectHolds(whole: ReadonlyMap<Value, Value>, part: ReadonlyMap<Value, Value>): boolean {
  const byKey = new Map([...whole].map(([key, value]) => [writeValue(key), value]));
  return [...part].every(([key, value]) => {
    const own = byKey.get(writeValue(key));
    return own !== undefined && (sameValue(own, value) || holds(own, value) === true);
  });
}

/** Whether one list stands in another without gaps, in linear time (Knuth, Morris and Pratt). */
function holdsRun(whole: readonly Value[], part: readonly Value[]): boolean {
  const [text, run] = [whole.map(writeValue), part.map(writeValue)];
  const back = fallbacks(run);
  let matched = 0;
  for (const one of text) {
    while (matched > 0 && run[matched] !== one) matched = back[matched - 1] ?? 0;
    if (run[matched] === one) matched++;
    if (matched === run.length) return true;
  }
  return run.length === 0;
}

function fallbacks(run: readonly string[]): readonly number[] {
  const back = [0];
  let matched = 0;
  for (const one of run.slice(1)) {
    while (matched > 0 && run[matched] !== one) matched = back[matched - 1] ?? 0;
    if (run[matched] === one) matched++;
    back.push(matched);
  }
  return back;
}
