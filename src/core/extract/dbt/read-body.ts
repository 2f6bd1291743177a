import type { Fact, Facts, Field } from '../../../model/asset.ts';
import type { Json } from '../../../model/json.ts';
import type { Problem } from '../../../model/problem.ts';
import type { SourceFile } from '../../../model/source.ts';
import type { Cursor } from '../../sql/cursor.ts';
import { LEXIS } from '../../sql/dialect.ts';
import { HOLE } from '../../sql/mask-jinja.ts';
import { maskModel } from '../../sql/mask-model.ts';
import { outputColumns } from '../../sql/output-columns.ts';
import { scanJinja, type JinjaTag } from '../../sql/scan-jinja.ts';
import { tokens, type Token } from '../../sql/tokens.ts';
import { lineIndex, type LineIndex } from '../../text/line-index.ts';
import { parseYaml } from '../../text/yaml-tree.ts';
import { configFacts, layFacts } from './config-facts.ts';
import { readArguments, type Argument } from './read-arguments.ts';
import type { Body } from './part.ts';

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
  const text = maskModel(file.text, tags);
  const all = tokens(text, LEXIS.ansi);
  if (ORDERS.test(all.find(({ start }) => text[start] !== HOLE)?.upper ?? '')) return null;
  const output = outputOf(text, all, lines);
  const start = tags.find(({ body }) => /^config\b/.test(body)) ?? tags[0];
  const firstLine = lines.location(0, Math.max(0, file.text.search(/\r?\n|$/)));
  const extent = lines.location(0, file.text.length);
  const location = start && /^config\b/.test(start.body) ? lines.location(start.start, start.end) : firstLine;
  const declared: Fact = { value: ['query'], location, parts: { 0: location } };
  const facts: Facts = { ...configOf(tags, lines), ...upstreamOf(tags, lines), declared_in: declared };
  return {
    body: { kind, name: snapshot ?? fileName, location, extent, facts, fields: output.fields, partial: output.partial },
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

function outputOf(text: string, all: readonly Token[], lines: LineIndex): { readonly fields: readonly Field[]; readonly partial: boolean } {
  const last = all.findIndex(({ kind, start }) => kind === 'punctuation' && text[start] === ';');
  const statement = last < 0 ? all : all.slice(0, last);
  const cursor: Cursor = { text, tokens: statement, lines, dialect: 'ansi', at: 0, end: statement.length };
  const { fields, partial } = outputColumns(cursor);
  const told = fields.map((field) => ({
    ...field,
    facts: { declared_in: { value: ['query'], location: field.location, parts: { 0: field.location } } },
  }));
  return { fields: told, partial };
}

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

const KNOWN: ReadonlySet<string> = new Set(['tags', 'grants', 'contract', 'group', 'access', 'enabled', 'materialized']);

const REFERENCE = /\b(ref|source)\s*\(\s*(['"])([^'"]+)\2(?:\s*,\s*(['"])([^'"]+)\4)?/g;

/** What it reads: `ref('model')`, `ref('package', 'model')`, `source('source', 'table')`. */
function upstreamOf(tags: readonly JinjaTag[], lines: LineIndex): Facts {
  const found = tags
    .filter(({ kind }) => kind !== 'comment')
    .flatMap(({ body, bodyStart }) =>
      [...body.matchAll(REFERENCE)].map((match) => {
        const [whole, call, , first = '', , second] = match;
        const name = call === 'source' ? `${first}.${second ?? ''}` : (second ?? first);
        return { name, location: lines.location(bodyStart + match.index, bodyStart + match.index + whole.length + 1) };
      }),
    );
  const unique = [...new Map(found.toReversed().map((one) => [one.name, one])).values()].reverse();
  const [first] = unique;
  if (!first) return {};
  const value: Json = unique.map(({ name }) => name);
  return {
    upstream: {
      value,
      location: first.location,
      parts: Object.fromEntries(unique.map(({ location }, index) => [String(index), location])),
    },
  };
}
