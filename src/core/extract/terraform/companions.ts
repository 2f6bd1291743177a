import { addressIn } from './address-in.ts';
import { COMPANIONS } from './kinds.ts';
import type { Expression } from './part.ts';
import { find, type Resource } from './resource.ts';

/** Under which attribute a companion names what it is about. */
const SUBJECTS: readonly string[] = ['bucket', 'arn', 'queue_url', 'domain_name', 'key_id', 'storage_account_id', 'table_id'];

/** The companions of each resource, by its address: those that refer to it, or name it as it names itself. */
export function companionsByAddress(resources: readonly Resource[]): ReadonlyMap<string, readonly Resource[]> {
  const byName = new Map(resources.flatMap((resource) => namesOf(resource).map((name) => [name, resource.address] as const)));
  const joined = new Map<string, Resource[]>();
  for (const companion of resources) {
    const target = COMPANIONS.has(companion.type) ? subjectOf(companion, byName) : undefined;
    if (target === undefined) continue;
    const before = joined.get(target);
    if (before) before.push(companion);
    else joined.set(target, [companion]);
  }
  return joined;
}

function subjectOf(companion: Resource, byName: ReadonlyMap<string, string>): string | undefined {
  for (const attribute of SUBJECTS) {
    const given = companion.block.attributes.find(({ name }) => name === attribute);
    if (!given) continue;
    const told = find(companion, attribute);
    const target = addressOfExpression(given.value) ?? told?.refersTo;
    if (target !== undefined) return target;
    if (typeof told?.value === 'string') return byName.get(told.value);
  }
  return undefined;
}

/** The resource that an expression is an attribute of. */
export function addressOfExpression(expression: Expression): string | undefined {
  return expression.is === 'path' ? addressIn(expression.steps) : undefined;
}

/** What the platform calls a resource. */
function namesOf(resource: Resource): readonly string[] {
  if (COMPANIONS.has(resource.type)) return [];
  return ['bucket', 'name', 'domain_name'].flatMap((attribute) => {
    const value = resource.block.attributes.some(({ name }) => name === attribute) ? find(resource, attribute)?.value : undefined;
    return typeof value === 'string' && value !== '' ? [value] : [];
  });
}
