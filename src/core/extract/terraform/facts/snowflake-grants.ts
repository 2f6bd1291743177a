import type { Facts } from '../../../../model/asset.ts';
import { toLocation } from '../part.ts';
import { find, findSet, type Resource } from '../resource.ts';
import { isList, toldAs, type Told } from '../told.ts';
import { grantsFact } from './grants.ts';

/** Who is granted what, in the resources of today and those that they replaced. */
export function snowflakeGrants(resource: Resource): Facts {
  const location = toLocation(resource.file, resource.block.name);
  const privileges = privilegesOf(resource, location);
  const option = findSet(resource, 'with_grant_option')?.value;
  return grantsFact(
    granteesOf(resource).map((to) => ({
      to: readable(to),
      privileges: [privileges],
      on: targetOf(resource),
      ...(option === true ? { option: true } : {}),
      location: privileges?.location ?? to.location,
    })),
  );
}

const GRANTEES: readonly string[] = [
  'account_role_name',
  'database_role_name',
  'to_share',
  'parent_role_name',
  'parent_role',
  'parent_database_role_name',
  'user_name',
  'share_name',
  'role_name',
  'roles',
  'shares',
];

/** The first that is set is who is granted; a role that is granted is not. */
function granteesOf(resource: Resource): readonly Told[] {
  for (const path of GRANTEES) {
    if (path === 'role_name' && resource.type.includes('_grant_account_role')) continue;
    const told = find(resource, path);
    if (told?.value === null || told === undefined) continue;
    if (isList(told.value)) return told.value.map((value) => toldAs(value, told.location));
    return [told];
  }
  return [];
}

/** A role that this folder makes goes by its address where its name cannot be told. */
function readable(told: Told): Told {
  return told.value === undefined && told.refersTo !== undefined ? toldAs(told.refersTo, told.location) : told;
}

function privilegesOf(resource: Resource, location: Told['location']): Told | undefined {
  if (resource.type === 'snowflake_grant_ownership') return toldAs('OWNERSHIP', location);
  if (/_grant_(?:account|database|application)_role$/.test(resource.type)) return toldAs('ROLE', location);
  const all = findSet(resource, 'all_privileges');
  if (all && all.value !== false) return all.unknown === undefined ? toldAs('ALL PRIVILEGES', all.location) : all;
  return findSet(resource, 'privileges') ?? findSet(resource, 'privilege');
}

const TARGETS: readonly string[] = [
  'on_schema_object.object_name',
  'on_schema.schema_name',
  'on_account_object.object_name',
  'on.object_name',
  'on_table',
  'on_view',
  'on_tag',
  'on_schema',
  'on_database',
  'on_all_tables_in_schema',
  'on_schema.all_schemas_in_database',
  'on_schema.future_schemas_in_database',
  'on_schema_object.all.in_schema',
  'on_schema_object.all.in_database',
  'on_schema_object.future.in_schema',
  'on_schema_object.future.in_database',
  'table_name',
  'view_name',
  'schema_name',
  'database_name',
  'warehouse_name',
  'role_name',
];

function targetOf(resource: Resource): string {
  for (const path of TARGETS) {
    const told = findSet(resource, path);
    if (told?.refersTo !== undefined) return told.refersTo;
    if (typeof told?.value === 'string') return told.value;
  }
  return findSet(resource, 'on_account')?.value === true ? 'the account' : '';
}

/** Grants on objects that are still to be made. */
export function onFuture(resource: Resource): Facts {
  const told = findSet(resource, 'on_future') ?? findSet(resource, 'on_schema_object.future.object_type_plural');
  return told && told.value !== false ? { on_future: { value: true, location: told.location } } : {};
}
