import type { Location } from '../../model/source.ts';
import type { Token } from './tokens.ts';
import { isSign, peek, takeGroup, takeSign, textOf, valueOf, word, type Cursor } from './cursor.ts';
import { foldName } from './dialect.ts';
import { HOLE, withoutHoles } from './mask-jinja.ts';

/** A dotted name. `key` is the same for all ways to write it; `shown` is as its users call it. */
export interface Name {
  readonly key: string;
  readonly shown: string;
  readonly parts: readonly string[];
  readonly location: Location;
  /** Where the last part stands. */
  readonly last: Location;
  /** True where a variable or template makes up some of it. */
  readonly dynamic: boolean;
}

/** Reads a name and moves behind it; undefined where none comes. */
export function takeName(cursor: Cursor): Name | undefined {
  const from = cursor.at;
  if (word(cursor) === 'IDENTIFIER' && isSign(cursor, '(', 1)) return takeIdentifier(cursor);
  const parts: Part[] = [];
  for (let more = true; more; more = takeDot(cursor, parts)) {
    const token = peek(cursor);
    if (!token || token.kind === 'punctuation' || token.kind === 'broken') {
      // `db.*` names the database; the dot is no part of it.
      if (parts.length > 0) cursor.at--;
      break;
    }
    parts.push(...partsOfToken(cursor));
  }
  return parts.length === 0 || cursor.at === from ? undefined : nameOf(cursor, from, parts);
}

/** A part, with the dashes that BigQuery allows in the names of projects. */
function partsOfToken(cursor: Cursor): readonly Part[] {
  const token = peek(cursor);
  cursor.at++;
  if (!token) return [];
  if (token.kind === 'name' && textOf(cursor, token).startsWith('`')) return quotedParts(valueOf(cursor, token).split('.'));
  let written = token.kind === 'word' || token.kind === 'number' ? textOf(cursor, token) : valueOf(cursor, token);
  while (isSign(cursor, '-') && touches(cursor)) {
    cursor.at++;
    const next = peek(cursor);
    if (next) written += `-${textOf(cursor, next)}`;
    cursor.at++;
  }
  return [{ text: written, quoted: token.kind === 'name' || token.kind === 'string' }];
}

/** Whether the sign here touches both its neighbours: `a-b` is a name, `a - b` is none. */
function touches(cursor: Cursor): boolean {
  const [before, sign, after] = [cursor.tokens[cursor.at - 1], peek(cursor), peek(cursor, 1)];
  return cursor.dialect === 'bigquery' && before?.end === sign?.start && sign?.end === after?.start;
}

function takeDot(cursor: Cursor, parts: Part[]): boolean {
  if (!takeSign(cursor, '.')) return false;
  while (takeSign(cursor, '.')) parts.push({ text: '', quoted: false });
  return true;
}

/** A part as it was written, without its quotes. */
interface Part {
  readonly text: string;
  readonly quoted: boolean;
}

const quotedParts = (texts: readonly string[]): readonly Part[] => texts.map((text) => ({ text, quoted: true }));

function nameOf(cursor: Cursor, from: number, written: readonly Part[]): Name {
  const [first, last] = [cursor.tokens[from], cursor.tokens[cursor.at - 1]];
  const source = cursor.text.slice(first?.start ?? 0, last?.end ?? 0);
  const parts = written.map(({ text, quoted }) => foldName(withoutHoles(text), quoted, cursor.dialect));
  return {
    key: parts.join('.').toLowerCase(),
    shown: parts.join('.'),
    parts,
    location: cursor.lines.location(first?.start ?? 0, last?.end ?? 0),
    last: cursor.lines.location(last?.start ?? 0, last?.end ?? 0),
    dynamic: source.includes(HOLE) || /^[$&:]|[$&]\{/.test(source),
  };
}

/**
 * `IDENTIFIER('db.t')` is a name that is written, `IDENTIFIER($t)` one that a variable holds; where nothing says what it holds, nobody here
 * knows it. Source: Snowflake, "Literals and variables as identifiers".
 */
function takeIdentifier(cursor: Cursor): Name {
  const from = cursor.at++;
  const inner = takeGroup(cursor);
  const token = inner.to === inner.from + 1 ? cursor.tokens[inner.from] : undefined;
  const held = token?.kind === 'word' ? cursor.variables?.get(textOf(cursor, token).replace(/^[$:]/, '').toUpperCase()) : undefined;
  const told = token?.kind === 'string' ? valueOf(cursor, token) : held;
  if (token && told !== undefined) return { ...nameOf(cursor, from, writtenParts(told)), ...placesOf(cursor, token), dynamic: false };
  const whole = cursor.text.slice(cursor.tokens[from]?.start ?? 0, cursor.tokens[cursor.at - 1]?.end ?? 0);
  return { ...nameOf(cursor, from, [{ text: whole, quoted: false }]), dynamic: true };
}

function placesOf(cursor: Cursor, { start, end }: Token): Pick<Name, 'location' | 'last'> {
  const location = cursor.lines.location(start, end);
  return { location, last: location };
}

/** The parts of a name that stands in a string. */
function writtenParts(told: string): readonly Part[] {
  const parts = told.match(/"(?:[^"]|"")*"|`[^`]*`|[^.]+/g) ?? [told];
  return parts.map((text) => (/^["`]/.test(text) ? { text: text.slice(1, -1), quoted: true } : { text: text.trim(), quoted: false }));
}

/** Where the name before the last part stands: the table of a column's full name. */
export function parentLocation(cursor: Cursor, { location, last }: Name): Location {
  const [start, end] = [location.start.offset, last.start.offset];
  const cut = cursor.text.slice(start, end).trimEnd();
  return end > start && cut.endsWith('.') ? cursor.lines.location(start, start + cut.slice(0, -1).trimEnd().length) : location;
}
