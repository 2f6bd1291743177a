import type { Breaks, Difference } from '../../../model/difference.ts';
import { openComparison } from '../../compatibility/schema/compare-schemas.ts';
import { narrows, widens, type SchemaChange } from '../../compatibility/schema/schema-change.ts';
import { tell } from '../../compatibility/harm.ts';
import { openDocuments } from '../../json-schema/documents.ts';
import type { UnitFile } from '../../plug-ins.ts';
import { documentsOf } from './assemble-schemas.ts';
import { declaredSchemas, type DeclaredSchema } from './declared-schemas.ts';
import type { JsonSchemaPart } from './part.ts';

/**
 * How schemas differ. `backward`: a document that the old schema takes may be refused by the new one, so a reader with the new one
 * cannot read what was written. `forward`: a document that the new schema takes may be refused by the old one, so a reader with the
 * old one cannot read what will be written. (Confluent's words, for JSON Schema as for Avro.)
 */
export function compareSchemaFiles(
  base: readonly UnitFile<JsonSchemaPart>[],
  head: readonly UnitFile<JsonSchemaPart>[],
): readonly Difference[] {
  const [before, after] = [documentsOf(base), documentsOf(head)];
  const comparison = openComparison(openDocuments(before), openDocuments(after));
  const known = new Map([...after].flatMap(([path, root]) => declaredSchemas(root, path)).map((schema) => [schema.id, schema]));
  return [...before]
    .flatMap(([path, root]) => declaredSchemas(root, path))
    .flatMap((schema) => {
      const other = known.get(schema.id);
      if (!other) return [removed(schema)];
      return comparison.compare(partOf(schema), partOf(other)).map((change) => differenceOf(other, change));
    });
}

const partOf = ({ node }: DeclaredSchema) => ({ nodes: [node], location: node.location });

const removed = ({ id, name, location }: DeclaredSchema): Difference => ({
  kind: 'removed',
  asset: id,
  breaks: ['backward', 'forward'],
  message: tell(`${name} is removed`, ['backward', 'forward']),
  location,
});

function differenceOf({ id, name }: DeclaredSchema, change: SchemaChange): Difference {
  const { kind, path, before, after, unknown, location } = change;
  const breaks: Breaks[] = [...(narrows(change) ? (['backward'] as const) : []), ...(widens(change) ? (['forward'] as const) : [])];
  return {
    kind,
    asset: id,
    ...(path.length === 0 ? {} : { path: path.join('.') }),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    breaks,
    ...(unknown === undefined ? {} : { unknown }),
    message: tell(`${[name, ...path].join('.')} ${wordsFor(change)}`, breaks),
    location,
  };
}

/** Where others were not refused, a name that nobody knew could have had any value. */
const wordsFor = (change: SchemaChange): string =>
  change.aspect === 'property' && change.kind === 'added' && narrows(change) ? `${change.words} where any value was taken` : change.words;
