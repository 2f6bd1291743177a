import type { Asset, Facts } from '../../../model/asset.ts';
import type { LineageEdge } from '../../../model/lineage.ts';
import { textIn, factOf, find, findAll, membersOf, spanOf, textOf, type Found } from '../../infrastructure/found.ts';
import { readAll } from '../../infrastructure/tree-facts.ts';
import type { DocumentNode, Entry } from '../../text/document-tree.ts';
import type { Bundle } from './bundle.ts';
import { flowsIn } from './flows.ts';
import { grantsIn, grantsOn, ownerOf, READERS, relationOf, type WrittenGrant } from './facts.ts';
import { KINDS } from './kinds.ts';
import { filesRunBy, tasksOf, type Task } from './tasks.ts';
import { settle, type Values } from './values.ts';

/** A bundle seen from one of its targets, or from none. */
export interface View {
  readonly bundle: Bundle;
  readonly document: DocumentNode;
  readonly values: Values;
  readonly target: Bundle['targets'][number] | undefined;
}

/** A resource with all that is an asset in it. */
export interface Seen {
  readonly address: string;
  readonly assets: readonly Asset[];
  readonly edges: readonly LineageEdge[];
}

interface Shared extends View {
  /** What the bundle says of all its resources: permissions, who runs them, the workspace. */
  readonly shared: DocumentNode;
  /** The permissions among it. */
  readonly grants: readonly WrittenGrant[];
}

/** What the catalog secures by grants of its own: neither the permissions of the bundle nor who runs it are about these. */
const SECURABLES: ReadonlySet<string> = new Set(['catalogs', 'external_locations', 'registered_models', 'schemas', 'volumes']);

export function resourceAssets(one: Entry & { readonly kind: string; readonly address: string }, view: Shared): Seen {
  const { kind, address } = one;
  const node = settle(one.value, view.values);
  const idOf = (name: string): string =>
    `databricks-bundle:${view.bundle.folder === '' ? '.' : view.bundle.folder}:${name}${view.target ? `@${view.target.name}` : ''}`;
  const aliases = aliasesOf(kind, node);
  const shared = SECURABLES.has(kind) ? undefined : view.shared;
  const facts: Facts = {
    ...readAll(READERS, node),
    ...grantsOn(address, [...grantsIn(node), ...(shared ? view.grants : [])]),
    ...ownerOf(node, shared),
    ...placeOf(view),
  };
  const asset = assetOf({ id: idOf(address), kind: KINDS.get(kind) ?? 'resource', name: address }, one, facts, view);
  const parts = kind === 'jobs' ? partsOfJob(node, address, idOf, view) : { assets: [], edges: [] };
  const edges = [...runs(node, false, asset.id), ...flowsIn(kind, node, asset.id)];
  return {
    address,
    assets: [aliases.length > 0 ? { ...asset, aliases } : asset, ...parts.assets],
    edges: [...(kind === 'jobs' ? [] : edges), ...parts.edges],
  };
}

/** The target, and the workspace that it is deployed to. */
function placeOf({ target, shared }: Shared): Facts {
  const host = find(shared, 'workspace.host');
  return {
    ...(target ? { environment: { value: target.name, location: target.node.location } } : {}),
    ...(host ? { host: factOf(host) } : {}),
  };
}

type Identity = Pick<Asset, 'id' | 'kind' | 'name'>;

function assetOf(identity: Identity, { keyLocation, value }: Entry, facts: Facts, { target }: View): Asset {
  const extent = spanOf({ key: '', keyLocation, value });
  const files = [
    keyLocation.file,
    ...Object.values(facts).map(({ location }) => location.file),
    ...(target ? [target.node.location.file] : []),
  ];
  return {
    ...identity,
    platform: 'databricks',
    file: keyLocation.file,
    location: keyLocation,
    extent,
    facts,
    fields: [],
    files: [...new Set(files)],
  };
}

interface Parts {
  readonly assets: readonly Asset[];
  readonly edges: readonly LineageEdge[];
}

