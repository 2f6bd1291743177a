import type { Fact, Facts } from '../../../../model/asset.ts';
import type { Json } from '../../../../model/json.ts';
import type { Location } from '../../../../model/source.ts';
import { toLocation } from '../part.ts';
import { blocksOf, companionsOf, findSet, textAt, within, type Resource } from '../resource.ts';
import { toFact, type Told } from '../told.ts';

export interface WrittenTag {
  readonly name: string;
  readonly value: Json;
  readonly location: Location;
}

/** The tags of an object: its own blocks, and the associations that name it and no column of it. */
export function snowflakeTags(resource: Resource): Facts {
  const own = blocksOf(resource.block, 'tag').flatMap((block) => {
    const tag = within(resource, block);
    const name = textAt(tag, 'name');
    return name === undefined
      ? []
      : [{ name, value: findSet(tag, 'value')?.value ?? true, location: toLocation(block.file ?? resource.file, block.at) }];
  });
  const beside = companionsOf(resource, 'snowflake_tag_association').filter((one) => !isOfColumn(one));
  return tagsFact([...own, ...beside.flatMap((one) => associated(one) ?? [])]);
}

export function tagsFact(tags: readonly WrittenTag[]): Facts {
  const [first] = tags;
  if (!first) return {};
  const fact: Fact = {
    value: Object.fromEntries(tags.map(({ name, value }) => [name, value])),
    location: first.location,
    parts: Object.fromEntries(tags.map(({ name, location }) => [name, location])),
  };
  return { tags: fact };
}

export const isOfColumn = (association: Resource): boolean => textAt(association, 'object_type')?.toUpperCase() === 'COLUMN';

/** The tag that an association gives. */
export function associated(association: Resource): WrittenTag | undefined {
  const id = findSet(association, 'tag_id') ?? findSet(association, 'tag_name');
  const name = id && tagName(id, association);
  if (!id || name === undefined) return undefined;
  return { name, value: findSet(association, 'tag_value')?.value ?? true, location: id.location };
}

/** By its own name where this folder makes it, else by the last part of what is written. */
export function tagName(told: Told, { scope }: Resource): string | undefined {
  const tag = told.refersTo === undefined ? undefined : scope.tree.get(told.refersTo);
  const name = tag?.block.attributes.find((attribute) => attribute.name === 'name')?.value;
  if (name?.is === 'literal') return String(name.value).toLowerCase();
  if (told.refersTo !== undefined) return told.refersTo.split('.').at(-1);
  const last = typeof told.value === 'string' ? told.value.split(/[.|]/).at(-1) : undefined;
  return last?.replaceAll('"', '').toLowerCase();
}

/** A row access policy filters what each reader sees. */
export function rowFilter(resource: Resource): Facts {
  const told = findSet(resource, 'row_access_policy.policy_name');
  if (!told) return {};
  const named = told.value === undefined && told.refersTo !== undefined ? { ...told, value: told.refersTo } : told;
  const { unknown: _, ...known } = named;
  return { row_filter: toFact(named.value === undefined ? told : known) };
}
