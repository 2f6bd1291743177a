import type { Fact, Facts } from '../../../model/asset.ts';
import type { Json } from '../../../model/json.ts';
import type { Location } from '../../../model/source.ts';
import { qualityFact } from '../../contract/check-facts.ts';
import { at, itemsOf, textAt, toJson, type DocumentNode } from '../../text/document-tree.ts';

/** What a contract says of all its objects: who answers, how long data is kept, where it is. */
export function contractFacts(document: DocumentNode): Facts {
  return {
    ...plain(document, 'version', 'version'),
    ...plain(document, 'status', 'status'),
    ...plain(document, 'domain', 'domain'),
    ...descriptionFact(document),
    ...customFacts(document),
    ...tagsFact(document),
    ...ownerFact(document),
    ...regionFact(document),
    ...environmentFact(document),
  };
}

/** What an object says, over what its contract says. */
export function objectFacts(object: DocumentNode, outer: Facts): Facts {
  const custom = customFacts(object);
  const tags = [outer['tags'], custom['tags'], tagList(at(object, 'tags'))].reduce(layTags, undefined);
  return {
    ...outer,
    ...plain(object, 'physicalName', 'physical_name'),
    ...plain(object, 'physicalType', 'physical_type'),
    ...plain(object, 'description', 'description'),
    ...qualityFact(object),
    ...custom,
    ...(tags ? { tags } : {}),
  };
}

/** A key with a value, as the fact of another name. What a template makes up is unknown by its text. */
export function plain(node: DocumentNode, key: string, name: string): Facts {
  const found = at(node, key);
  if (!found || (found.kind === 'scalar' && found.value === null)) return {};
  return { [name]: factOf(found) };
}

export function factOf(node: DocumentNode): Fact {
  const value = toJson(node);
  const template = typeof value === 'string' && /\$\{|\{\{/.test(value);
  return template ? { unknown: value, location: node.location } : { value, location: node.location };
}

/** `tags: [pii, finance]`: tags without values. */
export function tagList(node: DocumentNode | undefined): Fact | undefined {
  if (!node) return undefined;
  return tagsOf(
    node.location,
    itemsOf(node).flatMap((item): Tag[] => (textAt(item) === undefined ? [] : [[textAt(item) ?? '', true, item.location]])),
  );
}

type Tag = readonly [string, Json, Location];

function tagsOf(location: Location, tags: readonly Tag[]): Fact | undefined {
  if (tags.length === 0) return undefined;
  return {
    value: Object.fromEntries(tags.map(([name, value]) => [name, value])),
    location,
    parts: Object.fromEntries(tags.map(([name, , place]) => [name, place])),
  };
}

export function layTags(under: Fact | undefined, over: Fact | undefined): Fact | undefined {
  if (!under || !over) return over ?? under;
  const value = { ...(under.value as { [key: string]: Json }), ...(over.value as { [key: string]: Json }) };
  return { value, location: over.location, parts: { ...under.parts, ...over.parts } };
}

function tagsFact(document: DocumentNode): Facts {
  const tags = layTags(customFacts(document)['tags'], tagList(at(document, 'tags')));
  return tags ? { tags } : {};
}

/** Properties of one's own are tags; those that name a known fact are that fact too. */
const KNOWN: ReadonlyMap<string, string> = new Map([
  ['owner', 'owner'],
  ['dataOwner', 'owner'],
  ['classification', 'classification'],
  ['retention', 'retention'],
  ['region', 'region'],
  ['masking', 'masking'],
  ['maskingPolicy', 'masking'],
]);

export function customFacts(node: DocumentNode): Facts {
  const list = at(node, 'customProperties');
  const told = itemsOf(list).flatMap((item) => {
    const name = textAt(item, 'property');
    const value = at(item, 'value');
    return name === undefined || !value ? [] : [{ name, value, location: item.location }];
  });
  if (!list || told.length === 0) return {};
  const tags = tagsOf(
    list.location,
    told.map(({ name, value, location }) => [name, toJson(value) ?? true, location]),
  );
  const known = told.flatMap(({ name, value }): (readonly [string, Fact])[] => {
    const fact = KNOWN.get(name);
    return fact === undefined ? [] : [[fact, factOf(value)]];
  });
  return { ...Object.fromEntries(known), ...(tags ? { tags } : {}) };
}

function descriptionFact(document: DocumentNode): Facts {
  const found = at(document, 'description');
  return found?.kind === 'map' ? plain(found, 'purpose', 'description') : plain(document, 'description', 'description');
}

/** The team's member whose role says so, who has not left; else the name of the team. Version 2 calls them stakeholders. */
function ownerFact(document: DocumentNode): Facts {
  const team = at(document, 'team') ?? at(document, 'stakeholders');
  const members = team?.kind === 'list' ? itemsOf(team) : itemsOf(at(team, 'members'));
  const owner = members.find((member) => /\bowner\b/i.test(textAt(member, 'role') ?? '') && textAt(member, 'dateOut') === undefined);
  const name = owner ? (at(owner, 'username') ?? at(owner, 'name')) : at(team, 'name');
  const own = name ?? at(document, 'owner');
  return own && textAt(own) !== undefined ? { owner: factOf(own) } : {};
}

/** The region that the servers name, where they agree on one. Some call it the location. */
function regionFact(document: DocumentNode): Facts {
  const regions = itemsOf(at(document, 'servers')).flatMap(
    (server) => at(server, 'region') ?? at(server, 'regionName') ?? placeOf(server) ?? [],
  );
  return agreed('region', regions);
}

/** `eu-west-1`, `europe-west4`, `EU`: a place rather than a path. */
function placeOf(server: DocumentNode): DocumentNode | undefined {
  const location = at(server, 'location');
  return /^(?:[a-z]{2,14}(?:-[a-z]+){1,3}-?\d{1,2}|EU|US|eu|us)$/.test(textAt(location) ?? '') ? location : undefined;
}

function agreed(name: string, nodes: readonly DocumentNode[]): Facts {
  const [first] = nodes;
  return first && new Set(nodes.map((node) => textAt(node))).size === 1 ? { [name]: factOf(first) } : {};
}

const environmentFact = (document: DocumentNode): Facts =>
  agreed(
    'environment',
    itemsOf(at(document, 'servers')).flatMap((server) => at(server, 'environment') ?? []),
  );
