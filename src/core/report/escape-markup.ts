import { showHidden } from './show-hidden.ts';

/** Text for XML and HTML, also inside attributes; hidden characters show as their code. */
export function escapeMarkup(text: string): string {
  return showHidden(text).replaceAll(/[&<>"']/g, (character) => ENTITIES.get(character) ?? '');
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);
