import type { Fact, Facts } from '../../../model/asset.ts';
import type { Location } from '../../../model/source.ts';
import type { DocumentNode } from '../../text/document-tree.ts';
import { factOf, find, findAll, membersOf, textIn, textOf, textsIn, unknownIn, type Found } from '../../infrastructure/found.ts';
import { copied, type ReadTree } from '../../infrastructure/tree-facts.ts';

const NAMED_IN = ['catalog_name', 'schema_name', 'name'];

/** `catalog.schema.name`, as far as all its parts can be told. */
const qualifiedName: ReadTree = (resource) => {
  const set = NAMED_IN.flatMap((path) => find(resource, path) ?? []);
  const texts = set.map(textOf);
  const name = find(resource, 'catalog_name') ? find(resource, 'name') : undefined;
  if (!name || textOf(name) === undefined || texts.includes(undefined)) return {};
  return { qualified_name: { value: texts.join('.'), location: name.location } };
};

/** The name that a statement of SQL has for a securable; undefined for what is none, or whose name cannot be told. */
export function relationOf(kind: string, resource: DocumentNode): string | undefined {
  if (kind !== 'catalogs' && kind !== 'schemas') return undefined;
  const name = kind === 'catalogs' ? textIn(resource, 'name') : qualifiedName(resource)['qualified_name']?.value;
  return typeof name === 'string' ? name.toLowerCase() : undefined;
}

const tagged: ReadTree = (resource) => {
  const found = find(resource, 'tags', 'custom_tags');
  if (!found) return {};
  return { tags: found.node.kind === 'list' ? tagList(found) : factOf(found) };
};

/** A warehouse lists its tags as keys and values. */
function tagList(found: Found): Fact {
  const pairs = membersOf(found).flatMap(({ node, location }) => {
    const name = textOf(find(node, 'key'));
    return name === undefined ? [] : [{ name, value: textOf(find(node, 'value')) ?? true, location }];
  });
  return {
    value: Object.fromEntries(pairs.map(({ name, value }) => [name, value])),
    location: found.location,
    parts: Object.fromEntries(pairs.map(({ name, location }) => [name, location])),
  };
}

const GRANTEES = ['principal', 'group_name', 'user_name', 'service_principal_name'];

export interface WrittenGrant {
  /** Undefined where it cannot be told whom or what it is for. */
  readonly to: string | undefined;
  readonly privileges: readonly string[];
  readonly unknown: string | undefined;
  readonly location: Location;
}

/** `grants` of a securable, `permissions` of all else. */
export function grantsIn(node: DocumentNode): readonly WrittenGrant[] {
  return [...findAll(node, 'grants'), ...findAll(node, 'permissions')].flatMap(membersOf).map((grant) => ({
    to: textIn(grant.node, ...GRANTEES),
    privileges: textsIn(find(grant.node, 'privileges', 'level')?.node),
    unknown: unknownIn(grant.node),
    location: grant.location,
  }));
}

/** Grants as policies read them. Whom or what cannot be told leaves its grant out, and names it as unknown. */
export function grantsOn(on: string, grants: readonly WrittenGrant[]): Facts {
  const known = grants.flatMap(({ to, privileges, location }) =>
    to === undefined || privileges.length === 0 ? [] : [{ grant: { to, privileges: [...privileges], on }, location }],
  );
  const unknown = grants.find((one) => one.unknown !== undefined)?.unknown;
  const [first] = grants;
  if (!first || (known.length === 0 && unknown === undefined)) return {};
  return {
    grants: {
      ...(known.length > 0 ? { value: known.map(({ grant }) => grant) } : {}),
      ...(unknown === undefined ? {} : { unknown }),
      location: first.location,
      parts: Object.fromEntries(known.map(({ location }, index) => [String(index), location])),
    },
  };
}

const RUNNERS = ['user_name', 'service_principal_name', 'group_name'];

/** Who runs it: its own word, else that of the bundle. A permission may name the owner as well. */
export function ownerOf(resource: DocumentNode, shared: DocumentNode | undefined): Facts {
  const paths = RUNNERS.map((name) => `run_as.${name}`);
  const owner = find(resource, 'owner', ...paths) ?? ownerByPermission(resource) ?? (shared ? find(shared, ...paths) : undefined);
  return owner ? { owner: factOf(owner) } : {};
}

function ownerByPermission(resource: DocumentNode): Found | undefined {
  const owning = findAll(resource, 'permissions')
    .flatMap(membersOf)
    .find(({ node }) => textOf(find(node, 'level')) === 'IS_OWNER');
  return owning && find(owning.node, ...GRANTEES);
}

/** The region of a cluster, where the zone of its machines tells it: `us-west-2a`, `europe-west1-b`. */
const zoned: ReadTree = (resource) => {
  const zone = find(resource, 'aws_attributes.zone_id', 'gcp_attributes.zone_id');
  const region = /^([a-z]+(?:-[a-z]+)+-?\d)-?[a-z]$/.exec(textOf(zone) ?? '')?.[1];
  return zone && region !== undefined ? { region: { value: region, location: zone.location } } : {};
};

/** What all kinds of resources say in the same words. */
export const READERS: readonly ReadTree[] = [
  copied('physical_name', 'name', 'display_name', 'cluster_name'),
  copied('description', 'description', 'comment'),
  copied('catalog', 'catalog', 'catalog_name'),
  copied('schema', 'schema', 'target', 'schema_name'),
  copied('url', 'storage_location', 'storage_root', 'storage', 'url'),
  copied('data_security_mode', 'data_security_mode'),
  tagged,
  qualifiedName,
  zoned,
];
