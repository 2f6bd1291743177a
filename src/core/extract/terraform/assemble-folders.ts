import type { Asset, Facts } from '../../../model/asset.ts';
import type { Assembly, UnitFile } from '../../plug-ins.ts';
import { aliasesOf } from './aliases.ts';
import { companionsByAddress } from './companions.ts';
import { readAll } from './fact-readers.ts';
import { FIELDS } from './fields/registry.ts';
import { ALONE } from './facts/alone.ts';
import { READERS } from './facts/registry.ts';
import type { FlowEdge } from '../../infrastructure/flow-edges.ts';
import { flowsOf, upstreamOf } from './flows.ts';
import { foldersOf } from './folders.ts';
import { KINDS } from './kinds.ts';
import { treesOf, type Tree } from './modules.ts';
import { idOf, movedChanges } from './moved.ts';
import { planTree } from './plan-tree.ts';
import { toLocation, type TerraformPart } from './part.ts';
import type { Resource } from './resource.ts';

/**
 * The assets of a repository's Terraform: every resource, data source and module call, the governed ones with what is said about their
 * data. Those of a module that is in the repository belong to the folder that calls it: `module.lake.aws_s3_bucket.raw`.
 */
export function assembleFolders(files: readonly UnitFile<TerraformPart>[]): Assembly {
  const plans = files.filter(({ part }) => part.planned !== undefined);
  const written = files.filter(({ part }) => part.planned === undefined);
  const assembled = [...treesOf(foldersOf(written)), ...plans.map(planTree)].map(assembleTree);
  return {
    assets: assembled.flatMap(({ assets }) => assets),
    changes: assembled.flatMap(({ changes }) => changes),
    problems: assembled.flatMap(({ problems }) => problems),
    edges: assembled.flatMap(({ edges = [] }) => edges),
  };
}

/** A tree that is the very same as before declares the same. */
const known = new WeakMap<Tree, Assembly>();

function assembleTree(tree: Tree): Assembly {
  const assembly = known.get(tree) ?? assembleAnew(tree);
  known.set(tree, assembly);
  return assembly;
}

function assembleAnew(tree: Tree): Assembly {
  const companions = companionsByAddress(tree.resources);
  const there = new Set(tree.resources.map(({ address }) => address));
  const joined = new Set([...companions].flatMap(([target, found]) => (there.has(target) ? found.map(({ address }) => address) : [])));
  const whole = tree.resources.map((one): Resource => ({
    ...one,
    companions: companions.get(one.address) ?? [],
    ...(joined.has(one.address) ? { joined: true } : {}),
  }));
  const flows = whole.flatMap((one) => flowsOf(one, (address) => idOf(tree.folder, address)));
  const upstream = Map.groupBy(flows, ({ edge }) => edge.to.asset);
  const assets = whole.map((resource) => assetOf(idOf(tree.folder, resource.address), resource, upstream));
  const changes = tree.moved.length > 0 ? movedChanges(tree, assets) : [];
  return { assets, changes, problems: tree.problems, edges: flows.map(({ edge }) => edge) };
}

function assetOf(id: string, resource: Resource, upstream: ReadonlyMap<string, readonly FlowEdge[]>): Asset {
  const { address, block, file } = resource;
  const isResource = block.type === 'resource';
  const facts = isResource ? { ...upstreamOf(upstream.get(id) ?? []), ...factsOf(resource) } : {};
  const told = isResource ? FIELDS.get(resource.type)?.(resource) : undefined;
  const aliases = isResource ? aliasesOf(resource) : [];
  return {
    id,
    kind: (isResource ? KINDS.get(resource.type) : undefined) ?? 'resource',
    name: address,
    platform: platformOf(resource.type),
    file,
    location: toLocation(file, block.name),
    extent: toLocation(file, block.at),
    facts,
    fields: told?.fields ?? [],
    ...(aliases.length > 0 ? { aliases } : {}),
    files: filesOf(resource, facts),
    ...(told?.partial ? { partial: true } : {}),
  };
}

function factsOf(resource: Resource): Facts {
  const { type, block, file, scope, joined = false } = resource;
  const facts = readAll(READERS.get(type) ?? (joined ? [] : ALONE.get(type)) ?? [], resource);
  // The address of a resource in a module does not begin with its type.
  return scope.prefix === '' || !KINDS.has(type)
    ? facts
    : { ...facts, resource_type: { value: type, location: toLocation(file, block.name) } };
}

function filesOf({ file, companions = [], callers = [] }: Resource, facts: Facts): readonly string[] {
  const beside = companions.flatMap((one) => [one.file, ...(one.callers ?? [])]);
  return [...new Set([file, ...callers, ...beside, ...Object.values(facts).map(({ location }) => location.file)])];
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
