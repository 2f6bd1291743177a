/** The name that was most likely meant: the closest one, when at most a third of its letters differ. Of two that are as close, the one that starts alike. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  const measured = names.map((candidate) => ({ candidate, distance: slipOf(name.toLowerCase(), candidate.toLowerCase()) }));
  const best = measured.sort((one, other) => one.distance - other.distance)[0];
  return best && Math.floor(best.distance) <= Math.max(1, Math.floor(best.candidate.length / 3)) ? best.candidate : undefined;
}

/** Letters in another order are one slip of the same fingers; a first letter that differs weighs a little more. */
function slipOf(name: string, candidate: string): number {
  const swapped = name.length === candidate.length && letters(name) === letters(candidate);
  const distance = swapped ? Math.min(1, distanceOf(name, candidate)) : distanceOf(name, candidate);
  return distance + (name[0] === candidate[0] ? 0 : ALIKE);
}

const ALIKE = 0.25;
const letters = (name: string): string => Array.from(name.slice(0, 64)).sort().join('');

/** Levenshtein's distance, over at most 64 letters of each. */
function distanceOf(one: string, other: string): number {
  let row = Array.from({ length: Math.min(other.length, 64) + 1 }, (_, index) => index);
  for (const [i, letter] of Array.from(one.slice(0, 64)).entries()) {
    const next = [i + 1];
    for (const [j, otherLetter] of Array.from(other.slice(0, 64)).entries()) {
      next.push(Math.min((row[j] ?? 0) + Number(letter !== otherLetter), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
