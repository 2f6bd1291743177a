import type { Location } from '../../model/source.ts';
import { showHidden } from './show-hidden.ts';

/** Lines of a text as a terminal shows them, and what stands under the place that is meant. */
export interface Excerpt {
  readonly number: string;
  readonly line: string;
  readonly marker: string;
}

const TAB_WIDTH = 4;
const MAX_WIDTH = 120;
const LEAD = 30;

/** The first line of a place with a marker under it; undefined where the text does not reach so far. */
export function excerptOf(location: Location, text: string): Excerpt | undefined {
  const { line, column } = location.start;
  const whole = text.split('\n')[line - 1]?.replace(/\r$/, '');
  if (whole === undefined) return undefined;
  const end = location.end.line === line ? location.end.column : whole.length + 1;
  const before = visible(whole.slice(0, column - 1));
  const meant = visible(whole.slice(column - 1, Math.max(end - 1, column)));
  const cut = widthOf(before) > MAX_WIDTH - LEAD ? [...before].slice(-LEAD).join('') : before;
  const shown = cut === before ? before : `…${cut}`;
  const after = visible(whole.slice(Math.max(end - 1, column)));
  const shortened = limit(shown + meant + after, MAX_WIDTH);
  const marks = Math.max(1, Math.min(widthOf(meant), MAX_WIDTH - widthOf(shown)));
  return { number: String(line), line: shortened, marker: ' '.repeat(widthOf(shown)) + '^'.repeat(marks) };
}

function limit(text: string, width: number): string {
  let used = 0;
  let cut = '';
  for (const character of text) {
    used += widthOf(character);
    if (used > width) return `${cut}…`;
    cut += character;
  }
  return cut;
}

/** Tabs as spaces; control and direction characters, which could rewrite the terminal, as their code. */
export function visible(text: string): string {
  return showHidden(text.replaceAll('\t', ' '.repeat(TAB_WIDTH))).replaceAll('\n', '\\u000a');
}

/** Columns on a terminal: East Asian wide characters and emoji take two, combining marks none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{M}/u.test(character)) continue;
    width += WIDE.test(character) ? 2 : 1;
  }
  return width;
}

const WIDE =
  /\p{Emoji_Presentation}|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|[\u3000-\u303f\uff01-\uff60]/u;
