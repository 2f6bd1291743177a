import type { Asset, Fact, Facts, Field } from '../../../../model/asset.ts';
import type { Json } from '../../../../model/json.ts';
import type { LineageEdge } from '../../../../model/lineage.ts';
import type { PythonPart } from '../part.ts';
import type { Run } from '../run.ts';
import type { Column, Source } from '../values.ts';
import type { Performer, Table, Untold } from './collector.ts';
import { byIndex, spanLocation } from './facts.ts';

/** What was found in a file, as its assets and what flows between them. */
export function partOf(run: Run): PythonPart {
  const [file] = run.found.at;
  const performers = [...(file && isBusy(file) ? [file] : []), ...run.found.performers];
  const assets = [...performers.map((one) => performerAsset(one, run)), ...run.found.tables.map((one) => tableAsset(one, run))];
  return { assets: distinct(assets), edges: performers.flatMap((one) => edgesOf(one, run)) };
}

/** A file is a job where it moves data by itself. */
const isBusy = ({ reads, writes, untold }: Performer): boolean => reads.length + writes.length + untold.writes.length > 0;

/** A table that two tasks of a file fill is one; of two tasks of one name both count. */
function distinct(assets: readonly Asset[]): readonly Asset[] {
  const byId = new Map<string, Asset>();
  for (const asset of assets) {
    const before = byId.get(asset.id);
    if (!before) byId.set(asset.id, asset);
    else if (before.fields.length === 0 && asset.fields.length > 0)
      byId.set(asset.id, { ...asset, facts: { ...before.facts, ...asset.facts } });
  }
  return [...byId.values()];
}

function performerAsset(one: Performer, run: Run): Asset {
  const { kind, platform, aliases } = one;
  const reads = namesFact(one.reads, one.untold.reads, run);
  const writes = namesFact(
    one.writes.map(({ target }) => target),
    one.untold.writes,
    run,
  );
  return {
    id: one.id(),
    kind,
    name: one.name(),
    platform,
    file: run.file.path,
    location: spanLocation(one.at, run),
    extent: spanLocation(one.extent, run),
    facts: { ...one.facts, ...(reads ? { upstream: reads } : {}), ...(writes ? { writes } : {}) },
    fields: [],
    files: [run.file.path],
    ...(aliases.length > 0 ? { aliases } : {}),
  };
}

/** More of them help nobody. */
const MOST_UNTOLD = 20;

/** What is read or written by name, each with its place. */
function namesFact(sources: readonly Source[], untold: readonly Untold[], run: Run): Fact | undefined {
  const names = [...new Map(sources.map((source) => [source.name, source])).values()];
  const first = names[0]?.at ?? untold[0]?.at;
  const unknown = [...new Set(untold.map(({ text }) => text))].slice(0, MOST_UNTOLD).join(', ');
  if (!first) return undefined;
  return {
    ...(names.length > 0 ? { value: names.map(({ name }) => name) } : {}),
    ...(unknown === '' ? {} : { unknown }),
    location: spanLocation(first, run),
    parts: byIndex(names.map(({ at }) => spanLocation(at, run))),
  };
}

function tableAsset(table: Table, run: Run): Asset {
  const { kind, key, name, platform, partial, facts } = table;
  return {
    id: table.id ?? `python:${key}`,
    kind,
    name,
    platform,
    file: run.file.path,
    location: spanLocation(table.at, run),
    extent: spanLocation(table.extent, run),
    facts,
    fields: table.columns.map((column) => ('location' in column ? column : fieldOf(column, run))),
    files: [run.file.path],
    aliases: table.aliases ?? [`relation:${key}`],
    ...(partial ? { partial } : {}),
  };
}

export function fieldOf(column: Column, run: Run): Field {
  const location = spanLocation(column.at, run);
  const { tags = [], policyTags = [] } = column;
  const entries = [
    ...tags.map((tag): [string, Json] => [tag, true]),
    ...(policyTags.length === 0 ? [] : [['policy_tags', policyTags] as [string, Json]]),
  ];
  const facts: Facts = {
    ...(column.nullable === undefined ? {} : { nullable: { value: column.nullable, location } }),
    ...(column.key === undefined ? {} : { key: { value: column.key, location } }),
    ...(column.description === undefined ? {} : { description: { value: column.description, location } }),
    ...(entries.length === 0 ? {} : { tags: { value: Object.fromEntries(entries), location } }),
    ...(policyTags[0] === undefined ? {} : { masking: { value: policyTags[0], location } }),
  };
  return {
    name: column.name,
    ...(column.type === undefined ? {} : { type: column.type }),
    location,
    extent: spanLocation(column.extent, run),
    facts,
  };
}

/** From what is read to what is written, by who does it; who does it stands for an end that is not told. */
function edgesOf(one: Performer, run: Run): readonly LineageEdge[] {
  const id = one.id();
  const used = new Set<string>();
  const edges: LineageEdge[] = [];
  for (const { target, sources } of one.writes) {
    const from = (sources === 'all' ? one.reads : sources).filter(({ end }) => end !== target.end);
    for (const source of from) {
      used.add(source.end);
      edges.push({ from: { asset: source.end }, to: { asset: target.end }, location: spanLocation(source.at, run), by: id });
    }
    if (from.length === 0) edges.push({ from: { asset: id }, to: { asset: target.end }, location: spanLocation(target.at, run) });
  }
  for (const { end, at } of one.reads)
    if (!used.has(end)) edges.push({ from: { asset: end }, to: { asset: id }, location: spanLocation(at, run) });
  return distinctEdges([...edges, ...one.columns.map((edge) => ({ ...edge, by: id }))]);
}

function distinctEdges(edges: readonly LineageEdge[]): readonly LineageEdge[] {
  const keyOf = ({ from, to }: LineageEdge): string => `${from.asset}\n${to.asset}\n${from.field ?? ''}\n${to.field ?? ''}`;
  return [...new Map(edges.toReversed().map((edge) => [keyOf(edge), edge])).values()].reverse();
}
