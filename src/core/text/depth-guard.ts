/** Deeper than any document people write, and far below where parsers fail. */
export const MAX_DEPTH = 100;

/**
 * Whether brackets or indentation nest too deep for a parser to be trusted with the text. One pass, no memory: brackets inside
 * strings and comments count too, which real documents never have a hundred of in a row.
 */
export function isTooDeep(text: string, limit = MAX_DEPTH): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === 0x5b || character === 0x7b) depth++;
    else if ((character === 0x5d || character === 0x7d) && depth > 0) depth--;
    if (depth > limit) return true;
  }
  return false;
}
