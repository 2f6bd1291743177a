import type { Facts, Field } from '../../../../model/asset.ts';
import { associated, isOfColumn, tagName, tagsFact, type WrittenTag } from '../facts/snowflake-tags.ts';
import { identifiersOf } from '../identifiers.ts';
import { toLocation, type Block } from '../part.ts';
import { blocksOf, companionsOf, findSet, textAt, within, type Resource } from '../resource.ts';
import { toFact, type Told } from '../told.ts';
import type { ToldFields } from './told-fields.ts';

/** The columns of a table or view, with the masks and tags that other resources give them. */
export function snowflakeFields(resource: Resource): ToldFields {
  const keys = new Set(keysOf(resource));
  const fields = blocksOf(resource.block, 'column').flatMap((block) => fieldOf(resource, block, keys) ?? []);
  const isPartial = blocksOf(resource.block, 'column').some(({ forEach }) => forEach !== undefined) || resource.block.damaged === true;
  return { fields, ...(isPartial || fields.length === 0 ? { partial: true } : {}) };
}

function keysOf(resource: Resource): readonly string[] {
  const keys = findSet(resource, 'primary_key.keys')?.value;
  return Array.isArray(keys) ? keys.map((key) => String(key).toLowerCase()) : [];
}

function fieldOf(resource: Resource, block: Block, keys: ReadonlySet<string>): Field | undefined {
  const column = within(resource, block);
  const attribute = block.attributes.find(({ name }) => name === 'name' || name === 'column_name');
  const name = textAt(column, 'name') ?? textAt(column, 'column_name');
  if (!attribute || name === undefined) return undefined;
  const type = textAt(column, 'type');
  return {
    name,
    ...(type === undefined ? {} : { type }),
    location: toLocation(resource.file, attribute.value.at),
    extent: toLocation(resource.file, block.at),
    facts: {
      ...ownFacts(column),
      ...(keys.has(name.toLowerCase()) ? keyFact(resource, attribute.at) : {}),
      ...besideFacts(resource, name),
    },
  };
}

const keyFact = (resource: Resource, at: Block['at']): Facts => ({ key: { value: 'primary', location: toLocation(resource.file, at) } });

const OWN: readonly (readonly [string, string])[] = [
  ['nullable', 'nullable'],
  ['description', 'comment'],
  ['default', 'default.constant'],
  ['default', 'default.expression'],
];

function ownFacts(column: Resource): Facts {
  const told = OWN.flatMap(([name, path]) => {
    const found = findSet(column, path);
    return found ? [[name, toFact(found)] as const] : [];
  });
  const masked = findSet(column, 'masking_policy.policy_name') ?? findSet(column, 'masking_policy');
  return { ...Object.fromEntries(told), ...(masked ? maskFact(masked) : {}) };
}

/** A mask that another resource of the folder makes goes by its address. */
function maskFact(told: Told): Facts {
  const value = told.value ?? told.refersTo;
  return { masking: value === undefined ? toFact(told) : { value, location: told.location } };
}

function besideFacts(resource: Resource, name: string): Facts {
  const column = name.toLowerCase();
  const tags = companionsOf(resource, 'snowflake_tag_association').flatMap((one) =>
    isOfColumn(one) && isAbout(one, column) ? (associated(one) ?? []) : [],
  );
  const mask = companionsOf(resource, 'snowflake_table_column_masking_policy_application').find(
    (one) => textAt(one, 'column')?.toLowerCase() === column,
  );
  const named = mask && findSet(mask, 'masking_policy');
  return { ...tagsFact(tags), ...(named ? maskFact(named) : maskByTag(resource, tags)) };
}

const isAbout = (association: Resource, column: string): boolean => identifiersOf(association).some(({ names }) => names.at(-1) === column);

/** A tag that carries a mask masks what it is on. */
function maskByTag({ scope }: Resource, tags: readonly WrittenTag[]): Facts {
  const names = new Set(tags.map(({ name }) => name));
  for (const [address, { block, file }] of names.size > 0 ? scope.resources : []) {
    if (block.labels[0] !== 'snowflake_tag_masking_policy_association' || block.type !== 'resource') continue;
    const association: Resource = { address, type: block.labels[0], block, file, scope };
    const tag = findSet(association, 'tag_id');
    const policy = findSet(association, 'masking_policy_id');
    if (tag && policy && names.has(tagName(tag, association) ?? '')) return maskFact(policy);
  }
  return {};
}
