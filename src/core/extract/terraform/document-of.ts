import type { Location, Position } from '../../../model/source.ts';
import type { DocumentNode } from '../../text/document-tree.ts';
import { parseJson } from '../../text/json-tree.ts';
import { toLocation, type Expression } from './part.ts';
import type { Resource } from './resource.ts';
import { tell } from './tell.ts';

/** A JSON document in the text (`<<EOF … EOF`) or an encoded value (`jsonencode([…])`), with the places of all its parts. */
export function documentOf(expression: Expression, resource: Resource): DocumentNode | undefined {
  if (expression.is === 'call') return expression.name === 'jsonencode' ? nodeOf(expression.operands[0], resource) : undefined;
  const literal = expression.is === 'template' && expression.parts.length === 1 ? expression.parts[0] : expression;
  if (literal?.is !== 'literal' || typeof literal.value !== 'string') return undefined;
  const { root } = parseJson({ path: resource.file, text: literal.value, size: literal.value.length });
  const isAsWritten = literal.value.length === literal.at[3] - literal.at[0];
  return root && moved(root, isAsWritten ? byStart(literal.at) : () => toLocation(resource.file, literal.at));
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
  const { value } = tell({ expression, file: resource.file }, resource.scope);
  return typeof value === 'object' || value === undefined ? undefined : { kind: 'scalar', location, value };
}
