export interface Word {
  readonly text: string;
  readonly quoted: boolean;
}

/** Words between white space; what stands in quotation marks is one. A mark that never closes is a character like any other. */
export function wordsOf(text: string): readonly Word[] {
  return [...text.matchAll(WORD)].map(([whole, double, curly, single]) => {
    const inner = double ?? curly ?? single;
    return inner === undefined ? { text: whole, quoted: false } : { text: inner.replaceAll('\\"', '"'), quoted: true };
  });
}

/** Phones write curly marks. */
const WORD = /"((?:[^"\\]|\\.)*)"|[“”„]([^“”„]*)[“”]|'([^']*)'(?=\s|$)|\S+/g;
