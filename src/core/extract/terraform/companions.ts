import { addressIn } from './address-in.ts';
import { COMPANIONS } from './kinds.ts';
import type { Expression } from './part.ts';
import { identifiersOf } from './identifiers.ts';
import { find, findSet, type Resource } from './resource.ts';
import type { Scope } from './scope.ts';

/** Under which attribute a companion names what it is about. */
const SUBJECTS: readonly string[] = [
  'bucket',
  'arn',
  'queue_url',
  'domain_name',
  'key_id',
  'repository',
  'storage_account_id',
  'server_id',
  'server_name',
  'synapse_workspace_id',
  'table',
  'table_id',
  'entity_name',
];

/** Resources of their own that say something about another as well. */
const BESIDE: ReadonlySet<string> = new Set(['google_storage_bucket_iam_member', 'google_storage_bucket_iam_binding']);

const isCompanion = ({ type }: Resource): boolean => COMPANIONS.has(type) || BESIDE.has(type);

/** The companions of each resource, by its address: those that refer to it, or name it as it names itself. */
export function companionsByAddress(resources: readonly Resource[]): ReadonlyMap<string, readonly Resource[]> {
  const byName = new Map(resources.flatMap((resource) => namesOf(resource).map((name) => [name, resource.address] as const)));
  const joined = new Map<string, Resource[]>();
  for (const companion of resources.filter(isCompanion)) {
    for (const target of new Set([subjectOf(companion, byName), ...identified(companion, byName)])) {
      if (target === undefined) continue;
      const before = joined.get(target);
      if (before) before.push(companion);
      else joined.set(target, [companion]);
    }
  }
  return joined;
}

/** A tag association names its objects in a list: whole names, or a reference with the column behind it. */
function identified(companion: Resource, byName: ReadonlyMap<string, string>): readonly string[] {
  return identifiersOf(companion).flatMap(({ address, names }) => address ?? objectOf(names, byName) ?? []);
}

function objectOf(names: readonly string[], byName: ReadonlyMap<string, string>): string | undefined {
  return byName.get(names.join('.')) ?? byName.get(names.slice(0, -1).join('.'));
}

function subjectOf(companion: Resource, byName: ReadonlyMap<string, string>): string | undefined {
  for (const attribute of SUBJECTS) {
    const given = companion.block.attributes.find(({ name }) => name === attribute);
    if (!given) continue;
    const told = find(companion, attribute);
    const target = addressOfExpression(given.value, companion.scope) ?? told?.refersTo;
    if (target !== undefined) return target;
    if (typeof told?.value === 'string') return byName.get(told.value) ?? byName.get(told.value.replaceAll('"', '').toLowerCase());
  }
  return undefined;
}

/** The whole address of the resource that an expression is an attribute of. What a module gives is told by its outputs. */
export function addressOfExpression(expression: Expression, { prefix }: Scope): string | undefined {
  const address = expression.is === 'path' && expression.steps[0] !== 'module' ? addressIn(expression.steps) : undefined;
  return address === undefined ? undefined : `${prefix}${address}`;
}

/** What the platform calls a resource: by one name, and by the names that it stands in. */
function namesOf(resource: Resource): readonly string[] {
  if (isCompanion(resource) || resource.block.type !== 'resource') return [];
  const own = ['bucket', 'name', 'domain_name'].flatMap((path) => textOf(resource, path) ?? []);
  const outer = [
    textOf(resource, 'database') ?? textOf(resource, 'catalog_name'),
    textOf(resource, 'schema') ?? textOf(resource, 'schema_name'),
  ];
  const [name] = own;
  return name === undefined ? [] : [...own, [...outer.filter((one) => one !== undefined), name].join('.').toLowerCase()];
}

function textOf(resource: Resource, path: string): string | undefined {
  const told = resource.block.attributes.some(({ name }) => name === path) ? findSet(resource, path) : undefined;
  return typeof told?.value === 'string' ? told.value : undefined;
}
