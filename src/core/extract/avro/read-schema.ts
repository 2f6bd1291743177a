import type { Asset, Field } from '../../../model/asset.ts';
import type { Problem } from '../../../model/problem.ts';
import type { Location } from '../../../model/source.ts';
import { at, entry, itemsOf, textAt, type DocumentNode } from '../../text/document-tree.ts';
import { ownFacts } from './own-facts.ts';
import { typeOf } from './type-of.ts';

export interface Schema {
  readonly assets: readonly Asset[];
  readonly problems: readonly Problem[];
}

/** Whether a document is a record, or a union of such, rather than JSON that only looks like it. */
export function isAvroSchema(root: DocumentNode | undefined): boolean {
  if (root?.kind === 'list') return itemsOf(root).some(isAvroSchema);
  return textAt(root, 'type') === 'record' && textAt(root, 'name') !== undefined && at(root, 'fields')?.kind === 'list';
}

const NAMED: ReadonlySet<string> = new Set(['record', 'error', 'enum', 'fixed']);

/** The named types at the top: the schema itself, the members of a union, the types of a protocol. */
export function readSchema(root: DocumentNode): Schema {
  const problems: Problem[] = [];
  const tops = root.kind === 'list' ? itemsOf(root) : at(root, 'types') ? itemsOf(at(root, 'types')) : [root];
  const outer = textAt(root, 'namespace');
  return { assets: tops.flatMap((top) => assetOf(top, outer, problems) ?? []), problems: problems.slice(0, MAX_PROBLEMS) };
}

const MAX_PROBLEMS = 20;

function assetOf(node: DocumentNode, outer: string | undefined, problems: Problem[]): Asset | null {
  const name = entry(node, 'name')?.value;
  const text = textAt(name);
  if (!NAMED.has(textAt(node, 'type') ?? '')) return null;
  if (!name || text === undefined) {
    problems.push(invalid(node.location, 'This schema has no `name`. Named types need one.'));
    return null;
  }
  const full = fullName(text, textAt(node, 'namespace') ?? outer);
  const { file } = node.location;
  return {
    id: `avro:${full}`,
    kind: 'schema',
    name: full,
    platform: 'avro',
    file,
    location: name.location,
    extent: node.location,
    facts: ownFacts(node),
    fields: fieldsOf(node, '', problems),
    files: [file],
  };
}

/** A name with dots brings its own namespace. */
const fullName = (name: string, namespace: string | undefined): string =>
  name.includes('.') || namespace === undefined || namespace === '' ? name : `${namespace}.${name}`;

/** Fields of a record, and those of the records inside of it with dotted names, also where an array, map or union holds them. */
function fieldsOf(record: DocumentNode, prefix: string, problems: Problem[]): readonly Field[] {
  const list = at(record, 'fields');
  if (list?.kind !== 'list' && /^(?:record|error)$/.test(textAt(record, 'type') ?? ''))
    problems.push(invalid(entry(record, 'type')?.value.location ?? record.location, 'This record has no list of `fields`.'));
  const seen = new Set<string>();
  const fields: Field[] = [];
  for (const node of itemsOf(list)) {
    const name = entry(node, 'name')?.value;
    const text = textAt(name);
    const type = at(node, 'type');
    if (!name || text === undefined || !type) {
      problems.push(invalid(node.location, 'This field needs a `name` and a `type`.'));
      continue;
    }
    if (seen.has(text)) problems.push(invalid(name.location, `The field \`${text}\` stands here twice. Readers refuse the schema.`));
    seen.add(text);
    fields.push(fieldOf({ node, name, type }, prefix + text));
    for (const inner of recordsIn(type)) fields.push(...fieldsOf(inner, `${prefix}${text}.`, problems));
  }
  return fields;
}

interface FieldNodes {
  readonly node: DocumentNode;
  readonly name: DocumentNode;
  readonly type: DocumentNode;
}

function fieldOf({ node, name, type }: FieldNodes, full: string): Field {
  const { text, facts } = typeOf(type);
  return { name: full, type: text, location: name.location, extent: node.location, facts: { ...ownFacts(node), ...facts } };
}

/** Records that a type holds, at any depth of arrays, maps and unions. The file's depth is bounded. */
function recordsIn(type: DocumentNode): readonly DocumentNode[] {
  if (type.kind === 'list') return itemsOf(type).flatMap(recordsIn);
  if (type.kind !== 'map') return [];
  if (at(type, 'fields')) return [type];
  return [at(type, 'type'), at(type, 'items'), at(type, 'values')].flatMap((inner) => (inner ? recordsIn(inner) : []));
}

const invalid = (location: Location, message: string): Problem => ({ code: 'avro-invalid', message, location });
