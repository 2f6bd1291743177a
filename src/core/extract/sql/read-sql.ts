import type { Problem } from '../../../model/problem.ts';
import type { SourceFile } from '../../../model/source.ts';
import { lineIndex, type LineIndex } from '../../text/line-index.ts';
import type { Reading } from '../../plug-ins.ts';
import type { Cursor } from '../../sql/cursor.ts';
import { detectDialect, LEXIS, type Dialect } from '../../sql/dialect.ts';
import { maskJinja } from '../../sql/mask-jinja.ts';
import type { Declared, SqlPart } from './part.ts';
import { readFlows } from './read-flows.ts';
import { isSql, readStatement } from './read-statement.ts';
import { innerStatements, splitStatements, type Statement } from './split-statements.ts';
import { tokens, type Token } from '../../sql/tokens.ts';

/** More complaints about one file than this help nobody. */
const MAX_PROBLEMS = 20;

/** Reads every statement of a file. What is no SQL is a problem at its place; the other statements count. */
export function readSql(file: SourceFile, stated: Dialect | undefined): Reading<SqlPart> {
  const text = forwardPart(maskJinja(file.text));
  const dialect = stated ?? detectDialect(text);
  const lines = lineIndex(file.path, file.text);
  const all = tokensOf(text, dialect);
  const unended = all.find(({ kind }) => kind === 'broken');
  const whole = unended ? all.slice(0, all.indexOf(unended)) : all;
  const split = splitStatements(text, whole, dialect);
  const variables = new Map<string, string>();
  const read = split.map((statement) => readOne(statement, { text, lines, dialect, variables }));
  // What a string swallows cannot close a bracket: that is the same fault, told once.
  const isCut = unended !== undefined && split.at(-1)?.at(-1) === whole.at(-1);
  const problems = [
    ...(unended ? [neverEnds(unended, text, lines, dialect)] : []),
    ...read.slice(0, isCut ? -1 : undefined).flatMap(({ problem }) => problem ?? []),
  ];
  return { part: { dialect, ...inSession(split, read, { text, lines, dialect, variables }) }, problems: problems.slice(0, MAX_PROBLEMS) };
}

interface Context {
  readonly text: string;
  readonly lines: LineIndex;
  readonly dialect: Dialect;
  /** What `SET name = '…'` said so far. */
  readonly variables: Map<string, string>;
}

interface ReadStatement {
  readonly declared: readonly Declared[];
  readonly problem?: Problem;
}

function readOne(statement: Statement, context: Context): ReadStatement {
  const cursor: Cursor = { ...context, tokens: statement, at: 0, end: statement.length };
  keepVariable(statement, context);
  const bare = commandPrefix(cursor);
  if (!isSql(cursor)) return { declared: [], problem: noSql(statement, context) };
  const open = unclosed(statement, context.text);
  const declared = readStatement(cursor);
  const found =
    declared.length > 0
      ? declared.filter(({ name }) => !name.dynamic || name.parts.length > 1 || !name.shown.includes('?'))
      : scripted(statement, context, bare);
  const maskers = found.map((one) => (masks(one) ? { ...one, said: quoteOf(one, context.text) } : one));
  return { declared: maskers, ...(open ? { problem: neverCloses(open, context) } : {}) };
}

/**
 * The tokens of a text. Where a string never ends in the dialect's own way to write one, the ways of its settings and neighbours are tried:
 * a backslash that escapes or does not, and comments behind `#`.
 */
export function tokensOf(text: string, dialect: Dialect): readonly Token[] {
  const lexis = LEXIS[dialect];
  const first = tokens(text, lexis);
  if (!isBroken(first)) return first;
  const { backslash, hashComment } = lexis;
  const ways = [{ backslash: !backslash }, { hashComment: !hashComment }, { backslash: !backslash, hashComment: !hashComment }];
  for (const way of ways) {
    const found = tokens(text, { ...lexis, ...way });
    if (!isBroken(found)) return found;
  }
  return first;
}

const isBroken = (all: readonly Token[]): boolean => all.at(-1)?.kind === 'broken';

