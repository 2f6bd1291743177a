import type { Json } from './json.ts';
import type { Location } from './source.ts';

/**
 * Whom a difference breaks.
 *
 * - `backward`: the new declaration cannot read what was written by the old one (Confluent's BACKWARD).
 * - `forward`: who reads by the old declaration cannot read what is written by the new one (Confluent's FORWARD).
 * - `clients`: who calls by the old description (OpenAPI, GraphQL).
 * - `wire`, `wire-json`, `source`: Protobuf's binary form, its JSON form, and code generated from it (buf's WIRE, WIRE_JSON, FILE).
 */
export type Breaks = 'backward' | 'forward' | 'clients' | 'wire' | 'wire-json' | 'source';

/** The kinds of differences, the same for every format. */
export type DifferenceKind =
  | 'removed'
  | 'added'
  | 'renamed'
  | 'renumbered'
  | 'moved'
  | 'type-narrowed'
  | 'type-widened'
  | 'type-changed'
  | 'newly-required'
  | 'no-longer-required'
  | 'value-removed'
  | 'value-added'
  | 'value-renumbered'
  | 'default-removed'
  | 'default-added'
  | 'default-changed'
  | 'constraint-tightened'
  | 'constraint-loosened'
  | 'constraint-changed'
  | 'option-changed'
  | 'deprecated'
  | 'documentation-changed';

/** One way in which a declaration differs from what it was, by the rules of its format. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** The asset of the head; of the base where it is removed. */
  readonly asset: string;
  /** The part it is about: a field, value, parameter or operation, dotted. Missing: the asset itself. */
  readonly path?: string;
  readonly before?: Json;
  readonly after?: Json;
  /** Empty where nobody breaks. */
  readonly breaks: readonly Breaks[];
  /** What could not be resolved, so that `breaks` may be too short. */
  readonly unknown?: string;
  /** One sentence for a person: what differs, and what it does to whom. */
  readonly message: string;
  /** In the head; in the base where what it is about is gone. */
  readonly location: Location;
}
