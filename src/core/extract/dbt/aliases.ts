import type { Asset, Facts } from '../../../model/asset.ts';

/** A fact that is not there is missing; one that a template sets is unknown. */
function literal(facts: Facts, name: string, missing: string): string | undefined {
  const fact = facts[name];
  if (!fact || fact.value === null) return missing;
  return typeof fact.value === 'string' && fact.unknown === undefined ? fact.value : undefined;
}

/**
 * What a node is called in the warehouse. A source stands in the schema of its own name where it names none; a version of a model has
 * its number behind the name. Sources: dbt, "schema", "identifier", "alias", "Model versions".
 */
export function aliasesOf(kind: Asset['kind'], name: string, facts: Facts, versionOf?: string): Pick<Asset, 'aliases'> {
  if (!['model', 'seed', 'snapshot', 'source'].includes(kind) || facts['materialized']?.value === 'ephemeral') return {};
  const dot = kind === 'source' ? name.indexOf('.') : -1;
  const own = versionOf === undefined ? name.slice(dot + 1) : name.replace(/\.v([^.]*)$/, '_v$1');
  const relation = literal(facts, kind === 'source' ? 'identifier' : 'alias', own);
  const schema = literal(facts, 'schema', name.slice(0, Math.max(dot, 0)));
  if (relation === undefined || (schema === undefined && kind === 'source')) return {};
  return { aliases: [`relation:${schema ? `${schema}.` : ''}${relation}`.toLowerCase()] };
}
