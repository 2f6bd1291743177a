import { isSign, takeGroup, type Cursor } from '../../../sql/cursor.ts';
import { LEXIS, type Dialect } from '../../../sql/dialect.ts';
import { maskJinja } from '../../../sql/mask-jinja.ts';
import { takeName } from '../../../sql/names.ts';
import { tokens, type Token } from '../../../sql/tokens.ts';
import type { Run } from '../run.ts';
import { linesThrough, sliced } from '../texts.ts';
import type { Source, Text } from '../values.ts';
import { relationNamed } from './ends.ts';

/** SQL that stands in a string of the file, ready to be read; every place in it is the file's own. */
export interface SqlText {
  readonly text: Text;
  readonly dialect: Dialect;
  readonly run: Run;
}

/** A name in SQL: as it is compared, and the letters of the string that it takes. */
export interface Written {
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

export function takeWritten(cursor: Cursor): Written | undefined {
  const from = cursor.tokens[cursor.at]?.start ?? 0;
  const name = takeName(cursor);
  return name && { key: name.key, from, to: cursor.tokens[cursor.at - 1]?.end ?? from };
}

export const sourceNamed = ({ from, to }: Written, text: Text): Source | undefined => relationNamed(sliced(text, from, to));

/** A cursor over each statement. */
export function statementsIn({ text, dialect, run }: SqlText): readonly Cursor[] {
  const masked = maskJinja(text.value);
  const all = tokens(masked, LEXIS[dialect]).filter(({ kind }) => kind !== 'broken');
  const lines = linesThrough(text, run.lines);
  return split(masked, all).map((own) => ({ text: masked, tokens: own, lines, dialect, at: 0, end: own.length }));
}

function split(text: string, all: readonly Token[]): readonly (readonly Token[])[] {
  const statements: Token[][] = [[]];
  for (const token of all) {
    if (token.kind === 'punctuation' && text[token.start] === ';') statements.push([]);
    else statements.at(-1)?.push(token);
  }
  return statements.filter((statement) => statement.length > 0);
}

/** Every table that a query reads, also those whose name is in part unknown. Names that its WITH gives are none. */
export function tablesRead(cursor: Cursor, { text }: SqlText): readonly Source[] {
  const own = commonTables(cursor);
  const found = new Map<string, Source>();
  const look = { ...cursor };
  const opens = opener(cursor);
  while (look.at < look.end) {
    const isOpening = opens(look);
    look.at++;
    for (const name of isOpening ? listed(look) : []) {
      const source = own.has(name.key) ? undefined : sourceNamed(name, text);
      if (source && !found.has(source.end)) found.set(source.end, source);
    }
  }
  return [...found.values()];
}

/** Whether the word that comes next opens a list of tables. To be asked for each word in turn. */
function opener({ tokens: [first] }: Cursor): (look: Cursor) => boolean {
  const joinsRows = first?.upper === 'MERGE' || first?.upper === 'DELETE';
  let inside = '';
  return (look) => {
    const upper = look.tokens[look.at]?.upper ?? '';
    if (isSign(look, '(')) inside = look.tokens[look.at - 1]?.upper ?? '';
    else if (isSign(look, ')')) inside = '';
    if (upper === 'USING') return joinsRows && !isSign(look, '(', 1);
    return upper === 'JOIN' || (upper === 'FROM' && !NOT_A_SOURCE.has(inside));
  };
}

/** `EXTRACT(year FROM day)` reads no table. */
const NOT_A_SOURCE: ReadonlySet<string> = new Set(['EXTRACT', 'TRIM', 'SUBSTRING', 'OVERLAY', 'POSITION']);
const NO_TABLE: ReadonlySet<string> = new Set(['SELECT', 'VALUES', 'UNNEST', 'LATERAL', 'FLATTEN', 'TABLE']);
const BEHIND_NAME: ReadonlySet<string> = new Set(
  'WHERE GROUP ORDER LIMIT UNION JOIN LEFT RIGHT INNER FULL CROSS OUTER ON USING HAVING QUALIFY LATERAL EXCEPT INTERSECT NATURAL WHEN SET'.split(
    ' ',
  ),
);

function listed(look: Cursor): readonly Written[] {
  const names: Written[] = [];
  for (let more = true; more;) {
    while (['LATERAL', 'ONLY', 'STREAM'].includes(look.tokens[look.at]?.upper ?? '') && look.at < look.end) look.at++;
    if (isSign(look, '(') || NO_TABLE.has(look.tokens[look.at]?.upper ?? '')) break;
    const name = takeWritten(look);
    if (!name) break;
    if (!isSign(look, '(')) names.push(name);
    else if (/^(?:stream|live|stream_read|read_files)$/.test(name.key)) names.push(...within(look));
    skipAlias(look);
    more = isSign(look, ',');
    if (more) look.at++;
  }
  return names;
}

/** `STREAM(orders)`: a table as a stream. Source: Databricks, "STREAM keyword". */
function within(look: Cursor): readonly Written[] {
  const { from, to } = takeGroup(look);
  const name = takeWritten({ ...look, at: from, end: to });
  return name ? [name] : [];
}

function skipAlias(look: Cursor): void {
  const token = look.tokens[look.at];
  if (!token || look.at >= look.end || token.kind === 'punctuation') return;
  if (token.upper === 'AS') look.at += 2;
  else if (token.kind === 'name' || (token.kind === 'word' && !BEHIND_NAME.has(token.upper))) look.at++;
}

function commonTables(cursor: Cursor): ReadonlySet<string> {
  const names = new Set<string>();
  for (let at = cursor.at; at < cursor.end - 1; at++) {
    if (cursor.tokens[at]?.upper !== 'AS' || !isSign({ ...cursor, at: at + 1 }, '(')) continue;
    const name = cursor.tokens[at - 1];
    if (name && (name.kind === 'word' || name.kind === 'name'))
      names.add(cursor.text.slice(name.start, name.end).replaceAll(/["`]/g, '').toLowerCase());
  }
  return names;
}
