import type { Fact, Facts } from '../../../model/asset.ts';
import type { Json } from '../../../model/json.ts';
import type { Location } from '../../../model/source.ts';
import { at, itemsOf, textAt, toJson, type DocumentNode } from '../../text/document-tree.ts';

/** What a contract says of all its objects: who answers, how long data is kept, where it is. */
export function contractFacts(document: DocumentNode, object?: string): Facts {
  return {
    ...plain(document, 'version', 'version'),
    ...plain(document, 'status', 'status'),
    ...plain(document, 'domain', 'domain'),
    ...descriptionFact(document),
    ...customFacts(document),
    ...tagsFact(document),
    ...ownerFact(document),
    ...retentionFact(document, object),
    ...regionFact(document),
  };
}

/** What an object says, over what its contract says. */
export function objectFacts(object: DocumentNode, document: DocumentNode, name: string): Facts {
  const outer = contractFacts(document, name);
  const custom = customFacts(object);
  const tags = [outer['tags'], custom['tags'], tagList(at(object, 'tags'))].reduce(layTags, undefined);
  return {
    ...outer,
    ...plain(object, 'physicalName', 'physical_name'),
    ...plain(object, 'physicalType', 'physical_type'),
    ...plain(object, 'description', 'description'),
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

const DAYS: Readonly<Record<string, number>> = {
  d: 1,
  day: 1,
  days: 1,
  w: 7,
  week: 7,
  weeks: 7,
  m: 30,
  month: 30,
  months: 30,
  y: 365,
  year: 365,
  years: 365,
};

/** `property: retention` among the service levels, for all objects or for the one that `element` names. */
function retentionFact(document: DocumentNode, object: string | undefined): Facts {
  const told = itemsOf(at(document, 'slaProperties')).find((one) => {
    const elements = (textAt(one, 'element') ?? textAt(one, 'column') ?? '').split(',').map((element) => element.trim().split('.', 1)[0]);
    return (
      /^retention$/i.test(textAt(one, 'property') ?? '') && (object === undefined || elements.includes('') || elements.includes(object))
    );
  });
  const value = at(told, 'value');
  if (!told || !value) return {};
  const fact = factOf(value);
  const days = DAYS[(textAt(told, 'unit') ?? '').toLowerCase()];
  const count = Number(fact.value);
  if (days === undefined || fact.value === undefined || !Number.isFinite(count)) return { retention: fact };
  return { retention: { value: { days: count * days }, location: told.location } };
}

/** The region that the servers name, where they agree on one. */
function regionFact(document: DocumentNode): Facts {
  const regions = itemsOf(at(document, 'servers')).flatMap((server) => at(server, 'region') ?? at(server, 'regionName') ?? []);
  const [first] = regions;
  return first && new Set(regions.map((region) => textAt(region))).size === 1 ? { region: factOf(first) } : {};
}
