import { foldersOf } from '../folders.ts';
import { idOf } from '../moved.ts';
import { treesOf, type Tree } from '../modules.ts';
import { toLocation, type TerraformPart } from '../part.ts';
import type { Resource } from '../resource.ts';
import type { UnitFile } from '../../../plug-ins.ts';
import { ENCRYPTION, encryptionOf } from './encryption.ts';
import type { Edge, Graph, Vertex } from '../../../resources/graph.ts';
import { attributesOf, bind, membersOf, placeIn } from './blocks.ts';
import { referencesOf, type Reference, type ReferenceMemory } from './references.ts';
import { newMemory, valueOf, type Context, type Memory } from './values.ts';
import type { Value, ValueMap } from '../../../resources/value.ts';

/** The resources of a repository's Terraform and what refers to what, each folder with the modules that it calls. */
export function graphOf(files: readonly UnitFile<TerraformPart>[], texts: ReadonlyMap<string, string>): Graph {
  const memory = newMemory(texts);
  const graphs = treesOf(foldersOf(files)).map((tree) => treeGraph(tree, memory));
  return {
    vertices: graphs.flatMap(({ vertices }) => vertices),
    edges: graphs.flatMap(({ edges }) => edges),
    open: new Set(graphs.flatMap(({ open }) => [...(open ?? [])])),
  };
}

/** References of one folder with its modules. */
const MAX_EDGES = 300_000;

interface Made {
  readonly resource: Resource;
  readonly vertices: readonly Vertex[];
}

function treeGraph(tree: Tree, memory: Memory): Graph {
  const resources = [...tree.resources, ...providersOf(tree)];
  const made = resources.map((resource): Made => ({ resource, vertices: verticesOf(resource, tree.folder, memory) }));
  const byAddress = new Map(made.map(({ resource, vertices }) => [resource.address, vertices]));
  const told: ReferenceMemory = new Map();
  const vertices = made.flatMap((one) => one.vertices);
  const edges: Edge[] = [];
  for (const one of made) {
    for (const edge of edgesOf(one, byAddress, memory, told)) edges.push(edge);
    if (edges.length > MAX_EDGES) return { vertices, edges, open: new Set(vertices) };
  }
  return { vertices, edges: [...edges, ...bucketEdges(made)] };
}

/** Providers are no resources here, but policies may ask about them. */
function providersOf({ resources }: Tree): readonly Resource[] {
  const scopes = new Set(resources.map(({ scope }) => scope));
  return [...scopes].flatMap((scope) =>
    [...scope.providers].flatMap(([name, { block, file, scope: other }]): readonly Resource[] =>
      other ? [] : [{ address: `${scope.prefix}${name}`, type: name.split('.')[0] ?? name, block, file, scope }],
    ),
  );
}

/** Of more of one resource than this, all others stand as one, of which its index cannot be told. */
const MAX_INSTANCES = 200;

/** One for each that `count` or `for_each` makes, as far as the text tells how many. */
function verticesOf(resource: Resource, folder: string, memory: Memory): readonly Vertex[] {
  const context: Context = { file: resource.file, scope: resource.scope, bound: new Map(), memory };
  const instances = resource.block.type === 'resource' ? instancesOf(resource, context) : undefined;
  if (!instances) return [vertexOf(resource, folder, anyOfThem(resource, context))];
  const told = instances.slice(0, MAX_INSTANCES);
  const made = told.map(({ index, name, value }) => vertexOf(resource, folder, bind(context, name, value), index));
  return instances.length > told.length ? [...made, vertexOf(resource, folder, anyOfThem(resource, context))] : made;
}

interface Instance {
  readonly index: string;
  readonly name: 'each' | 'count';
  readonly value: Value;
}

function instancesOf({ block }: Resource, context: Context): readonly Instance[] | undefined {
  const given = block.attributes.find(({ name }) => name === 'for_each' || name === 'count');
  if (!given) return undefined;
  if (given.name === 'for_each')
    return membersOf(given.value, context)?.map((value): Instance => ({
      index: `[${JSON.stringify(value.get('key'))}]`,
      name: 'each',
      value,
    }));
  const count = Number(valueOf(given.value, context));
  if (!Number.isSafeInteger(count) || count < 1) return undefined;
  return Array.from({ length: Math.min(count, MAX_INSTANCES + 1) }, (_, at) => ({
    index: `[${at}]`,
    name: 'count',
    value: new Map([['index', at]]),
  }));
}

