import type { Node } from '../syntax/tree.ts';
import { asText, holeAt, joined, textAt } from '../texts.ts';
import type { Run } from '../run.ts';
import type { Text } from '../values.ts';

/** A string as it is written: letters keep their places, escapes are undone, and what braces hold in an f-string is put in. */
export function readString(node: Node, run: Run): Text {
  const at = { start: node.start, end: node.end };
  const [first] = node.kids;
  const raw = first !== undefined && /r/i.test(run.sourceOf(first));
  const parts = node.kids.flatMap((kid): readonly Text[] => {
    if (kid.type === 'string_content') return contentOf(kid, raw, run);
    return kid.type === 'interpolation' ? [interpolated(kid, run)] : [];
  });
  const empty = { start: first?.end ?? node.start, end: first?.end ?? node.start };
  return parts.length === 0 ? textAt('', empty, true, at) : { ...joined(parts, at), at };
}

/** `"a" "b"` is one string. */
export function readConcatenated(node: Node, run: Run): Text {
  const at = { start: node.start, end: node.end };
  return joined(
    node.kids.filter(({ type }) => type === 'string').map((kid) => readString(kid, run)),
    at,
  );
}

function contentOf(node: Node, raw: boolean, run: Run): readonly Text[] {
  const parts: Text[] = [];
  let from = node.start;
  const plain = (to: number): void => {
    if (to > from) parts.push(textAt(run.sourceOf({ start: from, end: to }), { start: from, end: to }, true));
  };
  for (const escape of raw ? [] : node.kids) {
    plain(escape.start);
    const written = run.sourceOf(escape);
    const meant = written === '{{' ? '{' : written === '}}' ? '}' : unescaped(written);
    if (meant !== '') parts.push(textAt(meant, { start: escape.start, end: escape.end }));
    from = escape.end;
  }
  plain(node.end);
  return parts;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\n', '\n'],
  ['\\t', '\t'],
  ['\\r', '\r'],
  ['\\\\', '\\'],
  ["\\'", "'"],
  ['\\"', '"'],
  ['\\0', '\0'],
]);

function unescaped(written: string): string {
  const code = /^\\(?:x|u|U)([0-9a-fA-F]+)$/.exec(written)?.[1];
  const point = code === undefined ? Number.NaN : Number.parseInt(code, 16);
  if (point <= 0x10ffff) return String.fromCodePoint(point);
  return /^\\\r?\n$/.test(written) ? '' : (ESCAPES.get(written) ?? written);
}

function interpolated(node: Node, run: Run): Text {
  const at = { start: node.start, end: node.end };
  const [expression, ...rest] = node.kids.filter(({ type }) => /^[a-z]/.test(type));
  if (!expression) return textAt('', at);
  const source = run.sourceOf(expression);
  const value = run.evaluate(expression);
  // A format changes what is put in, so only the expression is known.
  if (rest.length > 0) return { ...holeAt(source, at), ...(value.from ? { from: value.from } : {}) };
  const text = asText(value, source);
  return { ...text, pieces: text.pieces.map((piece) => ({ ...piece, start: at.start, end: at.end, exact: false })) };
}
