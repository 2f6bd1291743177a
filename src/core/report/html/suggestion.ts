import type { Finding } from '../../../model/finding.ts';
import type { Location } from '../../../model/source.ts';
import { linesOf } from '../../text/diff-lines.ts';
import { html, type Markup, NOTHING } from './markup.ts';

/** A suggestion longer than this is no longer read before it is applied. */
const MOST_LINES = 30;

/** The exact fix as GitHub shows a suggested change: the lines as they are, and as they would be. */
export function suggestionOf({ remediation: { patch }, file }: Finding, source: string | undefined): Markup {
  if (!patch || source === undefined || patch.edits.length === 0 || patch.file !== file) return NOTHING;
  const edits = patch.edits.toSorted((one, other) => one.location.start.offset - other.location.start.offset);
  const from = source.lastIndexOf('\n', Math.min(...edits.map(({ location }) => location.start.offset)) - 1) + 1;
  const to = endOfLine(source, Math.max(...edits.map(({ location }) => location.end.offset)));
  const before = linesOf(source.slice(from, to));
  const after = linesOf(edited(source, from, to, edits));
  if (before.length > MOST_LINES || after.length > MOST_LINES) return NOTHING;
  return html`<div class="suggestion">
    <h4>Suggested change</h4>
    <pre>${before.map(removed)}${after.map(added)}</pre>
  </div>`;
}

const removed = (line: string): Markup => html`<del>${withoutReturn(line)}</del>`;
const added = (line: string): Markup => html`<ins>${withoutReturn(line)}</ins>`;

/** The carriage return of a line's end is no part of what is read. */
export const withoutReturn = (line: string): string => line.replace(/\r$/, '');

function endOfLine(source: string, offset: number): number {
  const end = source.indexOf('\n', offset);
  return end < 0 ? source.length : end;
}

interface Replacement {
  readonly location: Location;
  readonly text: string;
}

function edited(source: string, from: number, to: number, edits: readonly Replacement[]): string {
  let result = '';
  let at = from;
  for (const { location, text } of edits) {
    result += source.slice(at, location.start.offset) + text;
    at = location.end.offset;
  }
  return result + source.slice(at, to);
}
