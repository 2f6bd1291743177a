import { peek, takeGroup, textOf, word } from '../sql/cursor.ts';
import type { Token } from '../sql/tokens.ts';
import type { Mention, Value } from './model.ts';
import { takeMention } from './names.ts';
import { inGroup, isHole, isNamed, isOpening, signAt, skipHoles, startsQuery, type Reader } from './reader.ts';
import { takeAliases, type Alias } from './take-aliases.ts';
import { stepInterval, stepTail } from './read-tail.ts';
import { went, type Scan } from './scan.ts';
import { skipType } from './skip-type.ts';
import { BEHIND, CASTS, CONSTANTS, ENDS, LITERALS, OF_WINDOW, OPERATORS, SOFT_ENDS, STARTS, TIME_FUNCTION, UNITS } from './words.ts';

/** A value as it was read, with the names that it is given. */
export interface ReadValue {
  readonly value: Value;
  readonly aliases: readonly Alias[];
  /** Where the value itself ends, before its alias. */
  readonly end: number;
  /** The function that the whole value is. */
  readonly call?: string;
  readonly windows: readonly string[];
}

/** Reads one value, up to a comma, a bracket that closes around it, or a word that ends it. Linear, whatever is nested in it. */
export function readValue(reader: Reader, isItem: boolean, inside = ''): ReadValue {
  const scan: Scan = {
    reader, isItem, of: [], queries: [], open: [], locals: new Set(), windows: [], pending: inside, whole: false, computed: false, dynamic: false, count: 0, cases: 0, interval: false, call: undefined, callEnd: -1,
  }; // prettier-ignore
  const from = reader.at;
  while (reader.at < reader.end && step(scan, from)) continue;
  const end = reader.at;
  const { of, queries, computed, dynamic, count, windows } = scan;
  const value: Value = {
    ...(of.length > 0 ? { of } : {}),
    ...(queries.length > 0 ? { queries } : {}),
    ...(!computed && count === 1 ? { bare: true as const } : {}),
    ...(dynamic ? { dynamic: true as const } : {}),
  };
  const call = scan.callEnd === end || (scan.callEnd >= 0 && windows.length > 0) ? scan.call : undefined;
  return { value, end, windows, aliases: isItem ? takeAliases(reader) : [], ...(call === undefined ? {} : { call }) };
}

/** Goes over what comes next; false where the value ends before it. */
function step(scan: Scan, from: number): boolean {
  const { reader } = scan;
  const token = peek(reader);
  if (!token) return false;
  if (token.kind === 'punctuation') return stepSign(scan, signAt(reader), from);
  if (isHole(reader, token)) return stepHole(scan);
  if (token.kind === 'word') return stepWord(scan, token, from);
  if (token.kind === 'name') return stepName(scan, from);
  if (token.kind === 'string' && scan.whole && scan.open.length === 0 && scan.isItem) return false;
  scan.computed = true;
  return went(scan, 1, true);
}

function stepHole(scan: Scan): boolean {
  scan.dynamic = true;
  scan.computed = true;
  skipHoles(scan.reader);
  if (signAt(scan.reader) === '.' && isNamed(peek(scan.reader, 1))) scan.reader.at += 2;
  return went(scan, 0, true);
}

function stepSign(scan: Scan, sign: string, from: number): boolean {
  const { reader, open } = scan;
  const isOutside = open.length === 0;
  if (isOutside && endsBySign(reader, sign)) return false;
  if (sign === '(') return stepOpen(scan);
  if (CLOSING.has(sign)) return stepClose(scan);
  if (sign === ':') return stepColon(scan);
  if (sign === '.') return went(scan, isNamed(peek(reader, 1)) ? 2 : 1, true);
  if (sign === '[' || sign === '{') open.push('');
  if (sign === '*' && isOutside && reader.at === from) return went(scan, 1, true);
  scan.computed = true;
  return went(scan, 1, sign === '?');
}

const CLOSING: ReadonlySet<string> = new Set([')', ']', '}']);

const endsBySign = (reader: Reader, sign: string): boolean =>
  sign === ',' || sign === ';' || sign === ')' || (sign === '|' && signAt(reader, 1) === '>');

