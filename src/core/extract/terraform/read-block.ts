import type { SyntaxNode } from '../../plug-ins.ts';
import { isRead } from './is-read.ts';
import type { Attribute, Block } from './part.ts';
import { readExpression } from './read-expression.ts';
import { partsOf, placeBetween, placeOf, textOf, type Nodes, type Source } from './syntax.ts';

export interface Body {
  readonly blocks: readonly Block[];
  readonly attributes: readonly Attribute[];
}

type ReadBlock = (node: SyntaxNode, source: Source) => Block | undefined;

/** The blocks and attributes of a body. */
export function readBody(node: SyntaxNode, source: Source, read: ReadBlock): Body {
  const parts = partsOf(node);
  return {
    blocks: parts.flatMap((part) => (part.type === 'block' ? (read(part, source) ?? []) : [])),
    attributes: parts.flatMap((part) => (part.type === 'attribute' ? (readAttribute(part, source) ?? []) : [])),
  };
}

/** A block of the file. Of resources that hold no facts only what says whether they are there is read. */
export function readBlock(node: SyntaxNode, source: Source): Block | undefined {
  return blockOf(node, source, 0);
}

/** Blocks in blocks: providers nest a handful. */
const MAX_NESTING = 30;

function blockOf(node: SyntaxNode, source: Source, depth: number): Block | undefined {
  const parts = partsOf(node);
  const names = parts.filter(({ type }) => type === 'identifier' || type === 'string_lit');
  const [type = '', ...labels] = names.map((name) => plain(textOf(name, source)));
  const inner = parts.find((part) => part.type === 'body');
  const body =
    inner && depth < MAX_NESTING
      ? bodyOf(inner, source, { depth, whole: depth > 0 || source.isWhole === true || isRead(type, labels[0]) })
      : EMPTY;
  const block: Block = { type, labels, name: nameOf(names, source), at: placeOf(node, source), ...body };
  return type === 'dynamic' && depth > 0 ? repeated(block) : block;
}

const EMPTY: Body = { blocks: [], attributes: [] };

const plain = (label: string): string => (label.startsWith('"') ? label.slice(1, -1) : label);

/** The last label, or the type where there are none. */
function nameOf(names: Nodes, source: Source): Block['name'] {
  const last = names.at(-1);
  return last ? placeOf(last, source) : placeBetween(0, 0, source);
}

function bodyOf(node: SyntaxNode, source: Source, { depth, whole }: { readonly depth: number; readonly whole: boolean }): Body {
  if (whole) return readBody(node, source, (child) => blockOf(child, source, depth + 1));
  const count = partsOf(node).filter((part) => part.type === 'attribute' && /^count\b/.test(textOf(part, source)));
  return { blocks: [], attributes: count.flatMap((part) => readAttribute(part, source) ?? []) };
}

function readAttribute(node: SyntaxNode, source: Source): Attribute | undefined {
  const [name, ...value] = partsOf(node);
  if (!name || value.length === 0) return undefined;
  return { name: textOf(name, source), value: readExpression(value, source), at: placeOf(node, source) };
}

/** `dynamic "rule" { for_each = … content { … } }` is a block `rule`, there as often as its list says. */
function repeated(block: Block): Block {
  const content = block.blocks.find(({ type }) => type === 'content');
  const forEach = block.attributes.find(({ name }) => name === 'for_each')?.value;
  const { attributes = [], blocks = [] } = content ?? {};
  return { ...block, type: block.labels[0] ?? '', labels: [], attributes, blocks, ...(forEach ? { forEach } : {}) };
}
