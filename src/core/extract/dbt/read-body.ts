import type { Fact, Facts, Field } from '../../../model/asset.ts';
import type { Problem } from '../../../model/problem.ts';
import type { Location, SourceFile } from '../../../model/source.ts';
import type { Cursor } from '../../sql/cursor.ts';
import { LEXIS } from '../../sql/dialect.ts';
import { HOLE } from '../../sql/mask-jinja.ts';
import { maskModel } from '../../sql/mask-model.ts';
import { readQueryColumns } from '../../query/query-body.ts';
import { scanJinja, type JinjaTag } from '../../sql/scan-jinja.ts';
import { tokens, type Token } from '../../sql/tokens.ts';
import { lineIndex, type LineIndex } from '../../text/line-index.ts';
import { parseYaml } from '../../text/yaml-tree.ts';
import { configFacts, layFacts } from './config-facts.ts';
import { readArguments, type Argument } from './read-arguments.ts';
import { readQueryPart, type Way } from './model-edges.ts';
import type { Body } from './part.ts';
import { tagReferences, upstreamFact } from './read-references.ts';

export interface ReadBody {
  readonly body: Body;
  readonly problems: readonly Problem[];
}

/** Statements that are no query: a file that starts with one is for the database itself, not for dbt. */
const ORDERS = /^(?:CREATE|ALTER|DROP|GRANT|REVOKE|USE|TRUNCATE|INSERT|UPDATE|DELETE|MERGE|COPY|EXECUTE|CALL)$/;

/** A model or snapshot: what its `config()` states, what it reads by `ref` and `source`, and the columns that it gives. Null for a file of other SQL. */
export function readBody(file: SourceFile, kind: 'model' | 'snapshot', fileName: string): ReadBody | null {
  const lines = lineIndex(file.path, file.text);
  const tags = scanJinja(file.text);
  const unended = neverEnds(file, tags, lines);
  const snapshot = /^snapshot\s+(\w+)/.exec(tags.find(({ word }) => word === 'snapshot')?.body ?? '')?.[1];
  const ways = maskModel(file.text, tags).map((text) => statementOf(text, lines));
  if (ways.some(({ cursor }) => ORDERS.test(cursor.tokens[0]?.upper ?? ''))) return null;
  const output = outputOf(ways);
  const told = tagReferences(tags, lines);
  const start = tags.find(({ body }) => /^config\b/.test(body)) ?? tags[0];
  const firstLine = lines.location(0, Math.max(0, file.text.search(/\r?\n|$/)));
  const extent = lines.location(0, file.text.length);
  const location = start && /^config\b/.test(start.body) ? lines.location(start.start, start.end) : firstLine;
  const facts: Facts = { ...configOf(tags, lines), ...upstreamFact(told.references), ...declaredAt(location) };
  return {
    body: {
      kind,
      name: snapshot ?? fileName,
      location,
      extent,
      facts,
      ...output,
      references: told.references,
      query: readQueryPart(ways, told.byTag),
    },
    problems: unended,
  };
}

function neverEnds({ text }: SourceFile, tags: readonly JinjaTag[], lines: LineIndex): readonly Problem[] {
  const open = firstOutside(text, tags);
  if (open < 0 || tags.some(({ word }) => word === 'raw')) return [];
  const location = lines.location(open, open + 2);
  return [
    {
      code: 'jinja-unreadable',
      message: 'This template tag never ends, so the model may be read wrong. Close it.',
      location,
      undecided: true,
    },
  ];
}

