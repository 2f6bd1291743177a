/**
 * The words of a name in lower case: `firstName`, `FIRST_NAME`, `first-name` and `FirstName` all give `first`, `name`, and
 * `HTTPServer2` gives `http`, `server`, `2`. Linear in its length.
 */
export function splitName(name: string): readonly string[] {
  const words = (PLAIN.test(name) ? name.match(PLAIN_WORDS) : withoutAccents(name).match(WORDS)) ?? [];
  return words.map((word) => word.toLowerCase());
}

/** `prénom` is `prenom`. */
const withoutAccents = (name: string): string => name.normalize('NFD').replaceAll(/\p{M}/gu, '');

/** Nearly all names are plain, and classes of Unicode are slow. */
const PLAIN = /^[ -~]*$/;
const PLAIN_WORDS = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g;
const WORDS = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}]+|\d+/gu;

/** The singular, where the plural is regular: `addresses`, `companies`, `users`; `address` stays. */
export function singular(word: string): string {
  if (word.length < 4 || !word.endsWith('s') || word.endsWith('ss') || word.endsWith('us') || word.endsWith('is')) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(?:ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}
