/** The name that was most likely meant: the closest one, when at most a third of its letters differ. */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  const measured = names.map((candidate) => ({ candidate, distance: distanceOf(name.toLowerCase(), candidate.toLowerCase()) }));
  const best = measured.sort((one, other) => one.distance - other.distance)[0];
  return best && best.distance <= Math.max(1, Math.floor(best.candidate.length / 3)) ? best.candidate : undefined;
}

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
