import type { Fact, Facts, Field } from '../../../model/asset.ts';
import {
  isDone,
  isNext,
  isSign,
  partsOf,
  peek,
  placeOf,
  skip,
  sourceOf,
  take,
  takeGroup,
  textOf,
  valueOf,
  within,
  word,
  type Cursor,
  type Span,
} from '../../sql/cursor.ts';
import { factOf, mergeFacts } from './facts.ts';
import { foldName } from '../../sql/dialect.ts';
import { withoutHoles } from '../../sql/mask-jinja.ts';
import { propertyFacts, readPairs, takeComment, takeGovernance } from './read-options.ts';

/** What stands between the brackets of a table: its fields, with what table constraints say of them. */
export function readFields(cursor: Cursor, span: Span): readonly Field[] {
  const parts = partsOf(cursor, span);
  const fields = parts.filter((part) => isField(cursor, part)).map((part) => readField(within(cursor, part)));
  const constraints = parts.filter((part) => !isField(cursor, part)).flatMap((part) => constrained(within(cursor, part)));
  return constraints.reduce(applyConstraint, fields);
}

/** Words that start a constraint or clause, unless they name a column: `KEY INT` does, `KEY (a)` does not. */
const CONSTRAINTS: ReadonlySet<string> = new Set(
  'CONSTRAINT PRIMARY FOREIGN UNIQUE CHECK INDEX KEY FULLTEXT SPATIAL LIKE EXCLUDE PERIOD CLUSTERED'.split(' '),
);
const MAY_NAME: ReadonlySet<string> = new Set(['KEY', 'INDEX', 'LIKE', 'PERIOD', 'CLUSTERED', 'CHECK']);

function isField(cursor: Cursor, { from, to }: Span): boolean {
  const [first, second] = [cursor.tokens[from], from + 1 < to ? cursor.tokens[from + 1] : undefined];
  if (first?.kind === 'name') return true;
  if (first?.kind === 'string') return cursor.dialect === 'ansi' || cursor.dialect === 'mysql';
  if (first?.kind !== 'word') return false;
  if (!CONSTRAINTS.has(first.upper)) return true;
  if (!second) return true;
  return MAY_NAME.has(first.upper) && second.kind === 'word' && (TYPES.test(second.upper) || FIELD_OPTIONS.has(second.upper));
}

/** What may stand behind a name without a type, as in the column list of a view. */
const FIELD_OPTIONS: ReadonlySet<string> = new Set(['COMMENT', 'NOT', 'NULL', 'DEFAULT', 'WITH', 'TAG', 'MASKING']);
const TYPES =
  /^(?:N?VARCHAR2?|STRING|TEXT|CHAR|INT\w*|BIGINT|SMALLINT|NUMBER|NUMERIC|DECIMAL|BOOL\w*|DATE\w*|TIME\w*|VARIANT|JSONB?|UUID|FLOAT\w*|DOUBLE)$/;

/** A field: its name, its type as written, and its options up to the end of the cursor. */
export function readField(cursor: Cursor): Field {
  const from = cursor.at;
  const token = peek(cursor);
  const name = token ? fieldName(cursor) : '';
  const location = placeOf(cursor, { from, to: from + 1 });
  const type = takeType(cursor);
  const facts = takeFieldOptions(cursor);
  return { name, ...(type === undefined ? {} : { type }), location, extent: placeOf(cursor, { from, to: cursor.end }), facts };
}

function fieldName(cursor: Cursor): string {
  const token = peek(cursor);
  cursor.at++;
  if (!token) return '';
  const written = token.kind === 'word' ? textOf(cursor, token) : valueOf(cursor, token);
  return foldName(withoutHoles(written), token.kind !== 'word', cursor.dialect);
}

