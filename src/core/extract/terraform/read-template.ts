import type { SyntaxNode } from '../../plug-ins.ts';
import type { Expression } from './part.ts';
import { endOf, partsOf, placeBetween, placeOf, startOf, textOf, type Nodes, type Source } from './syntax.ts';

type ReadInner = (nodes: Nodes) => Expression;

/** `"${var.prefix}-raw"` */
export function readQuoted(node: SyntaxNode, source: Source, read: ReadInner): Expression {
  const from = startOf(node, source) + 1;
  const to = endOf(node, source) - 1;
  const holes = holesIn(node);
  const parts = pieces(holes, { from, to, clean: unescape }, source, read);
  const hasBreak = parts.some(
    (part) => part.is === 'literal' && source.text.slice(part.at[0], part.at[3]).includes('\n') && isOutside(part.at, holes, source),
  );
  if (hasBreak) source.unclosed.push(from - 1);
  return { is: 'template', parts, at: placeOf(node, source) };
}

/** A text between the holes; what stands in a hole may break its line. */
function isOutside(at: Expression['at'], holes: Nodes, source: Source): boolean {
  return !holes.some((hole) => startOf(hole, source) <= at[0] && at[3] <= endOf(hole, source));
}

/** `<<-EOT … EOT`: the lines between the first and the last, with their interpolations. Indentation does not matter to what it says. */
export function readHeredoc(node: SyntaxNode, source: Source, read: ReadInner): Expression {
  const start = startOf(node, source);
  const text = textOf(node, source);
  const from = start + text.indexOf('\n') + 1;
  const to = Math.max(from, start + text.lastIndexOf('\n') + 1);
  return { is: 'template', parts: pieces(holesIn(node), { from, to, clean: unescapeDollar }, source, read), at: placeOf(node, source) };
}

/** The escapes of a quoted string. */
export function unescape(text: string): string {
  if (!text.includes('\\')) return unescapeDollar(text);
  const plain = text.replaceAll(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gs, (_, short: string, long: string, one: string) =>
    one === undefined ? character(Number.parseInt(short ?? long, 16)) : (ESCAPES.get(one) ?? one),
  );
  return unescapeDollar(plain);
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

const character = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD');

const unescapeDollar = (text: string): string => text.replaceAll(/([$%])\1\{/g, '$1{');

const HOLES: ReadonlySet<string> = new Set(['template_interpolation', 'template_directive']);

const holesIn = (node: SyntaxNode): Nodes => partsOf(node).filter(({ type }) => HOLES.has(type));

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly clean: (text: string) => string;
}

/** The literal text between the holes is taken from the source: the grammar drops space at its edges. */
function pieces(holes: Nodes, { from, to, clean }: Stretch, source: Source, read: ReadInner): readonly Expression[] {
  const parts: Expression[] = [];
  let at = from;
  const takeText = (until: number): void => {
    if (until > at) parts.push({ is: 'literal', value: clean(source.text.slice(at, until)), at: placeBetween(at, until, source) });
  };
  for (const hole of holes) {
    takeText(startOf(hole, source));
    parts.push(readHole(hole, source, read));
    at = endOf(hole, source);
  }
  takeText(to);
  return parts;
}

function readHole(hole: SyntaxNode, source: Source, read: ReadInner): Expression {
  const inner = partsOf(hole).filter(({ type }) => type === 'expression');
  if (hole.type === 'template_interpolation' && inner.length === 1) return read(inner);
  return { is: 'untold', text: textOf(hole, source).slice(0, 80), at: placeOf(hole, source) };
}
