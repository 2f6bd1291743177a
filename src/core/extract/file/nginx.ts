import type { SourceFile } from '../../../model/source.ts';
import type { DocumentNode } from '../../text/document-tree.ts';
import type { Parsed } from './parsed.ts';
import { readWhole, take, Unreadable, type Cursor } from './reading.ts';
import { entryOf, list, map, scalar } from './trees.ts';

/** nginx.conf as `directives` of `name`, `parameters` (texts keep their quotes) and `block`. Source: conftest, parser/nginx. */
export function readNginx(file: SourceFile): Parsed {
  return readWhole(file, 'nginx', (cursor) => {
    const told = directivesIn(cursor);
    if (cursor.at < cursor.text.length) throw new Unreadable(cursor.at, 'no block is open');
    return told;
  });
}

const SPACE = /(?:\s+|#[^\n]*)*/y;
const WORD = /"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|(?:\$\{[^}\s]*\}|\\[^]|[^\s;{}"'\\]|(?<=\S)["'])+/y;

function directivesIn(cursor: Cursor): DocumentNode {
  const start = cursor.at;
  const items: DocumentNode[] = [];
  for (take(cursor, SPACE); cursor.at < cursor.text.length && cursor.text[cursor.at] !== '}'; take(cursor, SPACE))
    items.push(directiveIn(cursor));
  const location = cursor.lines.location(start, cursor.at);
  return map([entryOf('directives', location, list(items, location))], location);
}

function directiveIn(cursor: Cursor): DocumentNode {
  const start = cursor.at;
  const words: DocumentNode[] = [];
  for (let word = wordIn(cursor); word; word = wordIn(cursor)) words.push(word);
  const [name, ...parameters] = words;
  if (!name) throw new Unreadable(cursor.at, 'a directive is missing');
  const block = take(cursor, /\{/y) === undefined ? undefined : blockIn(cursor);
  if (!block && take(cursor, /;/y) === undefined) throw new Unreadable(start, 'this directive has no `;`');
  const location = cursor.lines.location(start, cursor.at);
  return map(
    [
      entryOf('name', name.location, name),
      ...(parameters.length > 0 ? [entryOf('parameters', name.location, list(parameters, location))] : []),
      ...(block ? [entryOf('block', name.location, block)] : []),
    ],
    { ...location, end: name.location.end },
  );
}

function wordIn(cursor: Cursor): DocumentNode | undefined {
  take(cursor, SPACE);
  const start = cursor.at;
  const word = take(cursor, WORD);
  return word === undefined ? undefined : scalar(word, cursor.lines.location(start, cursor.at));
}

function blockIn(cursor: Cursor): DocumentNode {
  const start = cursor.at;
  const told = directivesIn(cursor);
  if (take(cursor, /\}/y) === undefined) throw new Unreadable(start, 'this block has no end');
  return told;
}