/** Words that end a type because an option starts with them. */
const OPTION_WORDS: ReadonlySet<string> = new Set(
  `NOT NULL DEFAULT PRIMARY UNIQUE REFERENCES CHECK CONSTRAINT COMMENT WITH TAG MASKING PROJECTION MASK MASKED COLLATE GENERATED AUTOINCREMENT
   AUTO_INCREMENT IDENTITY AS ENCODE DISTKEY SORTKEY OPTIONS ENCRYPTED STORAGE COMPRESSION VISIBLE INVISIBLE VIRTUAL STORED ON FOREIGN KEY ROWGUIDCOL
   SPARSE PERSISTED CHARSET ORDER NOORDER START INCREMENT SRID HIDDEN ENFORCED FIRST AFTER USING POLICY PATH FORMAT METADATA`.split(/\s+/),
);
/** Words that go on with a type of several words, by the word before. */
const TYPE_TAILS: Readonly<Record<string, RegExp>> = {
  DOUBLE: /^PRECISION$/,
  CHARACTER: /^(?:VARYING|LARGE|SET)$/,
  CHAR: /^(?:VARYING|LARGE|BYTE)$/,
  NATIONAL: /^(?:CHARACTER|CHAR|VARCHAR)$/,
  BIT: /^VARYING$/,
  BINARY: /^(?:VARYING|LARGE)$/,
  LARGE: /^OBJECT$/,
  LONG: /^(?:RAW|VARCHAR)$/,
  INTERVAL: /^(?:YEAR|MONTH|DAY|HOUR|MINUTE|SECOND)$/,
};
const TYPE_TAIL = /^(?:UNSIGNED|SIGNED|ZEROFILL|BINARY|ARRAY)$/;

/** The type, with its arguments and its own words; undefined where the field has none. */
export function takeType(cursor: Cursor): string | undefined {
  const from = cursor.at;
  const first = peek(cursor);
  if (!first || first.kind === 'string' || first.kind === 'punctuation' || OPTION_WORDS.has(first.upper)) {
    if (!(first && TYPE_WORDS.has(first.upper))) return undefined;
  }
  cursor.at++;
  while (!isDone(cursor) && takeTypePart(cursor)) continue;
  return sourceOf(cursor, { from, to: cursor.at });
}

const TYPE_WORDS: ReadonlySet<string> = new Set(['BINARY', 'PATH']);

function takeTypePart(cursor: Cursor): boolean {
  const before = cursor.tokens[cursor.at - 1]?.upper ?? '';
  if (isSign(cursor, '(') || isSign(cursor, '[')) takeGroup(cursor);
  else if (isSign(cursor, '<')) takeAngles(cursor);
  else if (isSign(cursor, '.')) cursor.at += 2;
  else if (TYPE_TAILS[before]?.test(word(cursor)) || TYPE_TAIL.test(word(cursor))) cursor.at++;
  else return takeZone(cursor) || takeIntervalRest(cursor);
  return true;
}

function takeZone(cursor: Cursor): boolean {
  return ['WITH', 'WITHOUT'].some((how) => take(cursor, how, 'TIME', 'ZONE') || take(cursor, how, 'LOCAL', 'TIME', 'ZONE'));
}

/** `DAY TO SECOND` behind INTERVAL. */
function takeIntervalRest(cursor: Cursor): boolean {
  const isRest = isNext(cursor, 'TO') && /^(?:MONTH|HOUR|MINUTE|SECOND)$/.test(word(cursor, 1));
  if (isRest) cursor.at += 2;
  return isRest;
}

function takeAngles(cursor: Cursor): void {
  let depth = 0;
  for (; !isDone(cursor); cursor.at++) {
    if (isSign(cursor, '<')) depth++;
    else if (isSign(cursor, '>')) depth--;
    if (depth === 0) {
      cursor.at++;
      return;
    }
  }
}

/** Options of a field. Unknown words are stepped over: a new option of some platform hides nothing that follows. */
export function takeFieldOptions(cursor: Cursor): Facts {
  let facts: Facts = {};
  while (!isDone(cursor)) facts = mergeFacts(facts, takeFieldOption(cursor));
  return facts;
}

function takeFieldOption(cursor: Cursor): Facts {
  const governed = takeGovernance(cursor);
  if (governed) return governed;
  const from = cursor.at;
  const at = (value: Fact['value']): Fact => ({
    ...(value === undefined ? {} : { value }),
    location: placeOf(cursor, { from, to: cursor.at }),
  });
  if (take(cursor, 'NOT', 'NULL')) return { nullable: at(false) };
  if (take(cursor, 'NULL')) return { nullable: at(true) };
  if (take(cursor, 'PRIMARY', 'KEY')) return { key: at('primary'), nullable: at(false) };
  if (take(cursor, 'UNIQUE')) return { key: at('unique') };
  if (take(cursor, 'COMMENT')) return takeComment(cursor);
  if (take(cursor, 'DEFAULT')) return takeDefault(cursor);
  if (take(cursor, 'OPTIONS') && isSign(cursor, '(')) return propertyFacts(readPairs(cursor, takeGroup(cursor)));
  if (take(cursor, 'REFERENCES')) return takeReference(cursor, from);
  if (take(cursor, 'ENCRYPTED', 'WITH') && isSign(cursor, '(')) return encrypted(cursor, from);
  return takeGenerated(cursor, from) ?? stepOver(cursor, from);
}

