import type { Asset, Facts, Field } from '../../../model/asset.ts';
import type { Assembly, UnitFile } from '../../plug-ins.ts';
import { companionsByAddress } from './companions.ts';
import { readAll } from './fact-readers.ts';
import { FIELDS } from './fields/registry.ts';
import { READERS } from './facts/registry.ts';
import { KINDS } from './kinds.ts';
import { toLocation, type TerraformPart } from './part.ts';
import type { Resource } from './resource.ts';
import { addressOf, scopeOf, type PlacedBlock, type Scope } from './scope.ts';
import { tell } from './tell.ts';

/** The assets of a folder: every resource, data source and module call, the governed ones with what is said about their data. */
export function assembleFolder(folder: string, files: readonly UnitFile<TerraformPart>[]): Assembly {
  const sorted = files.toSorted((one, other) => (one.path < other.path ? -1 : 1));
  const scope = scopeOf(sorted);
  const blocks = sorted.flatMap(({ path, part }) => part.blocks.map((block): PlacedBlock => ({ block, file: path })));
  const resources = blocks.flatMap((placed): readonly Resource[] => {
    const address = addressOf(placed.block);
    return address === undefined
      ? []
      : [{ address, type: placed.block.type === 'module' ? '' : (placed.block.labels[0] ?? ''), ...placed, scope }];
  });
  const bare: Scope = { ...scope, variables: new Map(), told: new Map() };
  const there = resources.filter((resource) => isThere(resource, bare));
  const companions = companionsByAddress(there);
  const assets = there.map((resource) => assetOf(folder, { ...resource, companions: companions.get(resource.address) ?? [] }));
  return { assets, changes: [], problems: [] };
}

/** `count = 0` makes none. What a variable switches off by default may be switched on by whoever calls the folder. */
function isThere({ block, file }: Resource, bare: Scope): boolean {
  const count = block.attributes.find(({ name }) => name === 'count');
  return count === undefined || Number(tell({ expression: count.value, file }, bare).value ?? 1) !== 0;
}

function assetOf(folder: string, resource: Resource): Asset {
  const { address, block, file, companions = [] } = resource;
  const isResource = block.type === 'resource';
  const facts = isResource ? factsOf(resource) : {};
  const told = isResource ? FIELDS.get(resource.type)?.(resource) : undefined;
  const fields: readonly Field[] = told?.fields ?? [];
  return {
    id: `terraform:${folder === '' ? '.' : folder}:${address}`,
    kind: (isResource ? KINDS.get(resource.type) : undefined) ?? 'resource',
    name: address,
    platform: platformOf(resource.type),
    file,
    location: toLocation(file, block.name),
    extent: toLocation(file, block.at),
    facts,
    fields,
    files: filesOf(file, companions, facts),
    ...(told?.partial ? { partial: true } : {}),
  };
}

const factsOf = (resource: Resource): Facts => readAll(READERS.get(resource.type) ?? [], resource);

function filesOf(file: string, companions: readonly Resource[], facts: Facts): readonly string[] {
  return [...new Set([file, ...companions.map((one) => one.file), ...Object.values(facts).map(({ location }) => location.file)])];
}

/** Where policies know the platform of a table by another name than its provider. */
const PLATFORMS: ReadonlyMap<string, string> = new Map([
  ['', 'terraform'],
  ['google_bigquery_table', 'bigquery'],
]);

/** `aws`, `snowflake`, `azurerm` …: the name that the type of a resource begins with. */
function platformOf(type: string): string {
  const end = type.indexOf('_');
  const prefix = end < 0 ? type : type.slice(0, end);
  return PLATFORMS.get(type) ?? prefix;
}
