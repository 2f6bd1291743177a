import type { Asset } from '../../../model/asset.ts';
import type { LineageEdge } from '../../../model/lineage.ts';
import { columnEdges } from './model-edges.ts';
import type { QueryPart, Reference } from './part.ts';

/** A node of a project with what it reads. */
export interface Node {
  readonly asset: Asset;
  readonly references: readonly Reference[];
  readonly query: QueryPart | undefined;
  /** The model whose latest version it is. */
  readonly latestOf: string | undefined;
}

/** What feeds what in a project. What another project declares goes by the name of its relation. */
export function projectEdges(project: string, nodes: readonly Node[]): readonly LineageEdge[] {
  const byName = new Map(nodes.flatMap((node) => namesOf(node).map((name) => [name, node.asset] as const)));
  return nodes.flatMap((node) => edgesOf(node, project, byName));
}

const READABLE: ReadonlySet<string> = new Set(['model', 'seed', 'snapshot']);

function namesOf({ asset: { kind, name }, latestOf }: Node): readonly string[] {
  if (kind === 'source') return [`source ${name}`];
  return READABLE.has(kind) ? [`ref ${name}`, ...(latestOf === undefined ? [] : [`ref ${latestOf}`])] : [];
}

type Assets = ReadonlyMap<string, Asset>;

function edgesOf({ asset, references, query }: Node, project: string, byName: Assets): readonly LineageEdge[] {
  const found = references.map((reference) => assetOf(reference, project, byName));
  const ends = references.map((reference, at) => found[at]?.id ?? nameOf(reference));
  const told = references.map(({ location, tag = location }, at): LineageEdge => ({
    from: { asset: ends[at] ?? '' },
    to: { asset: asset.id },
    location: tag,
  }));
  if (!query) return told;
  const own = query.reads.map(({ key, location }): LineageEdge => ({
    from: { asset: relationEnd(key) },
    to: { asset: asset.id },
    location,
  }));
  const schema = (key: string): readonly string[] | undefined => {
    const source = key.startsWith('@') ? found[Number(key.slice(1))] : undefined;
    return source && !source.partial && source.kind !== 'source' && source.fields.length > 0
      ? source.fields.map(({ name }) => name)
      : undefined;
  };
  const endOf = (key: string): string | undefined => {
    if (key.startsWith('@')) return ends[Number(key.slice(1))];
    return key.startsWith('?') ? undefined : relationEnd(key);
  };
  return [...told, ...own, ...columnEdges(query, asset.id, endOf, schema)];
}

/** Files and stages have names of their own. */
const relationEnd = (key: string): string => (/^(?:path|stage):/.test(key) ? key : `relation:${key}`);

function assetOf({ call, name, from, version }: Reference, project: string, byName: Assets): Asset | undefined {
  if (call === 'source') return byName.get(`source ${from}.${name}`);
  if (from !== undefined && from !== project) return undefined;
  return (version === undefined ? undefined : byName.get(`ref ${name}.v${version}`)) ?? byName.get(`ref ${name}`);
}

/** What nobody here declares, by the name that it has in the warehouse unless somebody says otherwise. */
function nameOf({ call, name, from, version }: Reference): string {
  const relation = call === 'source' ? `${from}.${name}` : version === undefined ? name : `${name}_v${version}`;
  return `relation:${relation.toLowerCase()}`;
}
