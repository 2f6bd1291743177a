import { singular } from './split-name.ts';
import { ASKING, LEADING, PROTECTED, TRAILING, WORD_LISTS, type WordList } from './words.ts';

/** A reading of a name: the phrase that ends it, and the words before. */
export interface Phrase {
  readonly list: WordList;
  readonly before: readonly string[];
}

/**
 * All readings of a name by its longest ending that the word lists know. Several where one phrase stands in several lists, as
 * `number` of a card and of a bank account. None where the name begins as a flag or a count.
 */
export function findPhrases(words: readonly string[]): readonly Phrase[] {
  const core = withoutTrailing(words);
  if (core.length === 0 || LEADING.has(core[0] ?? '') || core.some((word) => ASKING.has(word))) return [];
  for (let length = Math.min(LONGEST, core.length); length > 0; length--) {
    const start = core.length - length;
    const lists = LISTS.get(core.slice(start).join(' ')) ?? LISTS.get(inSingular(core, start));
    if (lists) return readings(lists, core.slice(0, start));
  }
  return [];
}

function readings(lists: readonly WordList[], before: readonly string[]): readonly Phrase[] {
  const isProtected = before.some((word) => PROTECTED.has(word));
  return lists.filter(({ kind }) => !isProtected || kind === 'credentials').map((list) => ({ list, before }));
}

function withoutTrailing(words: readonly string[]): readonly string[] {
  let end = words.length;
  while (end > 0 && isTrailing(words[end - 1] ?? '') && (end > 1 || /^\d/.test(words[0] ?? ''))) end--;
  return words.slice(0, end);
}

const isTrailing = (word: string): boolean => TRAILING.has(word) || /^\d+$/.test(word);

const inSingular = (words: readonly string[], start: number): string => [...words.slice(start, -1), singular(words.at(-1) ?? '')].join(' ');

const LISTS: ReadonlyMap<string, readonly WordList[]> = byPhrase();

const LONGEST = Math.max(...[...LISTS.keys()].map((phrase) => phrase.split(' ').length));

function byPhrase(): ReadonlyMap<string, readonly WordList[]> {
  const lists = new Map<string, WordList[]>();
  for (const list of WORD_LISTS) {
    for (const spelling of spellings(list)) lists.set(spelling, [...(lists.get(spelling) ?? []), list]);
  }
  return lists;
}

/** `first name` is also written as one word. */
function spellings({ phrases }: WordList): ReadonlySet<string> {
  return new Set(phrases.split('|').flatMap((phrase) => [phrase, phrase.replaceAll(' ', '')]));
}
