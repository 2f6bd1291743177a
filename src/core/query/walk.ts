import { inGroup, isOpening, signAt, startsQuery, type Reader } from './reader.ts';
import { SET_OPERATORS, STARTS } from './words.ts';

/** What ends any condition outside of brackets. */
const ENDS: ReadonlySet<string> = new Set([
  'WHERE',
  'GROUP',
  'HAVING',
  'QUALIFY',
  'ORDER',
  'LIMIT',
  'WINDOW',
  'FETCH',
  'SELECT',
  'INSERT',
  'RETURNING',
  'CONNECT',
  'LATERAL',
  ...SET_OPERATORS,
]);

/**
 * Goes over conditions, orders and limits: only the queries in them are read, for the tables that they name. Stops before a word that
 * `stops`, before what ends every condition, and at a comma where one ends it.
 */
export function walk(reader: Reader, stops: (upper: string) => boolean, atComma: boolean): void {
  const depth = { groups: 0, cases: 0 };
  for (; reader.at < reader.end; reader.at++) {
    const token = reader.tokens[reader.at];
    if (token?.kind === 'word') {
      if (stopsAt(reader, token.upper, depth, stops)) return;
      continue;
    }
    const sign = signAt(reader);
    if (sign === '(') depth.groups += enter(reader);
    else if (sign === ')') depth.groups--;
    else if (depth.groups === 0 && isEnd(reader, sign, atComma)) return;
    if (depth.groups < 0) return;
  }
}

function stopsAt(
  reader: Reader,
  upper: string,
  depth: { readonly groups: number; cases: number },
  stops: (upper: string) => boolean,
): boolean {
  if (upper === 'CASE') depth.cases++;
  else if (upper === 'END') depth.cases--;
  else if (depth.groups === 0 && depth.cases <= 0) return ENDS.has(upper) || stops(upper) || isStart(reader, upper);
  return false;
}

/** Reads the query in the bracket here and stands on its closing one; otherwise the bracket is gone into. */
function enter(reader: Reader): number {
  if (!startsQuery(reader, reader.at + 1)) return 1;
  inGroup(reader, () => reader.readQuery(reader));
  reader.at--;
  return 0;
}

const isStart = (reader: Reader, upper: string): boolean =>
  reader.dialect === 'tsql' &&
  STARTS.has(upper) &&
  upper !== 'WITH' &&
  upper !== 'END' &&
  !isOpening(reader, reader.at + 1) &&
  signAt(reader, -1) !== '.';

function isEnd(reader: Reader, sign: string, atComma: boolean): boolean {
  return sign === ';' || (sign === ',' && atComma) || (sign === '|' && signAt(reader, 1) === '>');
}

/** Goes over all of a clause, and the ones behind it that end no query. */
export function walkClauses(reader: Reader): void {
  while (reader.at < reader.end) {
    const { at } = reader;
    walk(reader, () => false, false);
    const upper = reader.at < reader.end ? (reader.tokens[reader.at]?.upper ?? '') : '';
    if (!/^(?:WHERE|GROUP|HAVING|QUALIFY|ORDER|LIMIT|FETCH|CONNECT|WINDOW|LATERAL|RETURNING)$/.test(upper)) return;
    reader.at++;
    if (reader.at === at) return;
  }
}
