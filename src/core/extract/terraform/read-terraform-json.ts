import type { SourceFile } from '../../../model/source.ts';
import type { Reading } from '../../plug-ins.ts';
import { entriesOf, type DocumentNode, type Entry, type ScalarNode } from '../../text/document-tree.ts';
import { parseJson } from '../../text/json-tree.ts';
import { isRead } from './is-read.ts';
import { toPlace, type Attribute, type Block, type Expression, type Place, type TerraformPart } from './part.ts';

/** The language as JSON: objects for blocks, `"${…}"` for expressions. */
export function readTerraformJson(file: SourceFile, isValues: boolean, isWhole = false): Reading<TerraformPart> {
  const { root, problems } = parseJson(file);
  if (isValues) return { part: { blocks: [], values: entriesOf(root).map((one) => attributeOf(one, ofScalar)) }, problems };
  return { part: { blocks: entriesOf(root).flatMap((one) => blocksOfType(one, isWhole)), values: [] }, problems };
}

const LABELS: ReadonlyMap<string, number> = new Map([
  ['resource', 2],
  ['data', 2],
  ['module', 1],
  ['variable', 1],
  ['provider', 1],
  ['output', 1],
  ['moved', 0],
  ['locals', 0],
]);

function blocksOfType({ key, keyLocation, value }: Entry, isWhole: boolean): readonly Block[] {
  const labels = LABELS.get(key);
  return labels === undefined
    ? []
    : labelled({ type: key, labels: [], name: toPlace(keyLocation), at: toPlace(value.location) }, { value, isWhole }, labels);
}

type Head = Pick<Block, 'type' | 'labels' | 'name' | 'at'>;

interface Bodies {
  readonly value: DocumentNode;
  readonly isWhole: boolean;
}

/** A list stands for several blocks of the same labels. */
function labelled(head: Head, { value, isWhole }: Bodies, missing: number): readonly Block[] {
  if (value.kind === 'list') return value.items.flatMap((item) => labelled(head, { value: item, isWhole }, missing));
  if (missing === 0) return [{ ...head, ...bodyOf(value, isWhole || isRead(head.type, head.labels[0])) }];
  return entriesOf(value).flatMap((entry) => {
    const name = toPlace(entry.keyLocation);
    const at: Place = [name[0], name[1], name[2], ...endOf(entry.value)];
    return labelled({ type: head.type, labels: [...head.labels, entry.key], name, at }, { value: entry.value, isWhole }, missing - 1);
  });
}

const endOf = ({ location: { end } }: DocumentNode): readonly [number, number, number] => [end.offset, end.line, end.column];

function bodyOf(value: DocumentNode, isWhole: boolean): Pick<Block, 'attributes' | 'blocks'> {
  if (isWhole) return attributesAndBlocks(value, ofScalar);
  return {
    attributes: entriesOf(value)
      .filter(({ key }) => key === 'count')
      .map((one) => attributeOf(one, ofScalar)),
    blocks: [],
  };
}

type OfScalar = (node: ScalarNode) => Expression;

const ofScalar: OfScalar = ({ value, location }) => {
  const at = toPlace(location);
  return typeof value === 'string' ? templateOf(value, at) : { is: 'literal', value, at };
};

/** Whether an object is a map or a block only its provider knows, so it is read as both: an attribute is asked first. */
export function attributesAndBlocks(value: DocumentNode, of: OfScalar): Pick<Block, 'attributes' | 'blocks'> {
  const entries = entriesOf(value).filter(({ key }) => key !== '//');
  return { attributes: entries.map((one) => attributeOf(one, of)), blocks: entries.flatMap((one) => asBlocks(one, of)) };
}

function asBlocks({ key, keyLocation, value }: Entry, of: OfScalar): readonly Block[] {
  if (value.kind === 'scalar') return [];
  if (value.kind === 'list') return value.items.flatMap((item) => asBlocks({ key, keyLocation, value: item }, of));
  return [{ type: key, labels: [], name: toPlace(keyLocation), at: toPlace(value.location), ...attributesAndBlocks(value, of) }];
}

function attributeOf({ key, keyLocation, value }: Entry, of: OfScalar): Attribute {
  const [start, line, column] = toPlace(keyLocation);
  return { name: key, value: expressionOf(value, of), at: [start, line, column, ...endOf(value)] };
}

function expressionOf(node: DocumentNode, of: OfScalar): Expression {
  const at = toPlace(node.location);
  if (node.kind === 'list') return { is: 'list', items: node.items.map((item) => expressionOf(item, of)), at };
  if (node.kind === 'scalar') return of(node);
  const entries = node.entries.map(({ key, keyLocation, value }) => {
    const name = toPlace(keyLocation);
    const place: Place = [name[0], name[1], name[2], ...endOf(value)];
    return { key: { is: 'literal', value: key, at: name } as const, value: expressionOf(value, of), at: place };
  });
  return { is: 'object', entries, at };
}

/** `${a.b.c}` alone is what it refers to; any other interpolation is told by its text. */
function templateOf(text: string, at: Place): Expression {
  if (!text.includes('${') && !text.includes('%{')) return { is: 'literal', value: text, at };
  const parts = text.split(/(\$\{[^{}]*\})/).filter((part) => part !== '');
  return { is: 'template', parts: parts.map((part) => pieceOf(part, at)), at };
}

function pieceOf(part: string, at: Place): Expression {
  const inner = /^\$\{\s*([\w-]+(?:\.[\w-]+|\[\d+\])*)\s*\}$/.exec(part)?.[1];
  if (inner !== undefined) return { is: 'path', steps: inner.replaceAll(/\[(\d+)\]/g, '.$1').split('.'), text: inner, at };
  return part.includes('${') || part.includes('%{') ? { is: 'untold', text: part.slice(0, 80), at } : { is: 'literal', value: part, at };
}
