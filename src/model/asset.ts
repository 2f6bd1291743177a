import type { Difference } from './difference.ts';
import type { Json } from './json.ts';
import type { Location } from './source.ts';

/**
 * One declared property of an asset or field, with the place that declares it.
 *
 * `value` is missing where the text sets it through something that cannot be resolved; `unknown` then names that something
 * (`var.region`). Both stand together where only a part is known, as in tags merged from a literal and a variable.
 */
export interface Fact {
  readonly value?: Json;
  readonly unknown?: string;
  readonly location: Location;
  /** Where each entry of a map or list stands, by key or index. */
  readonly parts?: Readonly<Record<string, Location>>;
}

/** Facts by their name in the vocabulary (`region`, `tags`, `masking` …). A name that is not here was not declared. */
export type Facts = Readonly<Record<string, Fact>>;

/** A part of an asset with a name and a type. Nested fields have dotted names (`address.street`). */
export interface Field {
  readonly name: string;
  /** As the text writes it; undefined where the format or the author gives none. */
  readonly type?: string;
  /** The name's own place: the slice of the text is the name as written, quotes included. */
  readonly location: Location;
  /** The whole declaration of the field. */
  readonly extent: Location;
  readonly facts: Facts;
}

export type AssetKind =
  | 'table'
  | 'view'
  | 'model'
  | 'source'
  | 'seed'
  | 'snapshot'
  | 'exposure'
  | 'topic'
  | 'schema'
  | 'message'
  | 'enum'
  | 'service'
  | 'endpoint'
  | 'bucket'
  | 'database'
  | 'namespace'
  | 'warehouse'
  | 'cluster'
  | 'job'
  | 'pipeline'
  | 'dataset'
  | 'catalog'
  | 'task'
  | 'stream'
  | 'stage'
  | 'share'
  | 'integration'
  | 'role'
  | 'grant'
  | 'tag'
  | 'policy'
  | 'contract'
  | 'group'
  | 'resource';

/** A governed thing that a file declares. */
export interface Asset {
  /** Stable across commits, moved files and reformatting: `<family>:<name>`, such as `sql:crm.contacts`. */
  readonly id: string;
  readonly kind: AssetKind;
  /** As its users call it: `crm.contacts`, `aws_s3_bucket.raw`. */
  readonly name: string;
  /** snowflake, databricks, postgres, bigquery, redshift, aws, dbt, avro, json-schema, odcs … */
  readonly platform: string;
  readonly file: string;
  /** The name's own place. */
  readonly location: Location;
  /** The whole declaration. */
  readonly extent: Location;
  readonly facts: Facts;
  readonly fields: readonly Field[];
  /** Other names under which data systems know it, as ends of lineage name them: `relation:crm.contacts`, `path:s3://raw/contacts`. */
  readonly aliases?: readonly string[];
  /** All files that say something about the asset, `file` among them. */
  readonly files: readonly string[];
  /** True where the text names only some of the fields (an ALTER without its CREATE, a `select *`): a missing field is then unknown, not absent. */
  readonly partial?: boolean;
}

export type ChangeKind = 'added' | 'removed' | 'changed';

/** What became of one field. `before` and `after` are the field as policies read it (name, type, nullable …). */
export interface FieldChange {
  readonly name: string;
  readonly kind: ChangeKind;
  readonly before?: Json;
  readonly after?: Json;
  /** In the head where it still stands there; otherwise the nearest place of the head, or the base's own place for a removed file. */
  readonly location: Location;
  readonly renamedTo?: string;
  readonly renamedFrom?: string;
  /** Which declaration changed, where an asset has several (dbt: `properties`, `query`). Missing means: the only one. */
  readonly of?: string;
}

export interface FactChange {
  readonly name: string;
  readonly before?: Json;
  readonly after?: Json;
  readonly location: Location;
}

/** The same asset before and after. */
export interface AssetChange {
  readonly asset: string;
  readonly name: string;
  readonly kind: ChangeKind;
  readonly assetKind: AssetKind;
  readonly platform: string;
  readonly file: string;
  readonly location: Location;
  readonly fields: readonly FieldChange[];
  readonly facts: readonly FactChange[];
  readonly renamedTo?: string;
  readonly renamedFrom?: string;
  /** True where a statement of the head orders the change (ALTER, DROP, TRUNCATE), rather than two declarations that differ. */
  readonly declared?: boolean;
  readonly of?: string;
  /** What the change means by the format's own rules of compatibility. Missing where the format has none. */
  readonly differences?: readonly Difference[];
  /** `whole`: the differences tell all there is about compatibility; `part`: they add to what the fields tell. */
  readonly rules?: 'whole' | 'part';
}
