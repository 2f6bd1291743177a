import type { Asset } from './asset.ts';
import type { Location } from './source.ts';

/**
 * One end of an edge. `asset` is the id of an asset, or a name under which data systems know it and which another file may declare:
 * `relation:crm.contacts`, `path:s3://raw/contacts`, `topic:orders`, `dataset:<uri>`. Names of relations are in lower case without quotes.
 * The field `*`, on both ends, means every field under its own name.
 */
export interface LineageEnd {
  readonly asset: string;
  readonly field?: string;
}

/** What feeds what, and the place that makes it so. An edge between fields implies the one between their assets. */
export interface LineageEdge {
  readonly from: LineageEnd;
  readonly to: LineageEnd;
  /** The mention of `from` that makes the edge. */
  readonly location: Location;
  /** The asset that moves the data (a task, a job), where it is neither end. */
  readonly by?: string;
  /** How a field is made: taken over as it is, or computed. Missing where only assets are known. */
  readonly how?: 'same' | 'computed';
}

/** One thing that data flows through: the assets that are it in all their formats, or a name that no file of the repository declares. */
export interface LineageNode {
  /** The id of its first asset, or the name. */
  readonly id: string;
  /** As its users call it. */
  readonly name: string;
  /** Ids; several where a table is declared in SQL and described by a contract. */
  readonly assets: readonly string[];
}

/** All that is known of what feeds what. The ends of its edges are ids of its nodes. */
export interface Lineage {
  readonly nodes: readonly LineageNode[];
  readonly edges: readonly LineageEdge[];
  /** True where a limit left something out, or a file that could be part of it was not read. */
  readonly partial: boolean;
}

/** What is known of one thing: the lineage around it, and the assets that its nodes are. */
export interface LineageAnswer {
  /** The id of a node of `lineage`, and the field where one was asked for: then every edge is between fields. */
  readonly subject: { readonly node: string; readonly field?: string };
  readonly lineage: Lineage;
  readonly assets: readonly Asset[];
}
