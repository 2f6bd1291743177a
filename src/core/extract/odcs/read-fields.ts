import type { Fact, Facts, Field } from '../../../model/asset.ts';
import { constraintsFact, qualityFact } from '../../contract/check-facts.ts';
import { at, entriesOf, entry, itemsOf, textAt, type DocumentNode } from '../../text/document-tree.ts';
import { customFacts, layTags, plain, tagList } from './contract-facts.ts';

/** The properties of an object, those inside of others with dotted names: `address.street`, also where an array holds them. */
export function readFields(object: DocumentNode, prefix = ''): readonly Field[] {
  const fields: Field[] = [];
  for (const node of [...itemsOf(at(object, 'properties')), ...itemsOf(at(object, 'columns'))]) {
    const name = entry(node, 'name') ?? entry(node, 'column');
    const text = textAt(name?.value);
    if (!name || text === undefined) continue;
    const type = textAt(node, 'physicalType') ?? textAt(node, 'logicalType');
    fields.push({
      name: prefix + text,
      ...(type === undefined ? {} : { type }),
      location: name.value.location,
      extent: node.location,
      facts: fieldFacts(node),
    });
    for (const inner of nestedIn(node)) fields.push(...readFields(inner, `${prefix}${text}.`));
  }
  return fields;
}

/** The property itself, and what its array holds, arrays of arrays too. */
function nestedIn(node: DocumentNode): readonly DocumentNode[] {
  const found: DocumentNode[] = [];
  for (let inner: DocumentNode | undefined = node; inner; inner = at(inner, 'items')) found.push(inner);
  return found;
}

const NAMED: readonly (readonly [string, string])[] = [
  ['physicalName', 'physical_name'],
  ['logicalType', 'logical_type'],
  ['businessName', 'business_name'],
  ['criticalDataElement', 'critical'],
  ['criticalDataElementStatus', 'critical'],
  ['transformLogic', 'transform'],
  ['description', 'description'],
  ['classification', 'classification'],
  ['encryptedName', 'encrypted_name'],
  ['encryptedColumnName', 'encrypted_name'],
  ['transformSourceObjects', 'upstream'],
  ['transformSourceTables', 'upstream'],
];

function fieldFacts(node: DocumentNode): Facts {
  const named = NAMED.map(([key, name]) => plain(node, key, name));
  const custom = customFacts(node);
  const limits = constraintsFact(entriesOf(at(node, 'logicalTypeOptions')));
  const tags = layTags(custom['tags'], tagList(at(node, 'tags')));
  return Object.assign(
    {},
    ...named,
    limits,
    qualityFact(node),
    referencesFact(node),
    custom,
    tags ? { tags } : {},
    keyFact(node),
    requiredFacts(node),
  ) as Facts;
}

/** `relationships: [{type: foreignKey, to: customers.id}]`, one or several. */
function referencesFact(node: DocumentNode): Facts {
  const list = at(node, 'relationships');
  const to = itemsOf(list).flatMap((one) => textAt(one, 'to') ?? []);
  return list && to.length > 0 ? { references: { value: to, location: list.location } } : {};
}

function keyFact(node: DocumentNode): Facts {
  const primary = flag(node, 'primaryKey') ?? flag(node, 'isPrimaryKey') ?? flag(node, 'isPrimary');
  if (primary?.value === true) return { key: { ...primary, value: 'primary' } };
  const unique = flag(node, 'unique') ?? flag(node, 'isUnique');
  return unique?.value === true ? { key: { ...unique, value: 'unique' } } : {};
}

/** What a contract requires is never null; what it does not require may be. */
function requiredFacts(node: DocumentNode): Facts {
  const required = flag(node, 'required');
  if (required) return { required, nullable: { ...required, value: required.value !== true } };
  const nullable = flag(node, 'isNullable');
  return nullable ? { nullable, required: { ...nullable, value: nullable.value !== true } } : {};
}

function flag(node: DocumentNode, key: string): Fact | undefined {
  const found = at(node, key);
  return found?.kind === 'scalar' && typeof found.value === 'boolean' ? { value: found.value, location: found.location } : undefined;
}
