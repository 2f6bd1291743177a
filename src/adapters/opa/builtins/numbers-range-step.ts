import { whole, wholeOf, type Value } from './value.ts';

/** A policy could ask for all numbers there are. */
const MOST = 1_000_000n;

/** `numbers.range_step`: whole numbers from one to another, up or down, by a step above 0. */
export function numbersRangeStep(from: Value, to: Value, step: Value): Value | undefined {
  const [first, last, by] = [wholeOf(from), wholeOf(to), wholeOf(step)];
  if (first === undefined || last === undefined || by === undefined || by <= 0n) return undefined;
  const count = (first <= last ? last - first : first - last) / by + 1n;
  if (count > MOST) throw new Error(`a range of more than ${MOST} numbers`);
  const signed = first <= last ? by : -by;
  return Array.from({ length: Number(count) }, (_, index) => whole(first + signed * BigInt(index)));
}
