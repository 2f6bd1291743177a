import type { Element, Node, ParseError } from '@xmldom/xmldom';
import type { SourceFile } from '../../../model/source.ts';
import type { DocumentNode, Entry } from '../../text/document-tree.ts';
import { lineIndex, type LineIndex } from '../../text/line-index.ts';
import type { Parsed } from './parsed.ts';
import { entryOf, list, map, refused, scalar } from './trees.ts';

let library: typeof import('@xmldom/xmldom') | undefined;

/** Loads the library, once. */
export async function loadXml(): Promise<void> {
  library ??= await import('@xmldom/xmldom');
}

interface Lines extends LineIndex {
  readonly text: string;
}

/** Deeper documents are no configuration, and recursion must end. */
const MAX_DEPTH = 200;

/**
 * XML as conftest gives it: an element with text alone is its text; attributes are `-name`, text beside them `#content`, elements of one
 * name a list. Prefixes of namespaces are left out. Entities that the document defines are refused, never expanded.
 * `loadXml` must have ended.
 */
export function readXml(file: SourceFile): Parsed {
  if (!library) throw new Error('the library was not loaded');
  const { DOMParser, onErrorStopParsing } = library;
  const lines = { ...lineIndex(file.path, file.text), text: file.text };
  if (isDeep(file.text)) return refused(lines, [0, 0], 'xml-too-deep', `This XML nests over ${MAX_DEPTH} levels, so it was not judged.`);
  try {
    const root = new DOMParser({ locator: true, onError: onErrorStopParsing }).parseFromString(file.text, 'text/xml').documentElement;
    const location = lines.location(0, file.text.length);
    return { documents: root ? [map([elementEntry(root, [root], lines)], location)] : [], problems: [] };
  } catch (error) {
    const { message, locator } = error as ParseError & { readonly locator?: Place };
    const at = offsetOf(locator, lines);
    return refused(lines, [at, at], 'xml-unreadable', `This XML cannot be read here: ${wordsOf(message)}.`);
  }
}

interface Place {
  readonly lineNumber?: number;
  readonly columnNumber?: number;
}

const wordsOf = (message: string): string => (/^Reporting error "([^"]*)"/.exec(message)?.[1] ?? message).slice(0, 120);

/** Counts open elements on the longest way down, without a parser. */
function isDeep(text: string): boolean {
  let depth = 0;
  for (const [tag] of text.matchAll(/<!--|<\/?[A-Za-z_][^<>]*>/g)) {
    if (tag.startsWith('</')) depth--;
    else if (!tag.startsWith('<!') && !tag.endsWith('/>')) depth++;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

function offsetOf(place: Place | undefined, lines: Lines): number {
  let offset = 0;
  for (let line = 1; line < (place?.lineNumber ?? 1) && offset >= 0; line++) offset = lines.text.indexOf('\n', offset) + 1;
  return Math.min(offset + Math.max(0, (place?.columnNumber ?? 1) - 1), lines.text.length);
}

function elementEntry(first: Element, twins: readonly Element[], lines: Lines): Entry {
  const location = nameLocation(first, lines);
  const trees = twins.map((element) => elementTree(element, lines));
  const [only] = trees;
  return entryOf(first.localName ?? first.tagName, location, trees.length === 1 && only ? only : list(trees, location));
}

function nameLocation(element: Element, lines: Lines): ReturnType<LineIndex['location']> {
  const start = offsetOf(element as unknown as Place, lines) + 1;
  return lines.location(start, start + element.tagName.length);
}

function elementTree(element: Element, lines: Lines): DocumentNode {
  const location = nameLocation(element, lines);
  const [texts, children] = contentOf(element);
  const text = texts.at(-1) ?? '';
  if (element.attributes.length === 0 && children.length === 0) return scalar(text, location);
  const byName = Map.groupBy(children, (child) => child.localName ?? child.tagName);
  const entries = [
    ...[...element.attributes].map((one) => entryOf(`-${one.localName ?? one.name}`, location, scalar(one.value, location))),
    ...[...byName.values()].flatMap((twins) => (twins[0] ? [elementEntry(twins[0], twins, lines)] : [])),
    ...(text === '' ? [] : [entryOf('#content', location, scalar(text, location))]),
  ];
  return map(entries, location);
}

const [ELEMENT, TEXT, CDATA] = [1, 3, 4];

function contentOf(element: Element): readonly [readonly string[], readonly Element[]] {
  const texts: string[] = [];
  const children: Element[] = [];
  for (let node: Node | null = element.firstChild; node; node = node.nextSibling) {
    if (node.nodeType === ELEMENT) children.push(node as Element);
    const text = node.nodeType === TEXT || node.nodeType === CDATA ? (node.nodeValue ?? '').trim() : '';
    if (text !== '') texts.push(text);
  }
  return [texts, children];
}
