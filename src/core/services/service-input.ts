import type { Json } from '../../model/json.ts';
import type { ResourceView, ViewedResource } from '../resources/view.ts';
import { AWS_SERVICES } from './aws.ts';
import { AWS_DELIVERY } from './aws-delivery.ts';
import { AZURE_SERVICES } from './azure.ts';
import { companions, findAll, findValue, isMap, isOfType, isUnknown, partsOfPath } from './find-value.ts';
import { CLUSTER_SERVICES } from './clusters.ts';
import { GOOGLE_IAM } from './google-iam.ts';
import { GOOGLE_SERVICES } from './google.ts';
import { MACHINE_SERVICES } from './machines.ts';
import { NETWORK_SERVICES } from './networks.ts';
import type { FieldSource, ListSource, Service } from './service.ts';

const SERVICES: readonly Service[] = [
  ...AWS_SERVICES,
  ...AWS_DELIVERY,
  ...AZURE_SERVICES,
  ...GOOGLE_SERVICES,
  ...GOOGLE_IAM,
  ...CLUSTER_SERVICES,
  ...NETWORK_SERVICES,
  ...MACHINE_SERVICES,
];

/** The services whose resources checks for Trivy can be asked about here: `aws.s3`. */
export const KNOWN_SERVICES: ReadonlySet<string> = new Set(SERVICES.map(({ at }) => at.split('.').slice(0, 2).join('.')));

type Growing = { [key: string]: Json | Growing };

/**
 * What of these reads, each a path in a member of a list of these services, is not given: a check that reads it would find nothing, in silence.
 */
export function untold(services: readonly string[], reads: readonly string[]): readonly string[] {
  const own = SERVICES.filter(({ at }) => services.some((name) => at.startsWith(`${name}.`)));
  if (own.length === 0) return services;
  const known = new Set(own.flatMap(toldBy));
  // A member of another list may stand before it: `cluster.instance.encryption`.
  return reads.filter((path) => !known.has(path) && !known.has(path.slice(path.indexOf('.') + 1)));
}

function toldBy({ at, fields, lists = {} }: Service): readonly string[] {
  const inLists = Object.entries(lists).flatMap(([name, of]) => [
    name,
    ...sourcesOf(of).flatMap((list) => pathsIn(list.fields).map((field) => `${name}.${field}`)),
  ]);
  return [at.split('.').at(-1) ?? '', ...[...pathsIn(fields), ...inLists].flatMap(partsOf)];
}

/** Each of several ports has a start and an end. */
const pathsIn = (fields: Service['fields']): readonly string[] =>
  Object.entries(fields).flatMap(([path, { kind }]) => (kind === 'ports' ? [path, `${path}.start`, `${path}.end`] : [path]));

const sourcesOf = (list: ListSource | readonly ListSource[]): readonly ListSource[] => ('fields' in list ? [list] : list);

/** A path, all that it begins with, and all that it ends with: checks take parts into names of their own. */
function partsOf(path: string): readonly string[] {
  const steps = path.split('.');
  return steps.flatMap((_, from) => steps.slice(from).map((__, length) => steps.slice(from, from + length + 1).join('.')));
}

/** The input of a check for Trivy: services, each a list of what its resources set, what nobody sets at its default. Source: Trivy, "Cloud" schema. */
export function serviceInput(view: ResourceView): Json {
  const input: Growing = {};
  for (const service of SERVICES) {
    const types = new Set(view.kind === 'cfn' ? service.template : service.terraform);
    const own = view.resources.filter(({ value }) => types.has(String(value['_type'])));
    const all = [...own.map((one) => memberOf(service, one, view)), ...orphansOf(service, own, view)];
    if (all.length > 0) set(input, service.at.split('.'), service.isOne ? (all[0] ?? null) : all);
  }
  return input as Json;
}

/** Members for resources that name none of those that are here: nothing is known of what they belong to. */
function orphansOf({ lists = {} }: Service, own: readonly ViewedResource[], view: ResourceView): readonly Json[] {
  const all = Object.entries(lists).flatMap(([name, of]) => sourcesOf(of).map((source) => [name, source] as const));
  return all.flatMap(([name, source]) => {
    const taken = new Set(own.flatMap((one) => itemsOf(source, one, view)).map(({ id }) => id));
    const left = view.resources.filter((one) => isOfType(one, source.orphans) && !taken.has(one.id));
    const items = left.flatMap((one) => blocksIn(one, pathIn(source, view), true));
    return items.map((item): Json => {
      const member: Growing = { __defsec_metadata: { ...(metadataOf(item) as object), managed: false } };
      set(member, name.split('.'), [itemOf(source, item, view)]);
      return member as Json;
    });
  });
}

/** Where in a resource of its own, not in one that it belongs to, the items of a list are. */
function pathIn(source: ListSource, view: ResourceView): string {
  const own = pathsOf(source, view).map(partsOfPath);
  return own.find(({ head }) => head?.replace(/@\w+/, '') === source.orphans)?.rest ?? '';
}

/** The blocks under the paths of a list, as if they were resources, and the resources themselves that it is of. */
function itemsOf(source: ListSource, resource: ViewedResource, view: ResourceView): readonly ViewedResource[] {
  return pathsOf(source, view).flatMap((path) => {
    const { head, rest } = partsOfPath(path);
    const from = head === undefined ? [resource] : companions(resource, head, view);
    return from.flatMap((one) => blocksIn(one, rest, head !== undefined));
  });
}

