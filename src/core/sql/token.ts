export type TokenKind = 'word' | 'name' | 'string' | 'number' | 'punctuation' | 'dollar' | 'break' | 'broken';

/** A piece of SQL; offsets are UTF-16 units. `upper` is the word in capitals, empty for all that is no word. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  readonly upper: string;
}
