/** Characters that would not be seen, or would rewrite what is, as their code. Tabs and line ends stay; lone surrogates become U+FFFD. */
export function showHidden(text: string): string {
  return text.toWellFormed().replaceAll(HIDDEN, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
  });
}

/** Control and direction characters, line and paragraph separators, and the two that XML cannot hold. */
const HIDDEN = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffe\uffff]/gu;