/** What is said of a resource beside holds for each of its blocks. */
function blocksIn(resource: ViewedResource, path: string, isBeside: boolean): readonly ViewedResource[] {
  if (path === '') return [resource];
  const blocks = findAll(resource, path).filter(isMap);
  return blocks.map((value) => ({ ...resource, value: isBeside ? { ...resource.value, ...value } : value }));
}

function itemOf({ fields }: ListSource, item: ViewedResource, view: ResourceView): Json {
  const told: Growing = { __defsec_metadata: metadataOf(item) };
  for (const [path, field] of Object.entries(fields)) set(told, path.split('.'), fieldValue(field, item, view));
  describe(told, item);
  return told as Json;
}

function memberOf(service: Service, resource: ViewedResource, view: ResourceView): Json {
  const member: Growing = { __defsec_metadata: metadataOf(resource) };
  const absent = Object.entries(service.optional ?? {}).flatMap(([part, of]) =>
    pathsOf(of, view).some((path) => findValue(resource, path, view)) ? [] : [`${part}.`],
  );
  for (const [path, field] of Object.entries(service.fields))
    if (!absent.some((part) => path.startsWith(part))) set(member, path.split('.'), fieldValue(field, resource, view));
  for (const [name, of] of Object.entries(service.lists ?? {})) {
    const items = sourcesOf(of).flatMap((source) => itemsOf(source, resource, view).map((item) => itemOf(source, item, view)));
    set(member, name.split('.'), items);
  }
  describe(member, resource);
  return member as Json;
}

/** Every part says which resource it belongs to, as the resource itself does. */
function describe(part: Growing, resource: ViewedResource): void {
  for (const [key, value] of Object.entries(part))
    if (key !== '__defsec_metadata' && typeof value === 'object' && value !== null && !Array.isArray(value) && !('fskey' in value)) {
      (value as Growing)['__defsec_metadata'] ??= metadataOf(resource);
      describe(value as Growing, resource);
    }
}

const metadataOf = ({ id, file }: ViewedResource): Json => ({
  resource: id,
  filepath: file,
  startline: 1,
  endline: 1,
  managed: true,
  unresolvable: false,
});

const pathsOf = ({ terraform, template }: Pick<FieldSource, 'terraform' | 'template'>, { kind }: ResourceView): readonly string[] =>
  kind === 'cfn' ? template : terraform;

function fieldValue(field: FieldSource, resource: ViewedResource, view: ResourceView): Json {
  const paths = pathsOf(field, view);
  if (field.kind === 'list') {
    const found = paths.flatMap((path) => findAll(resource, path));
    const items = found.length > 0 ? found : (field.otherwise as readonly Json[]);
    return items.map((item) => valueNode(item, resource, true));
  }
  if (field.kind === 'ports') return paths.flatMap((path) => findAll(resource, path)).map((one) => portsNode(one, resource));
  if (field.means) return meantNode(field, paths, resource, view);
  for (const path of paths) {
    const found = findValue(resource, path, view);
    if (found) return valueNode(isUnknown(found.value) ? found.value : typed(found.value, field), resource, true);
  }
  return valueNode(field.otherwise, resource, false);
}

function meantNode({ means, otherwise }: FieldSource, paths: readonly string[], resource: ViewedResource, view: ResourceView): Json {
  const all = paths.flatMap((path) => {
    const { head, rest } = partsOfPath(path);
    return head === undefined ? findAll(resource, rest) : companions(resource, head, view).flatMap((one) => findAll(one, rest));
  });
  if (all.length === 0) return valueNode(otherwise, resource, false);
  return valueNode(all.some((value) => means?.has(String(value))) || (all.find(isUnknown) ?? false), resource, true);
}

function typed(value: Json, { kind, called, otherwise }: FieldSource): Json {
  if (called) return called.get(String(value)) ?? otherwise;
  if (kind === 'there') return true;
  if (kind === 'map') return value;
  if (kind === 'flag') return value === true || value === 'true';
  // Durations are written with their unit.
  if (kind === 'number') return Number(String(value).replace(/s$/, ''));
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const ALL_PORTS = 65_535;

function portsNode(written: Json, resource: ViewedResource): Json {
  if (isUnknown(written)) return { start: valueNode(written, resource, true), end: valueNode(written, resource, true) };
  const [from = '', to = from] = written === '*' ? ['0', String(ALL_PORTS)] : String(written).split('-');
  return { start: valueNode(Number(from), resource, true), end: valueNode(Number(to), resource, true) };
}

/** What nobody sets is managed by nobody. */
function valueNode(value: Json, { id, file }: ViewedResource, managed: boolean): Json {
  const place = { resource: id, filepath: file, startline: 1, endline: 1, managed, fskey: '' };
  return isUnknown(value) ? { ...place, value: '', unresolvable: true } : { ...place, value, unresolvable: false };
}

function set(into: Growing, [name = '', ...rest]: readonly string[], value: Json): void {
  if (rest.length === 0) into[name] = value;
  else set((into[name] ??= {}) as Growing, rest, value);
}
