import type { AssetKind } from '../../../model/asset.ts';

/** The kinds of resources of a bundle, by the reference of Databricks Asset Bundles, and what they are as assets. */
export const KINDS: ReadonlyMap<string, AssetKind> = new Map<string, AssetKind>([
  ['alerts', 'resource'],
  ['apps', 'resource'],
  ['catalogs', 'database'],
  ['clusters', 'cluster'],
  ['dashboards', 'exposure'],
  ['database_catalogs', 'database'],
  ['database_instances', 'database'],
  ['experiments', 'resource'],
  ['external_locations', 'stage'],
  ['genie_spaces', 'exposure'],
  ['jobs', 'job'],
  ['model_serving_endpoints', 'endpoint'],
  ['models', 'resource'],
  ['pipelines', 'pipeline'],
  ['postgres_branches', 'resource'],
  ['postgres_endpoints', 'endpoint'],
  ['postgres_projects', 'database'],
  ['quality_monitors', 'resource'],
  ['registered_models', 'resource'],
  ['schemas', 'namespace'],
  ['secret_scopes', 'resource'],
  ['sql_warehouses', 'warehouse'],
  ['synced_database_tables', 'table'],
  ['volumes', 'stage'],
]);
