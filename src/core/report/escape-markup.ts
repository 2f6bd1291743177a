/** Text for XML and HTML, also inside attributes. What XML cannot hold, and what could rewrite the line (control and direction characters), shows as its code. */
export function escapeMarkup(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(HIDDEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll(/[&<>"']/g, (character) => ENTITIES.get(character) ?? '');
}

/** All but tab and line ends. U+FFFE and U+FFFF are no characters of XML. */
const HIDDEN = /[^\P{C}\t\n\p{Co}]|[\u2028\u2029\ufffe\uffff]/gu;

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);
