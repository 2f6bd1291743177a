/**
 * The words of a name in lower case: `firstName`, `FIRST_NAME`, `first-name` and `FirstName2` all give `first`, `name` (numbers are
 * words of their own). Linear in its length.
 */
export function splitName(name: string): readonly string[] {
  const words: string[] = [];
  for (const [chunk] of name.matchAll(/[\p{L}\p{M}]+|\d+/gu)) words.push(...splitCase(chunk));
  return words.map((word) => word.toLowerCase());
}

/** The singular, where the plural is regular: `addresses`, `companies`, `users`; `address` stays. */
export function singular(word: string): string {
  if (word.length < 4 || !word.endsWith('s') || word.endsWith('ss') || word.endsWith('us') || word.endsWith('is')) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(?:ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

/** `customerEmail` is two words, `HTTPServer` two, `EMAIL` one. */
function splitCase(chunk: string): readonly string[] {
  if (chunk === chunk.toUpperCase() || chunk === chunk.toLowerCase()) return [chunk];
  return chunk.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+|\p{Lu}/gu) ?? [chunk];
}
