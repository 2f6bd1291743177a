import type { Location } from '../../../model/source.ts';
import type { DocumentNode } from '../../text/document-tree.ts';
import type { TypeSet } from './type-set.ts';

/** Schemas that must all hold, with the place of the key that they stand under. */
export interface Part {
  readonly nodes: readonly DocumentNode[];
  readonly location: Location;
}

/** The same while it is being read. */
export interface GrowingPart extends Part {
  readonly nodes: DocumentNode[];
}

/** A number, whether it counts itself, and its place. */
export interface Bound {
  readonly value: number;
  readonly isExclusive: boolean;
  readonly location: Location;
}

export interface Told<T> {
  readonly value: T;
  readonly location: Location;
}

/** Schemas of which one, or at least one, must hold. */
export interface Union {
  readonly isExclusive: boolean;
  readonly list: DocumentNode;
  readonly members: readonly DocumentNode[];
}

/** All that schemas say together which must all hold: references followed, `allOf` joined. Only alternatives are left apart. */
export interface Shape {
  /** Names the schemas it was made of, the same for the same ones. */
  readonly key: string;
  readonly location: Location;
  types: TypeSet;
  typesAt: Location | undefined;
  /** `enum` and `const`, by their JSON. */
  values: Told<ReadonlyMap<string, DocumentNode>> | undefined;
  extensible: Told<ReadonlyMap<string, DocumentNode>> | undefined;
  lower: Bound | undefined;
  upper: Bound | undefined;
  /** `minLength`, `maxItems` …: the tightest of each. */
  readonly counts: Map<string, Told<number>>;
  /** `pattern`, `format`, `contentEncoding` …, all of each. */
  readonly texts: Map<string, Told<Set<string>>>;
  readonly properties: Map<string, GrowingPart>;
  readonly patternProperties: Map<string, GrowingPart>;
  readonly required: Map<string, Location>;
  /** `dependentRequired`. */
  readonly dependent: Map<string, Told<readonly string[]>>;
  additional: GrowingPart | undefined;
  items: GrowingPart | undefined;
  readonly positions: GrowingPart[];
  /** `not`, `if`, `contains`, `propertyNames` …; those of `dependentSchemas` behind its name. */
  readonly others: Map<string, Part>;
  readonly unions: Union[];
  /** References that lead out of what was read. */
  readonly unresolved: Set<string>;
  fallback: Told<DocumentNode> | undefined;
  /** By a keyword of its own, as in OpenAPI 3.0. */
  isNullable: boolean;
  isDeprecated: boolean;
  isReadOnly: boolean;
  isWriteOnly: boolean;
}
