import type { Fact, Facts } from '../../../model/asset.ts';
import type { Json } from '../../../model/json.ts';
import type { Location } from '../../../model/source.ts';
import { constraintsFact, mapFact, qualityFact } from '../../contract/check-facts.ts';
import { daysOf } from '../../contract/durations.ts';
import { at, entriesOf, entry, itemsOf, textAt, toJson, type DocumentNode } from '../../text/document-tree.ts';

/** What a contract says of all its models. */
export function contractFacts(document: DocumentNode): Facts {
  const info = at(document, 'info');
  const levels = at(document, 'servicelevels') ?? at(document, 'serviceLevels');
  return {
    ...said(info, 'version', 'version'),
    ...said(info, 'status', 'status'),
    ...said(info, 'owner', 'owner'),
    ...said(info, 'description', 'description'),
    ...termsFact(at(document, 'terms')),
    ...retentionFact(at(levels, 'retention')),
    ...levelsFact(levels),
    ...serverFacts(document),
    ...tagsFact(document),
  };
}

/** What a model says, over what its contract says. */
export function modelFacts(model: DocumentNode, outer: Facts): Facts {
  const tags = joined(outer['tags'], tagsFact(model)['tags']);
  return { ...outer, ...said(model, 'description', 'description'), ...qualityFact(model), ...(tags ? { tags } : {}) };
}

/** What a field says; of a key that stands in its definition too, its own counts. */
export function fieldFacts(field: DocumentNode): Facts {
  const required = flag(field, 'required');
  return {
    ...said(field, 'type', 'logical_type'),
    ...said(field, 'description', 'description'),
    ...said(field, 'title', 'business_name'),
    ...said(field, 'classification', 'classification'),
    ...said(field, 'format', 'format'),
    ...said(field, 'default', 'default'),
    ...said(field, 'references', 'references'),
    ...constraintsFact(entriesOf(field)),
    ...qualityFact(field),
    ...(required ? { required, nullable: { ...required, value: required.value !== true } } : {}),
    ...keyFact(field),
    ...tagsFact(field),
    ...maskingFact(field),
    ...upstreamFact(field),
  };
}

function said(node: DocumentNode | undefined, key: string, name: string): Facts {
  const found = at(node, key);
  if (found?.kind !== 'scalar' || found.value === null) return {};
  const open = typeof found.value === 'string' && /\$\{|\{\{/.test(found.value);
  return { [name]: open ? { unknown: String(found.value), location: found.location } : { value: found.value, location: found.location } };
}

function flag(node: DocumentNode, key: string): Fact | undefined {
  const found = at(node, key);
  return found?.kind === 'scalar' && typeof found.value === 'boolean' ? { value: found.value, location: found.location } : undefined;
}

function keyFact(field: DocumentNode): Facts {
  const primary = flag(field, 'primaryKey') ?? flag(field, 'primary');
  if (primary?.value === true) return { key: { ...primary, value: 'primary' } };
  const unique = flag(field, 'unique');
  return unique?.value === true ? { key: { ...unique, value: 'unique' } } : {};
}

type Tag = readonly [name: string, value: Json, location: Location];

/** `tags: [finance]`, `pii: true`, and what `config` says under keys of its own. */
function tagsFact(node: DocumentNode): Facts {
  const listed = itemsOf(at(node, 'tags')).flatMap((item): Tag[] =>
    textAt(item) === undefined ? [] : [[textAt(item) ?? '', true, item.location]],
  );
  const pii = entry(node, 'pii');
  const config = entriesOf(at(node, 'config')).flatMap(({ key, keyLocation, value }): Tag[] =>
    /type$/i.test(key) ? [] : [[key, toJson(value), keyLocation]],
  );
  const tags = [...listed, ...(pii ? [['pii', toJson(pii.value), pii.keyLocation] as const] : []), ...config];
  return mapFact(
    'tags',
    tags.map(([key, value, location]) => ({ key, value, location })),
  );
}

function joined(under: Fact | undefined, over: Fact | undefined): Fact | undefined {
  if (!under || !over) return over ?? under;
  const value = { ...(under.value as { [key: string]: Json }), ...(over.value as { [key: string]: Json }) };
  return { value, location: over.location, parts: { ...under.parts, ...over.parts } };
}

const termsFact = (terms: DocumentNode | undefined): Facts => (terms ? { terms: { value: toJson(terms), location: terms.location } } : {});

function retentionFact(retention: DocumentNode | undefined): Facts {
  const period = at(retention, 'period');
  if (textAt(retention, 'unlimited') === 'true' && retention) return { retention: { value: 'unlimited', location: retention.location } };
  const text = textAt(period);
  if (!period || text === undefined) return {};
  const days = daysOf(text);
  return { retention: { value: days === undefined ? text : { days }, location: period.location } };
}

/** The figure of each level, by the key that holds it. */
const FIGURES = ['percentage', 'threshold', 'responseTime', 'interval', 'cron', 'time', 'recoveryTime'];

function levelsFact(levels: DocumentNode | undefined): Facts {
  const told = entriesOf(levels).filter(({ key }) => key !== 'retention');
  return mapFact(
    'service_levels',
    told.flatMap(({ key, keyLocation, value }) => {
      const figure = FIGURES.map((name) => textAt(value, name)).find((text) => text !== undefined);
      return figure === undefined ? [] : [{ key, value: figure, location: keyLocation }];
    }),
  );
}

/** What the servers agree on. */
function serverFacts(document: DocumentNode): Facts {
  const servers = entriesOf(at(document, 'servers')).map(({ value }) => value);
  const agreed = (name: string, keys: readonly string[]): Facts => {
    const nodes = servers.flatMap((server) => keys.flatMap((key) => at(server, key) ?? []).slice(0, 1));
    const [first] = nodes;
    return first && new Set(nodes.map((node) => textAt(node))).size === 1
      ? { [name]: { value: toJson(first), location: first.location } }
      : {};
  };
  return { ...agreed('region', ['region', 'regionName']), ...agreed('environment', ['environment']) };
}

/** A transformation of the lineage that hides the value says so. */
function maskingFact(field: DocumentNode): Facts {
  const transformations = itemsOf(at(field, 'lineage', 'inputFields')).flatMap((input) => itemsOf(at(input, 'transformations')));
  const hiding = transformations.find((one) => textAt(one, 'masking') === 'true');
  return hiding
    ? { masking: { value: textAt(hiding, 'subtype') ?? textAt(hiding, 'type') ?? 'transformation', location: hiding.location } }
    : {};
}

function upstreamFact(field: DocumentNode): Facts {
  const inputs = at(field, 'lineage', 'inputFields');
  const names = itemsOf(inputs).flatMap((input) => {
    const [name, column] = [textAt(input, 'name'), textAt(input, 'field')];
    return name === undefined ? [] : [column === undefined ? name : `${name}.${column}`];
  });
  return inputs && names.length > 0 ? { upstream: { value: names, location: inputs.location } } : {};
}
