import type { Location } from '../../../model/source.ts';
import { at, entriesOf, entry, textAt, type DocumentNode } from '../../text/document-tree.ts';

/** A schema with the name that it goes by. */
export interface DeclaredSchema {
  /** The asset's. */
  readonly id: string;
  readonly name: string;
  /** The name's own place. */
  readonly location: Location;
  readonly node: DocumentNode;
}

/** The schema of a file; where it only keeps definitions for others, each of them. */
export function declaredSchemas(root: DocumentNode, path: string): readonly DeclaredSchema[] {
  const id = `json-schema:${textAt(root, '$id') ?? textAt(root, 'id') ?? path}`;
  const definitions = [...entriesOf(at(root, '$defs')), ...entriesOf(at(root, 'definitions'))];
  const isShaped = SHAPES.some((key) => at(root, key) !== undefined);
  if (isShaped || definitions.length === 0) return [{ ...nameOf(root, path), id, node: root }];
  return definitions.map(({ key, keyLocation, value }) => ({ id: `${id}#${key}`, name: key, location: keyLocation, node: value }));
}

const SHAPES = ['properties', 'patternProperties', 'allOf', 'anyOf', 'oneOf', '$ref', 'items', 'prefixItems', 'type', 'enum', 'const'];

/** As people call it: the last part of its id, its title where that is one word, else the name of its file. */
function nameOf(root: DocumentNode, path: string): Pick<DeclaredSchema, 'name' | 'location'> {
  const id = entry(root, '$id') ?? entry(root, 'id');
  const told = baseName(textAt(id?.value)?.replace(/[#?].*$/, '') ?? '');
  if (id && told !== '') return { name: told, location: id.value.location };
  const title = entry(root, 'title');
  const word = textAt(title?.value) ?? '';
  if (title && /^[\w.-]+$/.test(word)) return { name: word, location: title.value.location };
  return { name: baseName(path), location: title?.value.location ?? root.location };
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/(?:[.-]schema)?\.(?:json|jsonschema|ya?ml)$|\.jsonschema$/i, '');
}
