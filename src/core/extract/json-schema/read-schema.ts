import type { Asset } from '../../../model/asset.ts';
import type { Problem } from '../../../model/problem.ts';
import type { Location } from '../../../model/source.ts';
import { at, entriesOf, entry, textAt, type DocumentNode } from '../../text/document-tree.ts';
import { ownFacts } from './own-facts.ts';
import { readFields } from './read-fields.ts';
import { openSchema, type Schema } from './resolve.ts';

export interface SchemaReading {
  readonly assets: readonly Asset[];
  readonly problems: readonly Problem[];
}

const MAX_PROBLEMS = 20;

/** The schema of a file; where it only keeps definitions for others, each of them. */
export function readSchema(root: DocumentNode, path: string): SchemaReading {
  const schema = openSchema(root);
  const id = idOf(root, path);
  const whole = assetOf(schema, { node: root, id, ...nameOf(root, path) });
  const assets = whole.fields.length > 0 || !isOnlyDefinitions(root) ? [whole] : definitionsOf(schema, id);
  return { assets, problems: schema.problems.slice(0, MAX_PROBLEMS) };
}

const idOf = (root: DocumentNode, path: string): string => textAt(root, '$id') ?? textAt(root, 'id') ?? path;

interface Named {
  readonly name: string;
  readonly location: Location;
}

/** As people call it: the last part of its id, its title where that is one word, else the name of its file. */
function nameOf(root: DocumentNode, path: string): Named {
  const id = entry(root, '$id') ?? entry(root, 'id');
  const told = baseName(textAt(id?.value)?.replace(/[#?].*$/, '') ?? '');
  if (id && told !== '') return { name: told, location: id.value.location };
  const title = entry(root, 'title');
  const word = textAt(title?.value) ?? '';
  if (title && /^[\w.-]+$/.test(word)) return { name: word, location: title.value.location };
  return { name: baseName(path), location: title?.value.location ?? root.location };
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/(?:[.-]schema)?\.(?:json|jsonschema)$|\.jsonschema$/i, '');
}

function isOnlyDefinitions(root: DocumentNode): boolean {
  const isShaped = ['properties', 'allOf', 'anyOf', 'oneOf', '$ref', 'items', 'type', 'enum'].some((key) => at(root, key) !== undefined);
  return !isShaped && definitions(root).length > 0;
}

const definitions = (root: DocumentNode) => [...entriesOf(at(root, '$defs')), ...entriesOf(at(root, 'definitions'))];

function definitionsOf(schema: Schema, id: string): readonly Asset[] {
  return definitions(schema.root).map(({ key, keyLocation, value }) =>
    assetOf(schema, { node: value, id: `${id}#${key}`, name: key, location: keyLocation }),
  );
}

function assetOf(schema: Schema, { node, id, name, location }: Named & { readonly node: DocumentNode; readonly id: string }): Asset {
  const { fields, partial } = readFields(schema, node);
  const { file } = node.location;
  return {
    id: `json-schema:${id}`,
    kind: 'schema',
    name,
    platform: 'json-schema',
    file,
    location,
    extent: node.location,
    facts: ownFacts(node),
    fields,
    files: [file],
    ...(partial ? { partial } : {}),
  };
}
