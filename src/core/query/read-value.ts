import { peek, takeGroup, textOf, word } from '../sql/cursor.ts';
import type { Token } from '../sql/tokens.ts';
import type { Mention, Place, Query, Value } from './model.ts';
import { takeAlias, takeMention } from './names.ts';
import { placeOfToken, inGroup, isHole, isNamed, isOpening, placeFrom, signAt, skipHoles, startsQuery, type Reader } from './reader.ts';
import { skipType } from './skip-type.ts';
import { BEHIND, CASTS, CONSTANTS, ENDS, LITERALS, OF_WINDOW, OPERATORS, SOFT_ENDS, STARTS, TAILS, TIME_FUNCTION, UNITS } from './words.ts';

/** A value as it was read, with the names that it is given. */
export interface ReadValue {
  readonly value: Value;
  readonly aliases: readonly { readonly name: string; readonly at: Place }[];
  /** Where the value itself ends, before its alias. */
  readonly end: number;
  /** The function that the whole value is. */
  readonly call?: string;
  readonly windows: readonly string[];
}

interface Scan {
  readonly reader: Reader;
  /** An item of a list: it may have an alias. */
  readonly isItem: boolean;
  readonly of: Mention[];
  readonly queries: Query[];
  /** For each open bracket the function that it belongs to, empty for none. */
  readonly open: string[];
  readonly locals: Set<string>;
  readonly windows: string[];
  /** The function whose bracket comes next. */
  pending: string;
  /** Whether what stands before is a whole value. */
  whole: boolean;
  computed: boolean;
  dynamic: boolean;
  /** Columns and queries that it is made of. */
  count: number;
  cases: number;
  interval: boolean;
  call: string | undefined;
  callEnd: number;
}

