/** One step of a JSONPath, as far as policies use the language. Source: "jsonpath-ng", its extensions. */
export type PathStep =
  | { readonly is: 'field'; readonly names: readonly string[] }
  /** `.*`: the values of a map. */
  | { readonly is: 'values' }
  /** `[*]`: the members of a list. */
  | { readonly is: 'every' }
  | { readonly is: 'index'; readonly index: number }
  | { readonly is: 'slice'; readonly from?: number; readonly to?: number }
  | { readonly is: 'below' }
  | { readonly is: 'length' }
  | { readonly is: 'filter'; readonly test: PathTest };

export type PathTest =
  | { readonly is: 'and' | 'or'; readonly of: readonly PathTest[] }
  | { readonly is: 'not'; readonly of: PathTest }
  | { readonly is: 'compare'; readonly path: readonly PathStep[]; readonly operator?: string; readonly to?: string | number | boolean };

interface Reader {
  readonly text: string;
  at: number;
  depth: number;
}

/** The steps of a path; undefined where it is none. */
export function parseJsonPath(text: string): readonly PathStep[] | undefined {
  const reader: Reader = { text: text.trim(), at: 0, depth: 0 };
  try {
    const steps = readPath(reader);
    return reader.at === reader.text.length && (steps.length > 0 || reader.text === '$') ? steps : undefined;
  } catch (error) {
    if (error instanceof NotAPath) return undefined;
    throw error;
  }
}

class NotAPath extends Error {}

const fail = (): never => {
  throw new NotAPath();
};

/** Paths in tests of paths. */
const MAX_DEPTH = 20;

function take(reader: Reader, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text);
  if (found) reader.at += found[0].length;
  return found;
}

const NAME = /(?:[A-Za-z_][\w@-]*|'([^']*)'|"([^"]*)")/y;

const nameIn = ([whole, single, double]: RegExpExecArray): string => single ?? double ?? whole;

function readPath(reader: Reader): readonly PathStep[] {
  if (reader.depth++ > MAX_DEPTH) fail();
  const steps: PathStep[] = [];
  let open = take(reader, /[$@]/y) === null;
  for (;;) {
    const dots = take(reader, /\.{1,2}/y)?.[0];
    if (dots === '..') steps.push({ is: 'below' });
    const bracket = take(reader, /\[\s*/y);
    if (bracket) steps.push(readBracket(reader));
    else if (dots !== undefined || open) steps.push(readName(reader));
    else break;
    open = false;
  }
  reader.depth--;
  return steps;
}

function readName(reader: Reader): PathStep {
  if (take(reader, /\*/y)) return { is: 'values' };
  if (take(reader, /`len`/y)) return { is: 'length' };
  const name = take(reader, NAME);
  return name ? { is: 'field', names: [nameIn(name)] } : fail();
}

function readBracket(reader: Reader): PathStep {
  const step = take(reader, /\?/y) ? ({ is: 'filter', test: readTest(reader) } as const) : readPlace(reader);
  return take(reader, /\s*\]/y) ? step : fail();
}

function readPlace(reader: Reader): PathStep {
  if (take(reader, /\*/y)) return { is: 'every' };
  const slice = take(reader, /(-?\d*)\s*:\s*(-?\d*)/y);
  if (slice) return { is: 'slice', ...bound('from', slice[1]), ...bound('to', slice[2]) };
  const index = take(reader, /-?\d+/y);
  if (index) return { is: 'index', index: Number(index[0]) };
  const names: string[] = [];
  do names.push(nameIn(take(reader, NAME) ?? fail()));
  while (take(reader, /\s*,\s*/y));
  return { is: 'field', names };
}

const bound = (name: 'from' | 'to', text = ''): Partial<Record<'from' | 'to', number>> => (text === '' ? {} : { [name]: Number(text) });

function readTest(reader: Reader): PathTest {
  return joined(reader, 'or', /\s*\|{1,2}\s*/y, () => joined(reader, 'and', /\s*&{1,2}\s*/y, () => readOne(reader)));
}

function joined(reader: Reader, is: 'and' | 'or', between: RegExp, read: () => PathTest): PathTest {
  const of = [read()];
  while (take(reader, between)) of.push(read());
  const [only] = of;
  return only && of.length === 1 ? only : { is, of };
}

function readOne(reader: Reader): PathTest {
  if (reader.depth > MAX_DEPTH) fail();
  take(reader, /\s*/y);
  if (take(reader, /!\s*/y)) return { is: 'not', of: nested(reader, readOne) };
  if (!take(reader, /\(\s*/y)) return readComparison(reader);
  const test = nested(reader, readTest);
  return take(reader, /\s*\)/y) ? test : fail();
}

function nested(reader: Reader, read: (reader: Reader) => PathTest): PathTest {
  reader.depth++;
  const test = read(reader);
  reader.depth--;
  return test;
}

function readComparison(reader: Reader): PathTest {
  const path = readPath(reader);
  const operator = take(reader, /\s*(=~|==?|<=|>=|!=|<|>)\s*/y)?.[1];
  return operator === undefined ? { is: 'compare', path } : { is: 'compare', path, operator, to: readLiteral(reader) };
}

function readLiteral(reader: Reader): string | number | boolean {
  const number = take(reader, /-?\d+(?:\.\d+)?/y);
  if (number) return Number(number[0]);
  const truth = take(reader, /(?:true|false)\b/y);
  return truth ? truth[0] === 'true' : nameIn(take(reader, NAME) ?? fail());
}