function stepClose(scan: Scan): boolean {
  scan.open.pop();
  if (scan.open.length === 0 && scan.call !== undefined && scan.callEnd < 0) scan.callEnd = scan.reader.at + 1;
  return went(scan, 1, true);
}

/** `a::type`, Snowflake's `a:path`, and the colon of a variable or of an entry. */
function stepColon(scan: Scan): boolean {
  const { reader, whole } = scan;
  if (signAt(reader, 1) === ':') {
    reader.at += 2;
    skipType(reader);
    return went(scan, 0, true);
  }
  scan.computed = true;
  const [before, colon, after] = [reader.tokens[reader.at - 1], peek(reader), peek(reader, 1)];
  const touches = colon?.end === after?.start && isNamed(after);
  if (!touches) return went(scan, 1, false);
  if (!whole) return went(scan, 2, true);
  if (before?.end !== colon?.start || before?.kind === 'string') return went(scan, 1, false);
  reader.at++;
  takeMention(reader);
  return went(scan, 0, true);
}

function stepOpen(scan: Scan): boolean {
  const { reader, pending } = scan;
  if (startsQuery(reader, reader.at + 1)) {
    const isTest = reader.tokens[reader.at - 1]?.upper === 'EXISTS';
    const query = inGroup(reader, () => reader.readQuery(reader));
    if (!isTest) scan.queries.push(query);
    scan.count++;
    return went(scan, 0, true);
  }
  if (!scan.whole && pending === '' && takeParameters(scan)) return true;
  scan.open.push(pending);
  went(scan, 1, false);
  if (pending === 'EXTRACT' && word(reader, 1) === 'FROM') reader.at += 2;
  if (pending.endsWith('CONVERT') && reader.dialect === 'tsql') skipType(reader);
  return true;
}

/** `(x, y) ->` names what a function is called with. */
function takeParameters(scan: Scan): boolean {
  const { reader } = scan;
  const look: Reader = { ...reader };
  const { from, to } = takeGroup(look);
  if (signAt(look) !== '-' || signAt(look, 1) !== '>' || to - from > 20) return false;
  for (const token of reader.tokens.slice(from, to)) if (isNamed(token)) scan.locals.add(textOf(reader, token).toLowerCase());
  reader.at = look.at + 2;
  return went(scan, 0, false);
}

function stepWord(scan: Scan, token: Token, from: number): boolean {
  const { reader, open } = scan;
  const { upper } = token;
  if (signAt(reader, 1) === '.') return stepName(scan, from);
  if (open.length === 0 && scan.cases === 0 && endsHere(scan, upper)) return false;
  if (upper === 'AS') return open.length > 0 && stepAs(scan);
  if (OPERATORS.has(upper)) return stepOperator(scan, upper);
  const told = upper === 'INTERVAL' ? stepInterval(scan) : stepTail(scan, upper);
  return told ?? (scan.whole ? stepBehind(scan, upper) : stepFirst(scan, upper, from));
}

/** A word where a value may stand. */
function stepFirst(scan: Scan, upper: string, from: number): boolean {
  if (scan.open.at(-1) === 'OVER' && OF_WINDOW.has(upper)) return went(scan, 1, false);
  if (isKeyword(scan, upper)) return went(scan, 1, false);
  return CONSTANTS.has(upper) ? stepConstant(scan) : stepName(scan, from);
}

const DISTINCT_FROM = (reader: Reader): boolean =>
  reader.tokens[reader.at - 1]?.upper === 'DISTINCT' && /^(?:IS|NOT)$/.test(reader.tokens[reader.at - 2]?.upper ?? '');

function endsHere({ reader, whole }: Scan, upper: string): boolean {
  if (upper === 'FROM') return !DISTINCT_FROM(reader);
  if (ENDS.has(upper)) return whole || word(reader, 1) !== 'AS';
  if (!whole) return false;
  return SOFT_ENDS.has(upper) || (reader.dialect === 'tsql' && STARTS.has(upper) && upper !== 'END' && !isOpening(reader, reader.at + 1));
}

/** Inside of brackets AS is followed by a type or by a name. */
function stepAs(scan: Scan): boolean {
  scan.reader.at++;
  skipType(scan.reader);
  return went(scan, 0, true);
}

