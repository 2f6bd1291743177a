import type { Lexis } from './dialect.ts';
import type { Token } from './token.ts';

/** What stands between statements and is none: cells of other languages, lines for a shell, rows of data. */
export interface Outside {
  readonly start: number;
  readonly end: number;
  /** Whether a statement ends here. */
  readonly breaks: boolean;
}

export interface Read {
  readonly found: readonly Token[];
  /** Index of the first token of the statement that is being read. */
  statement: number;
  /** Where rows were looked for and not found, they are nowhere behind either. */
  hasNoRows: boolean;
}

/** Where that, which starts here, ends; undefined where SQL goes on. */
export function outsideEnd(text: string, at: number, lexis: Lexis, read: Read): Outside | undefined {
  const sign = text[at];
  if (lexis.cells && sign === '-' && text.startsWith(CELL, at)) return { start: at, end: lineEnd(text, at), breaks: true };
  if (lexis.cells && sign === '%' && startsCell(read)) return magic(text, at);
  if (lexis.psql && (sign === '\\' || sign === ';')) return psqlEnd(text, at, read);
  if (lexis.sqlcmd && sign === ':') return sqlcmdEnd(text, at);
  return sign === 'f' || sign === 'F' ? stagedFile(text, at) : undefined;
}

function psqlEnd(text: string, at: number, read: Read): Outside | undefined {
  if (text[at] === '\\') return metaCommand(text, at);
  return readsRows(read) ? rows(text, at, read) : undefined;
}

function sqlcmdEnd(text: string, at: number): Outside | undefined {
  const isCommand = startsLine(text, at) && /^:[a-z!]/i.test(text.slice(at, at + 2));
  return isCommand ? { start: at, end: lineEnd(text, at), breaks: true } : undefined;
}

/** Source: Databricks, "Export and import Databricks notebooks". */
const CELL = '-- COMMAND ----------';

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

const startsLine = (text: string, at: number): boolean => {
  let before = at - 1;
  while (text[before] === ' ' || text[before] === '\t') before--;
  return before < 0 || text[before] === '\n';
};

function startsCell({ found }: Read): boolean {
  const before = found.at(-1);
  return before === undefined || before.kind === 'break';
}

/** `%sql` goes before SQL; any other word before a `%` says that the cell is of another language. */
function magic(text: string, at: number): Outside {
  if (/^%sql\b/i.test(text.slice(at, at + 5))) return { start: at, end: at + 4, breaks: false };
  const next = text.indexOf(`\n${CELL}`, at);
  return { start: at, end: next < 0 ? text.length : next, breaks: false };
}

/** A line for psql: up to its end, or to the `\\` that ends it within. Source: PostgreSQL, "psql", meta-commands. */
function metaCommand(text: string, at: number): Outside {
  const end = lineEnd(text, at);
  const separator = text.slice(at + 1, end).indexOf('\\\\');
  return { start: at, end: separator < 0 ? end : at + separator + 3, breaks: true };
}

/** More words than this has no `COPY` before its `FROM stdin`. */
const COPY_WORDS = 2000;

function readsRows({ found, statement, hasNoRows }: Read): boolean {
  if (hasNoRows || found[statement]?.upper !== 'COPY' || found.length - statement > COPY_WORDS) return false;
  const from = found.slice(statement).findIndex(({ upper }, index, all) => upper === 'FROM' && all[index + 1]?.upper === 'STDIN');
  return from > 0;
}

/** The rows behind `COPY … FROM stdin;`, up to `\.` on a line of its own. Without that line there are none. */
function rows(text: string, at: number, read: Read): Outside | undefined {
  const end = text.indexOf('\n\\.', at);
  read.hasNoRows = end < 0;
  return end < 0 ? undefined : { start: at, end: end + 3, breaks: true };
}

/** `file:///tmp/*.csv` of PUT and GET is one word, whatever starts a comment in it. Source: Snowflake, "PUT". */
function stagedFile(text: string, at: number): Outside | undefined {
  if (text.slice(at, at + 7).toLowerCase() !== 'file://') return undefined;
  const end = /[\s;]/.exec(text.slice(at, at + 2000))?.index ?? 7;
  return { start: at, end: at + end, breaks: false };
}