/** Always Encrypted: the server never sees the values. Source: Microsoft, "Always Encrypted". */
function encrypted(cursor: Cursor, from: number): Facts {
  takeGroup(cursor);
  return { encryption_at_rest: { value: 'customer-key', location: placeOf(cursor, { from, to: cursor.at }) } };
}

function stepOver(cursor: Cursor, from: number): Facts {
  if (cursor.at === from) skip(cursor);
  return {};
}

function takeReference(cursor: Cursor, from: number): Facts {
  while (!isDone(cursor) && !isSign(cursor, '(') && !OPTION_WORDS.has(word(cursor))) cursor.at++;
  if (isSign(cursor, '(')) takeGroup(cursor);
  return { key: { value: 'foreign', location: placeOf(cursor, { from, to: cursor.at }) } };
}

/** The expression behind DEFAULT, up to the next option. */
function takeDefault(cursor: Cursor): Facts {
  const from = cursor.at;
  skip(cursor);
  while (!isDone(cursor) && !endsExpression(cursor)) skip(cursor);
  const span = { from, to: Math.max(from + 1, cursor.at) };
  return { default: factOf(sourceOf(cursor, span), placeOf(cursor, span)) };
}

function endsExpression(cursor: Cursor): boolean {
  const next = word(cursor);
  return OPTION_WORDS.has(next) && next !== 'WITH' && next !== 'AS' && !(next === 'NULL' && cursor.tokens[cursor.at - 1]?.upper !== 'NOT');
}

/** What fills itself: identity, serial numbers, computed columns. */
function takeGenerated(cursor: Cursor, from: number): Facts | null {
  const how = ['AUTOINCREMENT', 'AUTO_INCREMENT', 'IDENTITY'].find((one) => take(cursor, one));
  const stored = how === undefined && (take(cursor, 'GENERATED') || take(cursor, 'AS'));
  if (how === undefined && !stored) return null;
  const isIdentity =
    how !== undefined ||
    take(cursor, 'ALWAYS', 'AS', 'IDENTITY') ||
    take(cursor, 'BY', 'DEFAULT', 'AS', 'IDENTITY') ||
    take(cursor, 'BY', 'DEFAULT', 'ON', 'NULL', 'AS', 'IDENTITY');
  while (!isDone(cursor) && (isSign(cursor, '(') || /^(?:ALWAYS|AS|STORED|VIRTUAL|PERSISTED)$/.test(word(cursor)))) skip(cursor);
  const location = placeOf(cursor, { from, to: cursor.at });
  return isIdentity
    ? { identity: { value: true, location }, generated: { value: true, location } }
    : { generated: { value: true, location } };
}

interface Constrained {
  readonly names: readonly string[];
  readonly facts: Facts;
}

/** `PRIMARY KEY (a, b)` and the like, as facts of the fields that they name. */
function constrained(cursor: Cursor): readonly Constrained[] {
  const from = cursor.at;
  if (take(cursor, 'CONSTRAINT')) cursor.at++;
  const key = take(cursor, 'PRIMARY', 'KEY')
    ? 'primary'
    : take(cursor, 'UNIQUE')
      ? 'unique'
      : take(cursor, 'FOREIGN', 'KEY')
        ? 'foreign'
        : null;
  while (!isDone(cursor) && !isSign(cursor, '(')) cursor.at++;
  if (key === null || isDone(cursor)) return [];
  const names = partsOf(cursor, takeGroup(cursor)).map((part) => fieldName(within(cursor, part)));
  const location = placeOf(cursor, { from, to: cursor.at });
  return [{ names, facts: { key: { value: key, location }, ...(key === 'primary' ? { nullable: { value: false, location } } : {}) } }];
}

function applyConstraint(fields: readonly Field[], { names, facts }: Constrained): readonly Field[] {
  return fields.map((field) => (names.includes(field.name) ? { ...field, facts: mergeFacts(facts, field.facts) } : field));
}