function stepOperator(scan: Scan, upper: string): boolean {
  if (upper === 'CASE') scan.cases++;
  if (upper !== 'DISTINCT' && upper !== 'ALL') scan.computed = true;
  return went(scan, upper === 'SIMILAR' ? 2 : 1, false);
}

/** A word behind a whole value inside of brackets is one of the language: `ORDER BY`, `SEPARATOR`, `NULLS LAST`. */
function stepBehind(scan: Scan, upper: string): boolean {
  if (scan.open.length === 0 && scan.cases === 0) return false;
  return went(scan, 1, BEHIND.has(upper));
}

/** Words where a value could stand that are none: what follows such a word, and the unit of a function of time. */
function isKeyword(scan: Scan, upper: string): boolean {
  const { reader, open } = scan;
  const before = reader.tokens[reader.at - 1];
  const call = open.at(-1) ?? '';
  if (upper === 'BY') return /^(?:ORDER|GROUP|PARTITION)$/.test(before?.upper ?? '');
  if (peek(reader, 1)?.kind === 'string' && LITERALS.has(upper)) return true;
  if (/^(?:ARRAY|STRUCT)$/.test(upper) && /[[<]/.test(signAt(reader, 1))) return true;
  if (upper === 'WHERE' || (call === 'TRIM' && /^(?:BOTH|LEADING|TRAILING)$/.test(upper))) return true;
  return UNITS.has(upper) && TIME_FUNCTION.test(call) && isUnitPlace(reader, before);
}

/** First among the arguments, or last as BigQuery writes it. */
function isUnitPlace(reader: Reader, before: Token | undefined): boolean {
  const [sign, next] = [reader.text[before?.start ?? 0], signAt(reader, 1)];
  const isLast = sign === ',' && (next === ')' || next === '(') && /^(?:bigquery|ansi|databricks)$/.test(reader.dialect);
  return isLast || (sign === '(' && next === ',');
}

function stepConstant(scan: Scan): boolean {
  const { reader } = scan;
  scan.computed = true;
  went(scan, 1, true);
  if (signAt(reader) === '(') takeGroup(reader);
  return true;
}

/** A column, a function, a variable, or the name of an argument. */
function stepName(scan: Scan, from: number): boolean {
  const { reader, locals } = scan;
  if (scan.whole) return stepBehind(scan, '');
  const token = reader.tokens[reader.at];
  const first = token ? textOf(reader, token).toLowerCase() : '';
  const isFirst = reader.at === from;
  const mention = takeMention(reader);
  const sign = signAt(reader);
  if (sign === '(') return stepCall(scan, String(mention.at(-1)).toUpperCase(), isFirst);
  if (isArrow(reader, sign)) {
    if (sign === '-') locals.add(first);
    return went(scan, 2, false);
  }
  if (/^@|^\$(?!\d)/.test(first) || locals.has(first)) scan.computed = true;
  else addMention(scan, mention);
  return went(scan, 0, true);
}

/** `a.*` inside of a function is every column of a. */
function addMention(scan: Scan, mention: Mention): void {
  const { reader } = scan;
  const isWhole = signAt(reader) === '.' && signAt(reader, 1) === '*';
  if (isWhole) reader.at += 2;
  scan.of.push(isWhole ? [...mention, '*'] : mention);
  scan.count++;
}

function stepCall(scan: Scan, name: string, isFirst: boolean): boolean {
  if (isFirst) scan.call = name;
  if (!CASTS.has(name)) scan.computed = true;
  went(scan, 0, false);
  scan.pending = name;
  return true;
}

/** `name => value`, `name := value`, or `x -> …` of a function; PostgreSQL's and MySQL's arrow takes an entry out of JSON. */
function isArrow(reader: Reader, sign: string): boolean {
  const next = signAt(reader, 1);
  if (sign === ':') return next === '=';
  if (next !== '>' || (sign !== '=' && sign !== '-')) return false;
  if (sign === '=') return true;
  const after = peek(reader, 2);
  return (
    !/^(?:postgres|redshift|mysql)$/.test(reader.dialect) &&
    after?.kind !== 'string' &&
    after?.kind !== 'number' &&
    signAt(reader, 2) !== '>'
  );
}