/** One whose key or index cannot be told. */
function anyOfThem({ block }: Resource, context: Context): Context {
  const names = new Set(block.attributes.map(({ name }) => name));
  if (names.has('for_each')) return bind(context, 'each', { unknown: 'each.value' });
  return names.has('count') ? bind(context, 'count', { unknown: 'count.index' }) : context;
}

function vertexOf(resource: Resource, folder: string, context: Context, instance?: string): Vertex {
  const { address, block, file } = resource;
  return {
    address: `${plainAddress(address)}${instance ?? ''}`,
    type: typeOf(resource),
    asset: idOf(folder, address),
    ...(instance === undefined ? {} : { instance }),
    location: toLocation(file, block.name),
    attributes: withEncryption(attributesOf(block, context), resource),
    ...(block.damaged ? { damaged: true } : {}),
    placeOf: (path) => placeIn(block, file, path),
  };
}

/** Checkov calls a data source by its type and name alone. */
const plainAddress = (address: string): string => address.replace(/(^|\.)data\./, '$1');

function withEncryption(attributes: ValueMap, resource: Resource): ValueMap {
  const told = encryptionOf(resource);
  return told === undefined ? attributes : new Map([...attributes, [ENCRYPTION, told]]);
}

function typeOf({ type, block }: Resource): string {
  if (block.type === 'module') return 'module';
  return block.type === 'resource' ? type : `${block.type}.${type}`;
}

type Vertices = ReadonlyMap<string, readonly Vertex[]>;

function edgesOf({ resource, vertices }: Made, byAddress: Vertices, memory: Memory, told: ReferenceMemory): readonly Edge[] {
  const { block, file, scope } = resource;
  const references = referencesOf(block, { file, scope, memory, told });
  const distinct = new Map(references.map((one) => [`${one.address}${one.index ?? ''}`, one]));
  return [...distinct.values()].flatMap((reference) => {
    const targets = byAddress.get(reference.address) ?? [];
    if (targets.length === 0 || targets === vertices) return [];
    const isOutput = reference.isOutput ? { isOutput: true } : {};
    return vertices.flatMap((from) => targetsFrom(from, targets, reference).map((to): Edge => ({ from, to, ...isOutput })));
  });
}

/** `x[each.key]` is the one with the same key; `x[0]` the one of that index; where that is not told, the first stands for all. */
function targetsFrom(from: Vertex, targets: readonly Vertex[], { index }: Reference): readonly Vertex[] {
  const wanted =
    index !== undefined && /^\[\s*(?:each\.(?:key|value)|count\.index)\s*\]$/.test(index) ? from.instance : index?.replaceAll(' ', '');
  const named = targets.find(({ instance }) => instance === wanted);
  return [named ?? targets[0]].filter((one) => one !== undefined);
}

/** Resources that name a bucket by the same variable or local as the bucket does itself belong to it. */
function bucketEdges(made: readonly Made[]): readonly Edge[] {
  const named = made.flatMap(({ resource, vertices }) => {
    const bucket = resource.block.type === 'resource' ? resource.block.attributes.find(({ name }) => name === 'bucket')?.value : undefined;
    const path = bucket?.is === 'path' ? bucket : bucket?.is === 'template' && bucket.parts.length === 1 ? bucket.parts[0] : undefined;
    const isName = path?.is === 'path' && (path.steps[0] === 'var' || path.steps[0] === 'local');
    return isName ? vertices.map((vertex) => ({ vertex, key: `${resource.scope.prefix} ${path.steps.join('.')}` })) : [];
  });
  return [...Map.groupBy(named, ({ key }) => key).values()].flatMap((group) => {
    const bucket = group.findLast(({ vertex }) => vertex.type === 'aws_s3_bucket')?.vertex;
    return bucket ? group.flatMap(({ vertex }): Edge[] => (vertex.type === 'aws_s3_bucket' ? [] : [{ from: bucket, to: vertex }])) : [];
  });
}