/** Reads one value, up to a comma, a bracket that closes around it, or a word that ends it. Linear, whatever is nested in it. */
export function readValue(reader: Reader, isItem: boolean): ReadValue {
  const scan: Scan = {
    reader, isItem, of: [], queries: [], open: [], locals: new Set(), windows: [], pending: '', whole: false, computed: false, dynamic: false, count: 0, cases: 0, interval: false, call: undefined, callEnd: -1,
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

/** `AS a`, `a`, and Hive's `AS (a, b)` for a function that gives several columns. */
function takeAliases(reader: Reader): ReadValue['aliases'] {
  const isStated = word(reader) === 'AS';
  if (isStated) reader.at++;
  else if (!isNamed(peek(reader)) || ENDS.has(word(reader)) || SOFT_ENDS.has(word(reader))) return [];
  if (isStated && signAt(reader) === '(') return inGroup(reader, () => aliasList(reader));
  const from = reader.at;
  const name = takeAlias(reader);
  return name === undefined ? [] : [{ name, at: placeFrom(reader, from) }];
}

function aliasList(reader: Reader): ReadValue['aliases'] {
  const names: { name: string; at: Place }[] = [];
  for (; reader.at < reader.end; reader.at++) {
    const token = peek(reader);
    if (token && isNamed(token)) names.push({ name: textOf(reader, token).replaceAll(/["`]/g, ''), at: placeOfToken(reader, token) });
  }
  return names;
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

function went(scan: Scan, tokens: number, whole: boolean): true {
  scan.reader.at += tokens;
  scan.whole = whole;
  scan.pending = '';
  return true;
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
  if (sign === '(') return stepOpen(scan);
  if (isOutside && (sign === ',' || sign === ';' || sign === ')')) return false;
  if (isOutside && sign === '|' && signAt(reader, 1) === '>') return false;
  if (sign === ')' || sign === ']' || sign === '}') {
    open.pop();
    if (open.length === 0 && scan.call !== undefined && scan.callEnd < 0) scan.callEnd = reader.at + 1;
    return went(scan, 1, true);
  }
  if (sign === ':') return stepColon(scan);
  if (sign === '.') return went(scan, isNamed(peek(reader, 1)) ? 2 : 1, true);
  if (sign === '[' || sign === '{') open.push('');
  if (sign === '*' && isOutside && reader.at === from) return went(scan, 1, true);
  scan.computed = true;
  return went(scan, 1, sign === '?');
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
  if (/CONVERT$/.test(pending) && reader.dialect === 'tsql') skipType(reader);
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
  if (TAILS.has(upper) && (scan.whole || upper === 'END')) {
    const told = stepTail(scan, upper);
    if (told) return true;
  }
  if (upper === 'INTERVAL') return stepInterval(scan, from);
  if (scan.interval && scan.whole && UNITS.has(upper)) return went(scan, 1, true);
  if (scan.whole) return open.length > 0 || scan.cases > 0 ? stepBehind(scan, upper) : false;
  if (open.at(-1) === 'OVER' && OF_WINDOW.has(upper)) return went(scan, 1, false);
  if (isKeyword(scan, upper)) return went(scan, 1, false);
  if (CONSTANTS.has(upper)) return stepConstant(scan);
  return stepName(scan, from);
}

const DISTINCT_FROM = (reader: Reader): boolean =>
  reader.tokens[reader.at - 1]?.upper === 'DISTINCT' && /^(?:IS|NOT)$/.test(reader.tokens[reader.at - 2]?.upper ?? '');

function endsHere({ reader, whole }: Scan, upper: string): boolean {
  if (upper === 'FROM') return !DISTINCT_FROM(reader);
  if (ENDS.has(upper)) return true;
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

/** What belongs to the value before it; undefined where it is none of that here. */
function stepTail(scan: Scan, upper: string): true | undefined {
  const { reader } = scan;
  const next = word(reader, 1);
  if (upper === 'END') {
    scan.cases = Math.max(0, scan.cases - 1);
    return went(scan, 1, true);
  }
  if (upper === 'COLLATE') return went(scan, 2, true);
  if (upper === 'AT') return next === 'TIME' ? went(scan, 3, false) : next === 'LOCAL' ? went(scan, 2, true) : undefined;
  if (upper === 'OVER') return stepOver(scan);
  if ((upper === 'IGNORE' || upper === 'RESPECT') && next === 'NULLS') return went(scan, 2, true);
  if ((upper === 'FILTER' || upper === 'KEEP') && isOpening(reader, reader.at + 1)) return went(scan, 1, false);
  return upper === 'WITHIN' && next === 'GROUP' ? went(scan, 2, false) : undefined;
}

function stepOver(scan: Scan): true {
  const { reader } = scan;
  scan.computed = true;
  if (isOpening(reader, reader.at + 1)) {
    went(scan, 1, false);
    scan.pending = 'OVER';
    return true;
  }
  scan.windows.push(word(reader, 1).toLowerCase());
  return went(scan, 2, true);
}

/** `INTERVAL '1' DAY`, `INTERVAL 1 DAY`, `INTERVAL n DAY`. A column may be called so too. */
function stepInterval(scan: Scan, from: number): boolean {
  const { reader } = scan;
  const next = peek(reader, 1);
  if (next?.kind === 'string' || next?.kind === 'number') {
    scan.computed = true;
    went(scan, 2, true);
    while (UNITS.has(word(reader)) || (word(reader) === 'TO' && UNITS.has(word(reader, 1)))) reader.at++;
    return true;
  }
  if (!isNamed(next) && signAt(reader, 1) !== '(' && signAt(reader, 1) !== '-') return stepName(scan, from);
  scan.interval = true;
  scan.computed = true;
  return went(scan, 1, false);
}

/** A word behind a whole value inside of brackets is one of the language: `ORDER BY`, `SEPARATOR`, `NULLS LAST`. */
function stepBehind(scan: Scan, upper: string): boolean {
  return went(scan, 1, BEHIND.has(upper));
}

/** Words where a value could stand that are none: what follows such a word, and the unit of a function of time. */
function isKeyword(scan: Scan, upper: string): boolean {
  const { reader, open } = scan;
  const before = reader.tokens[reader.at - 1];
  if (upper === 'BY') return /^(?:ORDER|GROUP|PARTITION)$/.test(before?.upper ?? '');
  if (upper === 'WHERE') return true;
  const next = peek(reader, 1);
  if (next?.kind === 'string' && LITERALS.has(upper)) return true;
  if ((upper === 'ARRAY' || upper === 'STRUCT') && /[[<]/.test(signAt(reader, 1))) return true;
  if (/^(?:BOTH|LEADING|TRAILING)$/.test(upper) && open.at(-1) === 'TRIM') return true;
  return UNITS.has(upper) && TIME_FUNCTION.test(open.at(-1) ?? '') && isUnitPlace(reader, before);
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
  const { reader, locals, open } = scan;
  if (scan.whole) return open.length > 0 && stepBehind(scan, '');
  const first = textOf(reader, reader.tokens[reader.at] as Token);
  const isFirst = reader.at === from;
  const isVariable = /^@|^\$(?!\d)/.test(first);
  const isLocal = locals.has(first.toLowerCase());
  const mention = takeMention(reader);
  const sign = signAt(reader);
  if (sign === '(') return stepCall(scan, String(mention.at(-1)).toUpperCase(), isFirst);
  if ((sign === '=' || sign === '-') && signAt(reader, 1) === '>' && isArrow(reader, sign)) {
    if (sign === '-') locals.add(first.toLowerCase());
    return went(scan, 2, false);
  }
  if (sign === ':' && signAt(reader, 1) === '=') return went(scan, 2, false);
  if (isVariable || isLocal) scan.computed = true;
  else {
    const isWhole = sign === '.' && signAt(reader, 1) === '*';
    if (isWhole) reader.at += 2;
    scan.of.push(isWhole ? [...mention, '*'] : mention);
    scan.count++;
  }
  return went(scan, 0, true);
}

function stepCall(scan: Scan, name: string, isFirst: boolean): boolean {
  if (isFirst) scan.call = name;
  if (!CASTS.has(name)) scan.computed = true;
  went(scan, 0, false);
  scan.pending = name;
  return true;
}

/** `name => value`, or `x -> …` of a function; PostgreSQL's and MySQL's arrow takes an entry out of JSON. */
function isArrow(reader: Reader, sign: string): boolean {
  if (sign === '=') return true;
  const after = peek(reader, 2);
  return (
    !/^(?:postgres|redshift|mysql)$/.test(reader.dialect) &&
    after?.kind !== 'string' &&
    after?.kind !== 'number' &&
    signAt(reader, 2) !== '>'
  );
}