/** `SET name = 'literal'`, which `IDENTIFIER($name)` may use behind it. Source: Snowflake, "SQL variables". */
function keepVariable(statement: Statement, { text, variables }: Context): void {
  const [set, name, sign, value] = statement;
  if (set?.upper !== 'SET' || statement.length !== 4 || !name || !sign || value?.kind !== 'string' || text[sign.start] !== '=') return;
  variables.set(name.upper, text.slice(value.start + 1, value.end - 1));
}

/** Where the way back of a migration starts; it runs only when somebody undoes the change. Source: goose and dbmate, "SQL migrations". */
const WAY_BACK = /^[ \t]*--\s*(?:\+goose\s+down|migrate:down)\b/im;

function forwardPart(text: string): string {
  const back = WAY_BACK.exec(text);
  return back ? text.slice(0, back.index) : text;
}

/** Statements of one file whose lineage is kept; a file of more is written by a program. */
const MOST_FLOWS = 10_000;

/** Names without a schema stand in the one that `USE` or `SET search_path` named last. */
function inSession(split: readonly Statement[], read: readonly ReadStatement[], context: Context): Pick<SqlPart, 'statements' | 'flows'> {
  let schema: string | undefined;
  let left = MOST_FLOWS;
  const told = split.map((statement, index) => {
    schema = schemaSet(statement, context.text) ?? schema;
    const place = schema;
    const declared = read[index]?.declared ?? [];
    const flows = left > 0 ? readFlows({ ...context, tokens: statement, at: 0, end: statement.length }, place) : [];
    left -= flows.length;
    return { declared: place === undefined ? declared : declared.map((one) => within(place, one)), flows };
  });
  return { statements: told.flatMap(({ declared }) => declared), flows: told.flatMap(({ flows }) => flows) };
}

const IN_SCHEMA: ReadonlySet<string> = new Set(['table', 'view', 'grant', 'policy', 'tag', 'stage', 'task', 'stream']);

function within(schema: string, declared: Declared): Declared {
  const { name, kind } = declared;
  if (name.parts.length !== 1 || !IN_SCHEMA.has(kind) || name.key.includes(' ')) return declared;
  return { ...declared, name: { ...name, parts: [schema, ...name.parts], key: `${schema}.${name.key}`, shown: `${schema}.${name.shown}` } };
}

