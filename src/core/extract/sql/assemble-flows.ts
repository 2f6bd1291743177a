import type { Asset, Field } from '../../../model/asset.ts';
import type { LineageEdge } from '../../../model/lineage.ts';
import { expandItems, type Expanded, type ExpandedColumn, type Schema } from '../../flow/expand.ts';
import type { Relation } from '../../flow/model.ts';
import type { SqlFlow } from './part.ts';

/** Columns that relations are known to have, by their full names in lower case. */
export type Known = ReadonlyMap<string, readonly string[]>;

/** What the statements of a unit move. */
export interface UnitFlows {
  /** Between columns where they are told, between relations always. */
  readonly edges: readonly LineageEdge[];
  /** The columns of relations that a query makes, by the names of those, where all of them are told. */
  readonly made: ReadonlyMap<string, readonly Field[]>;
}

/** Stars are written out by the tables that are declared, and by the queries that make the others, in whatever order they stand. */
export function unitFlows(flows: readonly SqlFlow[], known: Known): UnitFlows {
  const expanded = expandOnce(flows, known);
  const edges = boundedEdges(flows, expanded);
  const told = flows.slice(0, MAX_FLOWS).flatMap((flow) => {
    const fields = flow.kind === 'create' ? fieldsOf(expanded(flow)) : undefined;
    return fields ? flow.writes.map(({ key }) => [key, fields] as const) : [];
  });
  return { edges: edges.filter(({ from, to }) => !isMadeUp(from.asset) && !isMadeUp(to.asset)), made: new Map(told) };
}

/** More edges than any repository has: a text that multiplies columns is told between relations only. */
const MAX_EDGES = 300_000;
const MAX_FLOWS = 50_000;
const MAX_COLUMNS = 500_000;

function boundedEdges(flows: readonly SqlFlow[], expanded: (flow: SqlFlow) => Expanded): readonly LineageEdge[] {
  const edges: LineageEdge[] = [];
  for (const flow of flows) {
    const told = edges.length < MAX_EDGES ? edgesOf(flow, expanded(flow)) : edgesOf(flow, NOTHING_TOLD);
    for (const one of told.slice(0, MAX_EDGES)) edges.push(one);
  }
  return edges;
}

const NOTHING_TOLD: Expanded = { columns: [], stars: [] };

/** What a template makes up has no name. */
const isMadeUp = (end: string): boolean => end.startsWith('relation:?');

/** Views that stand on views further than this are told in part. */
const MAX_CHAIN = 50;

/** Expands each flow once. A relation whose columns only its query tells is asked for them when another reads it. */
function expandOnce(flows: readonly SqlFlow[], known: Known): (flow: SqlFlow) => Expanded {
  const declared = byEnding(known);
  const makers = new Map(flows.flatMap((flow) => (flow.kind === 'create' ? flow.writes.map(({ key }) => [key, flow] as const) : [])));
  const done = new Map<SqlFlow, Expanded>();
  const open = new Set<SqlFlow>();
  let left = MAX_COLUMNS;
  const schema: Schema = (relation) => {
    const maker = declared(relation) ? undefined : makers.get(relation);
    const isBlocked = !maker || open.has(maker) || (open.size >= MAX_CHAIN && !done.has(maker));
    return isBlocked ? declared(relation) : fieldsOf(expand(maker))?.map(({ name }) => name);
  };
  const expand = (flow: SqlFlow): Expanded => {
    const before = done.get(flow);
    if (before) return before;
    open.add(flow);
    const told = left > 0 ? expandItems(flow.items, schema) : NOTHING_TOLD;
    left -= told.columns.length;
    open.delete(flow);
    done.set(flow, told);
    return told;
  };
  return expand;
}

/** The columns that come of it; undefined where some are not told. */
function fieldsOf({ columns, stars }: Expanded): readonly Field[] | undefined {
  const isTold = stars.length === 0 && columns.length > 0 && columns.every(({ name }) => name !== undefined);
  if (!isTold) return undefined;
  return columns.map(({ name = '', column: { location, extent } }) => ({ name: name.toLowerCase(), location, extent, facts: {} }));
}

/** A table or view with the columns of the query that makes it, where its own statement does not tell all of them. */
export function completed(asset: Asset, made: UnitFlows['made']): Asset {
  const fields = asset.partial ? made.get(asset.name.toLowerCase()) : undefined;
  if (!fields) return asset;
  const own = new Map(asset.fields.map((field) => [field.name.toLowerCase(), field]));
  const all = new Map(fields.map((field) => [field.name, own.get(field.name) ?? field]));
  const { partial: _, ...rest } = asset;
  return { ...rest, fields: [...all.values(), ...asset.fields.filter(({ name }) => !all.has(name.toLowerCase()))] };
}

function edgesOf({ writes, reads }: SqlFlow, { columns, stars }: Expanded): readonly LineageEdge[] {
  return writes.flatMap((target) => [
    ...reads.map((source) => edge(source, target)),
    ...columns.flatMap((column) => columnEdges(column, target)),
    ...stars.map(({ of, location }): LineageEdge => ({
      from: { asset: endOf(of), field: '*' },
      to: { asset: endOf(target.key), field: '*' },
      location,
      how: 'same',
    })),
  ]);
}

/** A name may be given with fewer parts in front than it was declared with, where only one thing ends so. */
function byEnding(known: Known): Schema {
  const endings = new Map<string, Set<string>>();
  for (const name of known.keys()) {
    const parts = name.split('.');
    for (const at of parts.keys()) {
      const ending = parts.slice(at).join('.');
      endings.set(ending, (endings.get(ending) ?? new Set()).add(name));
    }
  }
  return (relation) => {
    const names = endings.get(relation);
    const [only] = names ?? [];
    return known.get(relation) ?? (names?.size === 1 && only !== undefined ? known.get(only) : undefined);
  };
}

/** Files and stages have names of their own. */
export const endOf = (key: string): string => (/^(?:path|stage):/.test(key) ? key : `relation:${key}`);

function edge(source: Relation, target: Relation): LineageEdge {
  return { from: { asset: endOf(source.key) }, to: { asset: endOf(target.key) }, location: source.location };
}

function columnEdges({ name, sources }: ExpandedColumn, target: Relation): readonly LineageEdge[] {
  if (name === undefined) return [];
  return sources.map(({ relation, column: from, location, how }): LineageEdge => ({
    from: { asset: endOf(relation), field: from },
    to: { asset: endOf(target.key), field: name },
    location,
    how,
  }));
}
