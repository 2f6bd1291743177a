import type { Facts, Field } from '../../../../model/asset.ts';
import { associated, isOfColumn, tagName, tagsFact, type WrittenTag } from '../facts/snowflake-tags.ts';
import { identifiersOf } from '../identifiers.ts';
import { toLocation, type Block } from '../part.ts';
import { blocksOf, companionsOf, findSet, textAt, within, type Resource } from '../resource.ts';
import type { Scope } from '../scope.ts';
import { toFact, type Told } from '../told.ts';
import type { ToldFields } from './told-fields.ts';

/** The columns of a table or view, with the masks and tags that other resources give them. */
export function snowflakeFields(resource: Resource): ToldFields {
  const beside = besideOf(resource);
  const blocks = blocksOf(resource.block, 'column');
  const fields = blocks.flatMap((block) => fieldOf(resource, block, beside) ?? []);
  const isPartial = fields.length === 0 || blocks.some(({ forEach }) => forEach !== undefined) || resource.block.damaged === true;
  return { fields, ...(isPartial ? { partial: true } : {}) };
}

/** What other blocks say of columns, by the column's name in lower case. */
interface Beside {
  readonly keys: ReadonlySet<string>;
  readonly tags: ReadonlyMap<string, readonly WrittenTag[]>;
  readonly masks: ReadonlyMap<string, Told>;
}

function besideOf(resource: Resource): Beside {
  const tags = companionsOf(resource, 'snowflake_tag_association').filter(isOfColumn).flatMap(columnTags);
  const masks = companionsOf(resource, 'snowflake_table_column_masking_policy_application').flatMap((one): [string, Told][] => {
    const column = textAt(one, 'column')?.toLowerCase();
    const told = findSet(one, 'masking_policy');
    return column !== undefined && told ? [[column, told]] : [];
  });
  const byColumn = Map.groupBy(tags, ({ column }) => column);
  return {
    keys: new Set(keysOf(resource)),
    tags: new Map([...byColumn].map(([column, found]) => [column, found.map(({ tag }) => tag)])),
    masks: new Map(masks),
  };
}

function columnTags(association: Resource): readonly { readonly column: string; readonly tag: WrittenTag }[] {
  const tag = associated(association);
  return tag ? identifiersOf(association).flatMap(({ names }) => (names.length > 0 ? [{ column: names.at(-1) ?? '', tag }] : [])) : [];
}

function keysOf(resource: Resource): readonly string[] {
  const keys = findSet(resource, 'primary_key.keys')?.value;
  return Array.isArray(keys) ? keys.map((key) => String(key).toLowerCase()) : [];
}

function fieldOf(resource: Resource, block: Block, beside: Beside): Field | undefined {
  const column = within(resource, block);
  const attribute = block.attributes.find(({ name }) => name === 'name' || name === 'column_name');
  const name = textAt(column, 'name') ?? textAt(column, 'column_name');
  if (!attribute || name === undefined) return undefined;
  const type = textAt(column, 'type');
  return {
    name,
    ...(type === undefined ? {} : { type }),
    location: toLocation(attribute.file ?? column.file, attribute.value.at),
    extent: toLocation(block.file ?? resource.file, block.at),
    facts: {
      ...ownFacts(column),
      ...(beside.keys.has(name.toLowerCase()) ? keyFact(resource, attribute.at) : {}),
      ...besideFacts(resource, name, beside),
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

function besideFacts(resource: Resource, name: string, beside: Beside): Facts {
  const tags = beside.tags.get(name.toLowerCase()) ?? [];
  const mask = beside.masks.get(name.toLowerCase()) ?? tags.flatMap((tag) => masksByTag(resource.scope).get(tag.name) ?? [])[0];
  return { ...tagsFact(tags), ...(mask ? maskFact(mask) : {}) };
}

const MASKS = new WeakMap<Scope, ReadonlyMap<string, Told>>();

/** A tag that carries a mask masks what it is on. Looked up once a folder. */
function masksByTag(scope: Scope): ReadonlyMap<string, Told> {
  const known = MASKS.get(scope);
  if (known) return known;
  const masks = [...scope.resources].flatMap(([address, { block, file }]): [string, Told][] => {
    const association: Resource = { address, type: block.labels[0] ?? '', block, file, scope };
    if (block.type !== 'resource' || association.type !== 'snowflake_tag_masking_policy_association') return [];
    const tag = findSet(association, 'tag_id');
    const name = tag && tagName(tag, association);
    const policy = findSet(association, 'masking_policy_id');
    return name !== undefined && policy ? [[name, policy]] : [];
  });
  const found = new Map(masks);
  MASKS.set(scope, found);
  return found;
}
