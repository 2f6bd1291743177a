import type { Asset, Facts, Field } from '../../../model/asset.ts';
import { onName } from './hooks.ts';
import type { ArtifactNode } from './part.ts';

/** What artifacts say of each node, by its id. */
export function artifactIndex(nodes: readonly ArtifactNode[]): ReadonlyMap<string, readonly ArtifactNode[]> {
  return Map.groupBy(nodes, ({ id }) => id);
}

/** Facts that the text does not tell at all and an artifact does. */
const ADDED = ['physical_type', 'qualified_name'];

/**
 * An asset with what artifacts know of it besides: the types of its columns, its name in the warehouse, and the values of what the text
 * leaves to templates. What the text tells stays as it is, for an artifact may be old.
 */
export function withArtifacts(asset: Asset, artifacts: readonly ArtifactNode[]): Asset {
  if (artifacts.length === 0) return asset;
  const facts = artifacts.reduce((told, node) => resolved(told, node.facts), asset.facts);
  const columns = artifacts.map(({ columns: all }) => new Map(all.map((column) => [column.name, column.facts])));
  const fields = asset.fields.map((field): Field => {
    const told = columns.reduce((before, one) => resolved(before, one.get(field.name.toLowerCase()) ?? {}), field.facts);
    return { ...field, facts: told };
  });
  const name = facts['qualified_name']?.value;
  const aliases = typeof name === 'string' ? [...new Set([...(asset.aliases ?? []), `relation:${name.toLowerCase()}`])] : asset.aliases;
  return { ...asset, facts: onName(facts, asset.name), fields, ...(aliases ? { aliases } : {}) };
}

function resolved(told: Facts, artifact: Facts): Facts {
  const more = Object.entries(artifact).filter(([name, { value }]) => {
    const own = told[name];
    return value !== undefined && (own ? own.unknown !== undefined && own.value === undefined : ADDED.includes(name));
  });
  return more.length === 0 ? told : { ...told, ...Object.fromEntries(more) };
}
