import type { Json } from '../../../model/json.ts';
import type { Location, Position } from '../../../model/source.ts';
import type { DocumentNode, ScalarNode } from '../../text/document-tree.ts';
import { parseJson } from '../../text/json-tree.ts';
import { toLocation, type Expression } from './part.ts';
import type { Resource } from './resource.ts';
import { tell } from './tell.ts';
import type { Told } from './told.ts';

/** A JSON document in the text (`<<EOF … EOF`) or an encoded value (`jsonencode([…])`), with the places of all its parts. */
export function documentOf(expression: Expression, resource: Resource): DocumentNode | undefined {
  if (expression.is === 'call' && expression.name === 'jsonencode') return nodeOf(expression.operands[0], resource);
  if (expression.is === 'template' || expression.is === 'literal') return inText(expression, resource);
  const told = tell({ expression, file: resource.file }, resource.scope);
  if (typeof told.value !== 'string') return told.value === undefined ? undefined : valueNode(told.value, told);
  return textNode(told.value, toLocation(resource.file, expression.at));
}

/** A text that is a document by itself, all of it at one place. */
function textNode(text: string, location: Location): DocumentNode | undefined {
  const { root } = parseJson({ path: location.file, text, size: text.length });
  return root && moved(root, () => location);
}

/** A document with holes in it: what stands in a hole that cannot be told makes the text around it unknown. */
function inText(expression: Expression, resource: Resource): DocumentNode | undefined {
  const parts = expression.is === 'template' ? expression.parts : [expression];
  const literal = parts.length === 1 ? parts[0] : undefined;
  if (literal?.is === 'literal' && typeof literal.value === 'string') return inLiteral(literal.value, literal.at, resource);
  const holes: string[] = [];
  const text = parts.map((part) => pieceOf(part, resource, holes)).join('');
  const whole = textNode(text, toLocation(resource.file, expression.at));
  return whole && filled(whole, holes);
}

function inLiteral(value: string, at: Expression['at'], resource: Resource): DocumentNode | undefined {
  const { root } = parseJson({ path: resource.file, text: value, size: value.length });
  const isAsWritten = value.length === at[3] - at[0];
  return root && moved(root, isAsWritten ? byStart(at) : () => toLocation(resource.file, at));
}

function pieceOf(part: Expression, resource: Resource, holes: string[]): string {
  const { value, unknown } = tell({ expression: part, file: resource.file }, resource.scope);
  if (value !== undefined && unknown === undefined) return typeof value === 'object' ? JSON.stringify(value) : String(value);
  holes.push(unknown ?? '');
  return `\u0001${holes.length - 1}\u0002`;
}

// oxlint-disable-next-line no-control-regex -- the marks are control characters, since no text of a policy holds them
const HOLE = /\u0001(\d+)\u0002/;

function filled(node: DocumentNode, holes: readonly string[]): DocumentNode {
  if (node.kind === 'list') return { ...node, items: node.items.map((item) => filled(item, holes)) };
  if (node.kind === 'map') return { ...node, entries: node.entries.map((one) => ({ ...one, value: filled(one.value, holes) })) };
  const hole = typeof node.value === 'string' ? HOLE.exec(node.value) : null;
  return hole ? { kind: 'scalar', location: node.location, value: null, unknown: holes[Number(hole[1])] ?? '' } : node;
}

type Move = (location: Location) => Location;

/** Places in the document become places in the file. */
function byStart([offset, line, column]: Expression['at']): Move {
  const position = (one: Position): Position => ({
    offset: one.offset + offset,
    line: one.line + line - 1,
    column: one.line === 1 ? one.column + column - 1 : one.column,
  });
  return ({ file, start, end }) => ({ file, start: position(start), end: position(end) });
}

function moved(node: DocumentNode, move: Move): DocumentNode {
  const location = move(node.location);
  if (node.kind === 'list') return { ...node, location, items: node.items.map((item) => moved(item, move)) };
  if (node.kind === 'scalar') return { ...node, location };
  const entries = node.entries.map(({ key, keyLocation, value }) => ({ key, keyLocation: move(keyLocation), value: moved(value, move) }));
  return { ...node, location, entries };
}

/** The reader bounds how deep an expression is. */
function nodeOf(expression: Expression | undefined, resource: Resource): DocumentNode | undefined {
  if (!expression) return undefined;
  const location = toLocation(resource.file, expression.at);
  if (expression.is === 'list') return { kind: 'list', location, items: expression.items.flatMap((item) => nodeOf(item, resource) ?? []) };
  if (expression.is === 'object') {
    const entries = expression.entries.flatMap(({ key, value }) => {
      const node = nodeOf(value, resource);
      const name = tell({ expression: key, file: resource.file }, resource.scope).value;
      return node && typeof name === 'string' ? [{ key: name, keyLocation: toLocation(resource.file, key.at), value: node }] : [];
    });
    return { kind: 'map', location, entries };
  }
  const told = tell({ expression, file: resource.file }, resource.scope);
  return told.value === undefined ? unknownNode(told) : valueNode(told.value, told);
}

const unknownNode = ({ unknown = '', refersTo, location }: Told): ScalarNode => ({
  kind: 'scalar',
  location,
  value: null,
  unknown,
  ...(refersTo === undefined ? {} : { refersTo }),
});

/** A value that was told through names: its parts stand where the name is written. */
function valueNode(value: Json, told: Told): DocumentNode {
  const { location } = told;
  if (Array.isArray(value)) {
    const items = value.map((item: Json) => valueNode(item, told));
    return { kind: 'list', location, items: told.unknown === undefined ? items : [...items, unknownNode(told)] };
  }
  if (typeof value !== 'object' || value === null) return { kind: 'scalar', location, value: value as ScalarNode['value'] };
  const entries = Object.entries(value).map(([key, inner]) => ({ key, keyLocation: location, value: valueNode(inner, told) }));
  return { kind: 'map', location, entries };
}
