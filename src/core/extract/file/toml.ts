import type { AST, ParseError, parseTOML } from 'toml-eslint-parser';
import type { SourceFile } from '../../../model/source.ts';
import { isTooDeep } from '../../text/depth-guard.ts';
import type { DocumentNode, Entry } from '../../text/document-tree.ts';
import { lineIndex, type LineIndex } from '../../text/line-index.ts';
import type { Parsed } from './parsed.ts';
import { entryOf, list, map, refused, scalar } from './trees.ts';

let parse: typeof parseTOML | undefined;

/** Loads the library, once. */
export async function loadToml(): Promise<void> {
  parse ??= (await import('toml-eslint-parser')).parseTOML;
}

interface Lines extends LineIndex {
  readonly text: string;
}

/** TOML 1.0. Dates and numbers that JSON does not have are their text. `loadToml` must have ended. */
export function readToml(file: SourceFile): Parsed {
  if (!parse) throw new Error('the library was not loaded');
  const lines = { ...lineIndex(file.path, file.text), text: file.text };
  if (isTooDeep(file.text)) return refused(lines, [0, 0], 'toml-too-deep', 'This TOML nests over 100 levels, so it was not judged.');
  try {
    const [table] = parse(file.text).body;
    return { documents: [tableTree(table, lines)], problems: [] };
  } catch (error) {
    const { index = 0, message } = error as ParseError;
    // What is missing is told where the next thing begins, lines behind.
    const at = file.text.slice(0, index).trimEnd().length;
    return refused(lines, [at, at], 'toml-unreadable', `This TOML cannot be read here: ${message}.`);
  }
}

/** A tree that grows while tables are met: TOML may speak of one table in several places. */
interface Growing {
  readonly kind: 'growing';
  readonly at: AST.Range;
  readonly entries: Map<string, { readonly key: AST.Range; value: Growing | Growing[] | DocumentNode }>;
}

function tableTree(top: AST.TOMLTopLevelTable, lines: Lines): DocumentNode {
  const root = fresh(top.range);
  for (const member of top.body) {
    if (member.type === 'TOMLKeyValue') set(root, member, lines);
    else {
      const table = open(root, member);
      for (const one of member.body) set(table, one, lines);
    }
  }
  return settle(root, lines);
}

/** The table that `[a.b]` or `[[a.b]]` begins; of a list of tables the last one is meant on the way. */
function open(root: Growing, { key, kind, range }: AST.TOMLTable): Growing {
  let here = root;
  for (const [at, part] of key.keys.entries()) {
    const isLast = at === key.keys.length - 1;
    here = isLast && kind === 'array' ? append(here, nameOf(part), part.range, range) : step(here, nameOf(part), part.range, range);
  }
  return here;
}

const nameOf = (part: AST.TOMLBare | AST.TOMLQuoted): string => (part.type === 'TOMLBare' ? part.name : part.value);
const fresh = (at: AST.Range): Growing => ({ kind: 'growing', at, entries: new Map() });

function step(from: Growing, name: string, key: AST.Range, at: AST.Range): Growing {
  const known = from.entries.get(name)?.value;
  if (Array.isArray(known)) return known.at(-1) ?? append(from, name, key, at);
  if (known?.kind === 'growing') return known;
  const made = fresh(at);
  from.entries.set(name, { key, value: made });
  return made;
}

function append(from: Growing, name: string, key: AST.Range, at: AST.Range): Growing {
  const made = fresh(at);
  const known = from.entries.get(name);
  if (known && Array.isArray(known.value)) known.value.push(made);
  else from.entries.set(name, { key, value: [made] });
  return made;
}

function set(table: Growing, { key, value, range }: AST.TOMLKeyValue, lines: Lines): void {
  const parts = [...key.keys];
  const last = parts.pop();
  let here = table;
  for (const part of parts) here = step(here, nameOf(part), part.range, range);
  if (last) here.entries.set(nameOf(last), { key: last.range, value: valueTree(value, lines) });
}

function valueTree(node: AST.TOMLContentNode, lines: Lines): DocumentNode {
  const location = lines.location(...node.range);
  if (node.type === 'TOMLArray')
    return list(
      node.elements.map((one) => valueTree(one, lines)),
      location,
    );
  if (node.type === 'TOMLInlineTable') {
    const table = fresh(node.range);
    for (const one of node.body) set(table, one, lines);
    return settle(table, lines);
  }
  const { value } = node;
  return scalar(typeof value === 'object' ? lines.text.slice(...node.range) : finite(value), location);
}

const finite = (value: string | number | boolean): string | number | boolean =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;

function settle({ at, entries }: Growing, lines: Lines): DocumentNode {
  const told = [...entries].map(([name, { key, value }]): Entry => {
    const tree = Array.isArray(value)
      ? list(
          value.map((one) => settle(one, lines)),
          lines.location(...key),
        )
      : settled(value, lines);
    return entryOf(name, lines.location(...key), tree);
  });
  return map(told, lines.location(...at));
}

const settled = (value: Growing | DocumentNode, lines: Lines): DocumentNode => (value.kind === 'growing' ? settle(value, lines) : value);
