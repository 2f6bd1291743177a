import type { Json } from '../../model/json.ts';
import type { ResourceView, ViewedResource } from '../resources/view.ts';
import { AWS_SERVICES } from './aws.ts';
import { companions, findAll, findValue, isUnknown } from './find-value.ts';
import type { FieldSource, Service } from './service.ts';

/** The services whose resources checks for Trivy can be asked about here: `aws.s3`. */
export const KNOWN_SERVICES: ReadonlySet<string> = new Set(AWS_SERVICES.map(({ at }) => at.split('.').slice(0, 2).join('.')));

type Growing = { [key: string]: Json | Growing };

/**
 * What of these reads, each a path in a member of a list of these services, is not given: a check that reads it would find nothing, in silence.
 */
export function untold(services: readonly string[], reads: readonly string[]): readonly string[] {
  const own = AWS_SERVICES.filter(({ at }) => services.some((name) => at.startsWith(`${name}.`)));
  if (own.length === 0) return services;
  const told = AWS_SERVICES.flatMap(({ at, fields }) => [at.split('.').at(-1) ?? '', ...Object.keys(fields).flatMap(partsOf)]);
  const known = new Set(told);
  // A member of another list may stand before it: `cluster.instance.encryption`.
  return reads.filter((path) => !known.has(path) && !known.has(path.slice(path.indexOf('.') + 1)));
}

/** A path, all that it begins with, and all that it ends with: checks take parts into names of their own. */
function partsOf(path: string): readonly string[] {
  const steps = path.split('.');
  return steps.flatMap((_, from) => steps.slice(from).map((__, length) => steps.slice(from, from + length + 1).join('.')));
}

/** The input of a check for Trivy: services, each a list of what its resources set, what nobody sets at its default. Source: Trivy, "Cloud" schema. */
export function serviceInput(view: ResourceView): Json {
  const input: Growing = {};
  for (const service of AWS_SERVICES) {
    const types = new Set(view.kind === 'cfn' ? service.template : service.terraform);
    const own = view.resources.filter(({ value }) => types.has(String(value['_type'])));
    if (own.length > 0)
      set(
        input,
        service.at.split('.'),
        own.map((one) => memberOf(service, one, view)),
      );
  }
  return input as Json;
}

function memberOf(service: Service, resource: ViewedResource, view: ResourceView): Json {
  const member: Growing = { __defsec_metadata: metadataOf(resource) };
  const absent = Object.entries(service.optional ?? {}).flatMap(([part, of]) =>
    pathsOf(of, view).some((path) => findValue(resource, path, view)) ? [] : [`${part}.`],
  );
  for (const [path, field] of Object.entries(service.fields))
    if (!absent.some((part) => path.startsWith(part))) set(member, path.split('.'), fieldValue(field, resource, view));
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
    return items.map((item) => valueNode(item, resource));
  }
  if (field.means) return valueNode(means(field.means, paths, resource, view), resource);
  for (const path of paths) {
    const found = findValue(resource, path, view);
    if (found) return valueNode(isUnknown(found.value) ? found.value : typed(found.value, field), resource);
  }
  return valueNode(field.otherwise, resource);
}

function means(words: ReadonlySet<string>, paths: readonly string[], resource: ViewedResource, view: ResourceView): Json {
  const all = paths.flatMap((path) => {
    const [head = '', rest] = path.split(':') as [string, string?];
    return rest === undefined ? findAll(resource, path) : companions(resource, head, view).flatMap((one) => findAll(one, rest));
  });
  return all.some((value) => words.has(String(value))) || (all.find(isUnknown) ?? false);
}

function typed(value: Json, { kind }: FieldSource): Json {
  if (kind === 'there') return true;
  if (kind === 'flag') return value === true || value === 'true';
  if (kind === 'number') return Number(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function valueNode(value: Json, { id, file }: ViewedResource): Json {
  const place = { resource: id, filepath: file, startline: 1, endline: 1, managed: true, fskey: '' };
  return isUnknown(value) ? { ...place, value: '', unresolvable: true } : { ...place, value, unresolvable: false };
}

function set(into: Growing, [name = '', ...rest]: readonly string[], value: Json): void {
  if (rest.length === 0) into[name] = value;
  else set((into[name] ??= {}) as Growing, rest, value);
}