/** The tasks of a job, and the clusters that it makes for them. */
function partsOfJob(job: DocumentNode, address: string, idOf: (name: string) => string, view: Shared): Parts {
  const isFromGit = find(job, 'git_source') !== undefined;
  const inherited = { ...ownerOf(job, view.shared), ...placeOf(view) };
  const tasks = tasksOf(job).map((task): Parts => {
    const name = `${address}.${task.key}`;
    const id = idOf(name);
    const facts = { ...inherited, ...taskFacts(task, address) };
    const asset = partAsset({ id, kind: 'task', name }, { key: task.keyFound, node: task.node }, facts, view);
    return { assets: [asset], edges: [...runs(task.node, isFromGit, id), ...starts(task, id, idOf)] };
  });
  const clusters = findAll(job, 'job_clusters')
    .flatMap(membersOf)
    .flatMap(({ node }) => clusterOf(node, address, idOf, view));
  return { assets: [...tasks.flatMap(({ assets }) => assets), ...clusters], edges: tasks.flatMap(({ edges }) => edges) };
}

function clusterOf(node: DocumentNode, address: string, idOf: (name: string) => string, view: Shared): readonly Asset[] {
  const key = find(node, 'job_cluster_key');
  const text = textOf(key);
  if (!key || text === undefined) return [];
  const name = `${address}.${text}`;
  const made = find(node, 'new_cluster')?.node ?? node;
  return [
    partAsset({ id: idOf(`${name}#cluster`), kind: 'cluster', name }, { key, node }, { ...readAll(READERS, made), ...placeOf(view) }, view),
  ];
}

/** Something inside of a resource is named by a value, where the resource is named by a key. */
function partAsset(identity: Identity, named: Named, facts: Facts, view: View): Asset {
  const { key, node } = named;
  return { ...assetOf(identity, { key: '', keyLocation: key.node.location, value: node }, facts, view), extent: node.location };
}

interface Named {
  readonly key: Found;
  readonly node: DocumentNode;
}

function taskFacts({ node }: Task, address: string): Facts {
  const before = findAll(node, 'depends_on')
    .flatMap(membersOf)
    .flatMap((one) => find(one.node, 'task_key') ?? []);
  const known = before.flatMap((found) => {
    const text = textOf(found);
    return text === undefined ? [] : [{ name: `${address}.${text}`, location: found.location }];
  });
  const [first] = known;
  const depends: Facts = first
    ? {
        depends_on: {
          value: known.map(({ name }) => name),
          location: first.location,
          parts: Object.fromEntries(known.map(({ location }, at) => [String(at), location])),
        },
      }
    : {};
  const description = find(node, 'description');
  return { ...depends, ...(description ? { description: factOf(description) } : {}) };
}

/** What is run: notebooks, files of SQL and Python, projects of dbt, wheels. */
function runs(node: DocumentNode, isFromGit: boolean, id: string): readonly LineageEdge[] {
  return filesRunBy(node, isFromGit).map(({ path, found }) => ({
    from: { asset: id },
    to: { asset: `path:${path}` },
    location: found.node.location,
  }));
}

/** A task may start a pipeline or another job. */
function starts({ node }: Task, id: string, idOf: (name: string) => string): readonly LineageEdge[] {
  return ['pipeline_task.pipeline_id', 'run_job_task.job_id', 'dashboard_task.dashboard_id'].flatMap((path) => {
    const found = find(node, path)?.node;
    return found?.kind === 'scalar' && found.refersTo !== undefined
      ? [{ from: { asset: id }, to: { asset: idOf(found.refersTo) }, location: found.location }]
      : [];
  });
}

function aliasesOf(kind: string, node: DocumentNode): readonly string[] {
  const relation = relationOf(kind, node);
  if (relation !== undefined) return [`relation:${relation}`];
  const steps = ['catalog_name', 'schema_name', 'name'].map((path) => textIn(node, path));
  return kind === 'volumes' && !steps.includes(undefined) ? [`path:/Volumes/${steps.join('/')}`] : [];
}
