import type { Json } from '../../model/json.ts';
import { UNKNOWN } from '../resources/view.ts';
import type { ResourceView, ViewedResource } from '../resources/view.ts';

/** A value of a resource with the resource that says it: another one for what is set apart. */
export interface Found {
  readonly value: Json;
  readonly from: ViewedResource;
}

type JsonMap = { readonly [key: string]: Json };
const isMap = (value: Json | undefined): value is JsonMap => typeof value === 'object' && value !== null && !Array.isArray(value);

export const isUnknown = (value: Json | undefined): boolean => isMap(value) && Object.hasOwn(value, UNKNOWN);

/**
 * What stands under a path: `encryption.0.enabled` with the index of a block left out. `type@attribute:path` looks in the resources of
 * that type that name this one there.
 */
export function findValue(resource: ViewedResource, path: string, view: ResourceView): Found | undefined {
  const [head = '', rest] = path.split(':') as [string, string?];
  if (rest === undefined) return foundIn(resource, path);
  const other = companions(resource, head, view).find((one) => rest === '' || foundIn(one, rest));
  return other && (rest === '' ? { value: other.id, from: other } : foundIn(other, rest));
}

export function companions(resource: ViewedResource, head: string, { resources }: ResourceView): readonly ViewedResource[] {
  const [type, by = ''] = head.split('@');
  const names = new Set(
    [resource.id, resource.value['bucket'], resource.value['name'], resource.value['arn']].filter((one) => typeof one === 'string'),
  );
  return resources.filter(({ value }) => value['_type'] === type && names.has(value[by] as string));
}

/** All values under a path, where blocks repeat. */
export function findAll(resource: ViewedResource, path: string): readonly Json[] {
  let found: readonly Json[] = [resource.value];
  for (const step of path.split('.')) {
    const inner = found.flatMap((one) => (isMap(one) && Object.hasOwn(one, step) ? [one[step] ?? null] : []));
    found = inner.flatMap((one) => (Array.isArray(one) ? (one as readonly Json[]) : [one]));
  }
  return found;
}

function foundIn(resource: ViewedResource, path: string): Found | undefined {
  let here: Json | undefined = resource.value;
  for (const step of path.split('.')) {
    const map: Json | undefined = Array.isArray(here) ? (here[0] as Json | undefined) : here;
    if (isUnknown(map)) return { value: map ?? null, from: resource };
    here = isMap(map) && Object.hasOwn(map, step) ? map[step] : undefined;
    if (here === undefined || here === null) return undefined;
  }
  return here === undefined || here === null ? undefined : { value: here, from: resource };
}