/** Where a tag opens that is none of those that were found. */
function firstOutside(text: string, tags: readonly JinjaTag[]): number {
  let from = 0;
  for (const { start, end } of [...tags, { start: text.length, end: text.length }]) {
    const found = text.slice(from, start).search(/\{[{%]/);
    if (found >= 0) return from + found;
    from = end;
  }
  return -1;
}

/** The first statement of one way through the template, behind what templates put in front of it and between its queries. */
function statementOf(text: string, lines: LineIndex): Way {
  const all = tokens(text, LEXIS.ansi);
  const first = all.findIndex(({ start }) => text[start] !== HOLE);
  const last = all.findIndex(({ kind, start }) => kind === 'punctuation' && text[start] === ';');
  const statement = all.slice(Math.max(first, 0), last < 0 ? all.length : last);
  const isSign = (at: number, sign: string): boolean => text[statement[at]?.start ?? -1] === sign;
  const hides = ({ start }: Token, at: number): boolean => {
    if (text[start] !== HOLE) return false;
    const isBehind = isSign(at - 1, ')') && isSign(at + 1, ',');
    return isBehind || statement[at + 1]?.upper === 'SELECT' || statement[at - 1]?.upper === 'WITH';
  };
  const told = statement.filter((token, at) => !hides(token, at));
  const cursor: Cursor = { text, tokens: told, lines, dialect: 'ansi', at: 0, end: told.length };
  return { cursor, hidesQueries: told.length < statement.length };
}

/** The columns of all ways through the template together. */
function outputOf(ways: readonly Way[]): Pick<Body, 'fields' | 'partial'> {
  const outputs = ways.map(({ cursor }) => readQueryColumns({ ...cursor }));
  const byName = new Map<string, Field>();
  for (const field of outputs.flatMap(({ fields }) => fields)) {
    const key = field.name.toLowerCase();
    if (!byName.has(key)) byName.set(key, { ...field, facts: declaredAt(field.location) });
  }
  return { fields: [...byName.values()], partial: outputs.some(({ partial }) => partial) };
}

const declaredAt = (location: Location): Facts => ({ declared_in: { value: ['query'], location, parts: { 0: location } } });

/** More calls than any model has; the last ones count. */
const MAX_CONFIGS = 100;

/** Every `config(…)` of the file, later ones over earlier ones. */
function configOf(tags: readonly JinjaTag[], lines: LineIndex): Facts {
  const calls = tags.filter(({ kind, body }) => kind === 'expression' && /^config\s*\(/.test(body)).slice(-MAX_CONFIGS);
  return calls.reduce<Facts>((facts, tag) => layFacts(facts, argumentFacts(readArguments(tag.body, tag.bodyStart), lines)), {});
}

/** A literal argument says what the same key says in YAML; any other expression leaves it unknown. */
function argumentFacts(given: readonly Argument[], lines: LineIndex): Facts {
  const last = new Map(given.map((argument) => [argument.name, argument]));
  return [...last.values()].reduce<Facts>((facts, { name, value, start, end }) => {
    const location = lines.location(start, end);
    const read = configFacts(parseYaml({ path: lines.file, text: `${name}: ${value}`, size: value.length }).documents[0]);
    const told = isLiteral(value) ? mapLocations(read, location) : unknownFacts(read, name, value, location);
    return layFacts(facts, told);
  }, {});
}

/** Strings, numbers, booleans, lists and maps of them, without a call or a name. */
function isLiteral(value: string): boolean {
  const bare = value.replaceAll(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, '').replaceAll(/\b(?:true|false|True|False|none|None|\d+)\b/g, '');
  return !/[A-Za-z_]/.test(bare);
}

function mapLocations(facts: Facts, location: Fact['location']): Facts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [
      name,
      { ...fact, location, ...(fact.parts ? { parts: Object.fromEntries(Object.keys(fact.parts).map((key) => [key, location])) } : {}) },
    ]),
  );
}

function unknownFacts(read: Facts, name: string, value: string, location: Fact['location']): Facts {
  const names = Object.keys(read).length > 0 ? Object.keys(read) : KNOWN.has(name) ? [name] : [];
  return Object.fromEntries(names.map((one) => [one, { unknown: value.slice(0, 80), location }]));
}

const KNOWN: ReadonlySet<string> = new Set(['tags', 'grants', 'contract', 'group', 'access', 'enabled', 'materialized', 'schema', 'alias']);
