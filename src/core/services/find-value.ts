import type { Json } from '../../model/json.ts';
import { UNKNOWN } from '../resources/view.ts';
import type { ResourceView, ViewedResource } from '../resources/view.ts';

/** A value of a resource with the resource that says it: another one for what is set apart. */
export interface Found {
  readonly value: Json;
  readonly from: ViewedResource;
}

type JsonMap = { readonly [key: string]: Json };
export const isMap = (value: Json | undefined): value is JsonMap => typeof value === 'object' && value !== null && !Array.isArray(value);

export const isUnknown = (value: Json | undefined): boolean => isMap(value) && Object.hasOwn(value, UNKNOWN);

/** A path in the resource itself, or behind `type@attribute:` in those that it leads to. */
export function partsOfPath(path: string): { readonly head?: string; readonly rest: string } {
  // Types of CloudFormation have colons of their own.
  const colon = path.lastIndexOf(':');
  return colon < 0 ? { rest: path } : { head: path.slice(0, colon), rest: path.slice(colon + 1) };
}

/**
 * What stands under a path: `encryption.0.enabled` with the index of a block left out. `type@attribute:path` looks in the resources of
 * that type that name this one there. `setting[name=x].value` looks in the block whose name is `x`.
 */
export function findValue(resource: ViewedResource, path: string, view: ResourceView): Found | undefined {
  const { head, rest } = partsOfPath(path);
  if (head === undefined) return foundIn(resource, rest);
  const other = companions(resource, head, view).find((one) => rest === '' || foundIn(one, rest));
  return other && (rest === '' ? { value: other.id, from: other } : foundIn(other, rest));
}

/** Resources that name this one: `type@attribute`, with a filter behind it, and `>` before those that name the ones before. */
export function companions(resource: ViewedResource, head: string, view: ResourceView): readonly ViewedResource[] {
  const [first = '', ...further] = head.split('>');
  const own = directCompanions(resource, first, view);
  return further.length === 0 ? own : own.flatMap((one) => companions(one, further.join('>'), view));
}

function directCompanions(resource: ViewedResource, head: string, { resources }: ResourceView): readonly ViewedResource[] {
  const filter = filterIn(head);
  const [type, by = ''] = filter.name.split('@');
  const names = namesOf(resource);
  return resources.filter(({ value }) => value['_type'] === type && names.has(value[by] as string) && isMeant(value, filter));
}

/** Of a type that may have a filter behind it: `google_compute_firewall[direction=EGRESS]`. */
export function isOfType({ value }: ViewedResource, written: string | undefined): boolean {
  const filter = filterIn(written ?? '');
  return value['_type'] === filter.name && isMeant(value, filter);
}

const namesOf = ({ id, value }: ViewedResource): ReadonlySet<string> =>
  new Set([id, value['bucket'], value['name'], value['arn'], value['id']].filter((one): one is string => typeof one === 'string'));

/** All values under a path, where blocks repeat. */
export function findAll(resource: ViewedResource, path: string): readonly Json[] {
  let found: readonly Json[] = [resource.value];
  for (const step of stepsOf(path)) {
    const filter = filterIn(step);
    const { name } = filter;
    const inner = found.flatMap((one) => (isMap(one) && Object.hasOwn(one, name) ? [one[name] ?? null] : []));
    const all = inner.flatMap((one) => (Array.isArray(one) ? (one as readonly Json[]) : [one]));
    found = filter.key === undefined ? all : all.filter((one) => isMap(one) && isMeant(one, filter));
  }
  return found;
}

function foundIn(resource: ViewedResource, path: string): Found | undefined {
  let here: Json | undefined = resource.value;
  for (const step of stepsOf(path)) {
    const filter = filterIn(step);
    const { name } = filter;
    const map: Json | undefined = Array.isArray(here) ? (here[0] as Json | undefined) : here;
    if (isUnknown(map)) return { value: map ?? null, from: resource };
    here = isMap(map) && Object.hasOwn(map, name) ? map[name] : undefined;
    if (filter.key !== undefined && here !== undefined) here = blockIn(here, filter);
    if (here === undefined || here === null) return undefined;
  }
  return here === undefined || here === null ? undefined : { value: here, from: resource };
}

function blockIn(blocks: Json, filter: Filter): Json | undefined {
  const all = Array.isArray(blocks) ? (blocks as readonly Json[]) : [blocks];
  return all.find((one) => isMap(one) && isMeant(one, filter)) ?? all.find(isUnknown);
}

const stepsOf = (path: string): readonly string[] => path.match(/[^.[]+(?:\[[^\]]*\])?/g) ?? [];

interface Filter {
  readonly name: string;
  readonly key?: string;
  readonly isNot: boolean;
  readonly wanted: string;
}

/** `database_flags[name=log_connections]`, `[direction!=EGRESS]`. */
function filterIn(step: string): Filter {
  const [, name = step, key, not = '', wanted = ''] = /^([^[]*)\[([^=!]*)(!?)=([^\]]*)\]$/.exec(step) ?? [];
  return { name, wanted, isNot: not !== '', ...(key === undefined ? {} : { key }) };
}

const isMeant = (value: JsonMap, { key, isNot, wanted }: Filter): boolean => key === undefined || (String(value[key]) === wanted) !== isNot;
