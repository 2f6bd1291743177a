import type { Asset } from '../../../model/asset.ts';
import { ownFacts } from '../../json-schema/own-facts.ts';
import { readFields } from '../../json-schema/read-fields.ts';
import { openSchemas, type Schema } from '../../json-schema/schema-set.ts';
import type { Assembly, UnitFile } from '../../plug-ins.ts';
import type { DocumentNode } from '../../text/document-tree.ts';
import { unpackDocument } from '../../text/packed-document.ts';
import { declaredSchemas, type DeclaredSchema } from './declared-schemas.ts';
import type { JsonSchemaPart } from './part.ts';

/** The documents of a unit by their path. */
export function documentsOf(files: readonly UnitFile<JsonSchemaPart>[]): ReadonlyMap<string, DocumentNode> {
  const sorted = files.toSorted((one, other) => (one.path < other.path ? -1 : 1));
  return new Map(sorted.flatMap(({ path, part }) => (part.document ? [[path, unpackDocument(part.document, path)] as const] : [])));
}

/** Every schema that the files of a unit declare. */
export function assembleSchemas(files: readonly UnitFile<JsonSchemaPart>[]): Assembly {
  const roots = documentsOf(files);
  const schema = openSchemas(roots);
  const assets = [...roots].flatMap(([path, root]) => declaredSchemas(root, path).map((declared) => assetOf(schema, declared)));
  return { assets, changes: [], problems: schema.problems };
}

function assetOf(schema: Schema, { node, id, name, location }: DeclaredSchema): Asset {
  const { fields, partial } = readFields(schema, node);
  if (schema.budget.steps <= 0) tellTooLarge(schema, node);
  const { file } = node.location;
  return {
    id,
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

function tellTooLarge({ problems }: Schema, { location }: DocumentNode): void {
  if (problems.some(({ code }) => code === TOO_LARGE)) return;
  const message = 'The references of this schema make it too large to be judged whole. Write it flatter, or split it.';
  problems.push({ code: TOO_LARGE, message, location: { ...location, end: location.start }, undecided: true });
}

const TOO_LARGE = 'json-schema-too-large';
