import type { Location } from '../../model/source.ts';
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
    if (!token || token.kind === 'punctuation' || token.kind === 'broken') break;
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

/** `IDENTIFIER('db.t')` is a name that is written; `IDENTIFIER($t)` is one that nobody here knows. Source: Snowflake, "Literals and variables as identifiers". */
function takeIdentifier(cursor: Cursor): Name {
  const from = cursor.at++;
  const inner = takeGroup(cursor);
  const token = cursor.tokens[inner.from];
  const literal = token?.kind === 'string' && inner.to === inner.from + 1;
  const whole = cursor.text.slice(cursor.tokens[from]?.start ?? 0, cursor.tokens[cursor.at - 1]?.end ?? 0);
  const texts = literal ? valueOf(cursor, token).split('.') : [whole];
  const parts = texts.map((text) => ({ text, quoted: false }));
  return { ...nameOf(cursor, from, parts), dynamic: !literal };
}
