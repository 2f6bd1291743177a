import type { AssetKind, Facts, Field } from '../../../model/asset.ts';
import type { Location } from '../../../model/source.ts';
import type { Item, Relation } from '../../flow/model.ts';

/** A `ref` or `source`, and where it stands. */
export interface Reference {
  readonly call: 'ref' | 'source';
  /** The model, or the table of a source. */
  readonly name: string;
  /** The package of the model, where it is named; the source of the table. */
  readonly from?: string;
  readonly version?: string;
  /** The call itself. */
  readonly location: Location;
  /** The tag that is nothing but the call. */
  readonly tag?: Location;
}

/** How the columns of a query come to be. Keys of relations are `@` and the index of a reference, or names as people wrote them. */
export interface QueryPart {
  readonly items: readonly Item[];
  /** Relations that are named without `ref` or `source`. */
  readonly reads: readonly Relation[];
}

/** One entry of a properties file: what it says of a model, source table, seed, snapshot, exposure or group. */
export interface Entry {
  readonly kind: AssetKind;
  readonly name: string;
  readonly location: Location;
  readonly extent: Location;
  readonly facts: Facts;
  readonly fields: readonly Field[];
  readonly references: readonly Reference[];
  /** Of a version of a model: the model, and the names of the files that may hold its query. */
  readonly versionOf?: string;
  readonly bodies?: readonly string[];
  /** The model whose latest version it is. */
  readonly latestOf?: string;
}

/** A file with a query of its own. */
export interface Body {
  readonly kind: 'model' | 'snapshot' | 'seed';
  readonly name: string;
  readonly location: Location;
  readonly extent: Location;
  readonly facts: Facts;
  readonly fields: readonly Field[];
  readonly partial: boolean;
  readonly references: readonly Reference[];
  readonly query?: QueryPart;
}

/** Settings of a folder, as `dbt_project.yml` cascades them: they hold for all below the path. */
export interface Cascade {
  readonly section: string;
  /** The project or folder names on the way, the outermost first. */
  readonly path: readonly string[];
  readonly facts: Facts;
}

export interface Project {
  readonly name: string;
  /** Where each kind of node lives, below the project's root. */
  readonly paths: Readonly<Record<'model' | 'snapshot' | 'seed', readonly string[]>>;
  readonly cascades: readonly Cascade[];
}

/** What an artifact of dbt says of a node. `id` is dbt's own: `model.shop.orders`. */
export interface ArtifactNode {
  readonly id: string;
  readonly facts: Facts;
  /** Names in lower case. */
  readonly columns: readonly { readonly name: string; readonly facts: Facts }[];
}

export type DbtPart =
  | { readonly is: 'project'; readonly project: Project }
  | { readonly is: 'properties'; readonly entries: readonly Entry[] }
  | { readonly is: 'body'; readonly body: Body }
  | { readonly is: 'artifact'; readonly nodes: readonly ArtifactNode[] };
