import type { AssetKind, Facts, Field } from '../../../model/asset.ts';
import type { Location } from '../../../model/source.ts';

/** One entry of a properties file: what it says of a model, source table, seed, snapshot, exposure or group. */
export interface Entry {
  readonly kind: AssetKind;
  readonly name: string;
  readonly location: Location;
  readonly extent: Location;
  readonly facts: Facts;
  readonly fields: readonly Field[];
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

export type DbtPart =
  | { readonly is: 'project'; readonly project: Project }
  | { readonly is: 'properties'; readonly entries: readonly Entry[] }
  | { readonly is: 'body'; readonly body: Body };