/** `USE SCHEMA a.b` and `USE a.b` name the schema b; `USE DATABASE`, `USE ROLE` and `USE WAREHOUSE` name none. */
function schemaSet(statement: Statement, text: string): string | undefined {
  const words = statement.slice(0, 8).map(({ start, end }) => text.slice(start, end));
  const told = words.join(' ').replaceAll(/["'`]/g, '');
  const found = /^USE (?:SCHEMA )?(?:\S+ \. )?([\w$]+)$/i.exec(told) ?? /^SET search_path (?:TO|=) ([\w$]+)/i.exec(told);
  const plain = /^USE [\w$]+$/i.test(told);
  return plain ? undefined : found?.[1]?.toLowerCase();
}

/** `EXPLAIN`, and PostgreSQL's `BEGIN` that stands before a statement without a semicolon, say nothing of what follows. */
function commandPrefix(cursor: Cursor): boolean {
  const prefixed = cursor.tokens[0]?.upper === 'EXPLAIN';
  if (prefixed) cursor.at++;
  return prefixed;
}

const masks = ({ steps }: Declared): boolean => steps.some((step) => step.do === 'change-field' && step.facts['masking'] !== undefined);

/** A statement in one line, short enough to be shown. */
function quoteOf({ extent }: Declared, text: string): string {
  return text
    .slice(extent.start.offset, Math.min(extent.end.offset, extent.start.offset + 400))
    .replaceAll(/\s+/g, ' ')
    .slice(0, 200);
}

const STARTS: ReadonlySet<string> = new Set(['CREATE', 'ALTER', 'DROP', 'GRANT', 'REVOKE', 'TRUNCATE']);

/** Statements inside a block or the body of a routine: each that starts behind a semicolon or BEGIN is read as if it stood alone. */
function scripted(statement: Statement, context: Context, explained: boolean): readonly Declared[] {
  if (explained) return [];
  const body = anonymousBody(statement, context);
  if (body.length > 0) return scripted(body, context, false);
  if (isRoutine(statement)) return [];
  if (context.dialect === 'tsql')
    return innerStatements(context.text, statement).flatMap((inner) => readStatement(cursorOver(inner, context)));
  if (!statement.some(({ upper }) => upper === 'BEGIN')) return [];
  const starts = statement.flatMap((token, at) =>
    at > 0 && STARTS.has(token.upper) && opens(statement[at - 1], context.text) ? [at] : [],
  );
  return starts.flatMap((start) => {
    const inner = statement.slice(start, semicolonAfter(start, statement, context.text));
    return readStatement(cursorOver(inner, context));
  });
}

const cursorOver = (inner: Statement, context: Context): Cursor => ({ ...context, tokens: inner, at: 0, end: inner.length });

const ROUTINES: ReadonlySet<string> = new Set(['PROCEDURE', 'PROC', 'FUNCTION', 'TRIGGER', 'EVENT']);

/** The body of a routine runs when somebody calls it, which no declaration says. */
function isRoutine(statement: Statement): boolean {
  const makes = statement[0]?.upper === 'CREATE' || statement[0]?.upper === 'ALTER';
  return makes && statement.slice(0, 12).some(({ upper }) => ROUTINES.has(upper));
}

/** What `DO $$ … $$` and `EXECUTE IMMEDIATE $$ … $$` run at once. The body of a procedure runs when somebody calls it. */
function anonymousBody(statement: Statement, { text, dialect }: Context): Statement {
  const [first] = statement;
  const token = ['DO', 'EXECUTE'].includes(first?.upper ?? '') ? statement.find(({ kind }) => kind === 'dollar') : undefined;
  if (!token) return [];
  const mark = /^\$\w*\$/.exec(text.slice(token.start, token.start + 64))?.[0].length ?? 2;
  const start = token.start + mark;
  return tokens(text.slice(start, token.end - mark), LEXIS[dialect]).map((one) => ({
    ...one,
    start: one.start + start,
    end: one.end + start,
  }));
}

/** Looks no further than the statement that starts here, so that many of them cost no more than their length. */
function semicolonAfter(start: number, statement: Statement, text: string): number {
  let end = start + 1;
  while (end < statement.length && text[statement[end]?.start ?? 0] !== ';') end++;
  return end;
}

function opens(before: Token | undefined, text: string): boolean {
  return before !== undefined && (['BEGIN', 'THEN', 'ELSE', 'LOOP', 'DO'].includes(before.upper) || text[before.start] === ';');
}

/** The first bracket that nothing closes. */
function unclosed(statement: Statement, text: string): Token | undefined {
  const open: Token[] = [];
  for (const token of statement) {
    if (token.kind !== 'punctuation') continue;
    if (text[token.start] === '(') open.push(token);
    else if (text[token.start] === ')') open.pop();
  }
  return open[0];
}

function problemAt(token: Token, length: number, { lines, dialect }: Pick<Context, 'lines' | 'dialect'>, words: string): Problem {
  const location = lines.location(token.start, Math.min(token.end, token.start + length));
  return { code: 'sql-unreadable', message: `${words} (read as ${dialect})`, location, undecided: true };
}

function noSql(statement: Statement, context: Context): Problem {
  const [first] = statement as [Token];
  const word = context.text.slice(first.start, first.end).slice(0, 40);
  return problemAt(
    first,
    40,
    context,
    `\`${word}\` starts no statement of SQL, so this one was not judged. Mend it, or name its dialect under \`sql.dialects\``,
  );
}

function neverCloses(token: Token, context: Context): Problem {
  return problemAt(token, 1, context, 'This bracket is never closed, so the statement may be read wrong. Close it');
}

function neverEnds(token: Token, text: string, lines: LineIndex, dialect: Dialect): Problem {
  const what = text.startsWith('/*', token.start) ? 'comment' : text[token.start] === '$' ? 'body' : 'string';
  return problemAt(
    token,
    2,
    { lines, dialect },
    `This ${what} never ends, so nothing behind it was judged. End it, or name its dialect under \`sql.dialects\``,
  );
}
