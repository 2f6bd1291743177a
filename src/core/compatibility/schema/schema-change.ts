import type { DifferenceKind } from '../../../model/difference.ts';
import type { Json } from '../../../model/json.ts';
import type { Location } from '../../../model/source.ts';

/**
 * What a difference does to the set of valid values: `narrows`, some that were valid are no longer; `widens`, some are valid that
 * were not; `both`; or neither. Whom that breaks depends on who writes and who reads, so it is for the format to say.
 */
export type Effect = 'none' | 'narrows' | 'widens' | 'both';

/** Which part of a schema differs, for formats that weigh some parts otherwise than their effect says. */
export type Aspect =
  | 'types'
  | 'values'
  | 'extensible-values'
  | 'pattern'
  | 'format'
  | 'limit'
  | 'property'
  | 'needed-property'
  | 'required'
  | 'hidden'
  | 'other-properties'
  | 'items'
  | 'position'
  | 'alternative'
  | 'condition'
  | 'content'
  | 'note'
  | 'unresolved';

/** One way in which a schema differs from what it was. */
export interface SchemaChange {
  readonly aspect: Aspect;
  readonly kind: DifferenceKind;
  /** From the schema that was asked about: names of properties, `*` for any other, positions; items of a list add nothing. */
  readonly path: readonly string[];
  readonly effect: Effect;
  readonly before?: Json;
  readonly after?: Json;
  readonly location: Location;
  /** What could not be resolved. */
  readonly unknown?: string;
  /** Behind the thing's name: `now needs a value`. */
  readonly words: string;
  /** The part is only ever read (sent by who offers the schema), or only ever written. */
  readonly only?: 'read' | 'write';
}

export const narrows = ({ effect }: Pick<SchemaChange, 'effect'>): boolean => effect === 'narrows' || effect === 'both';
export const widens = ({ effect }: Pick<SchemaChange, 'effect'>): boolean => effect === 'widens' || effect === 'both';

export function effectOf(isNarrowed: boolean, isWidened: boolean): Effect {
  if (isNarrowed) return isWidened ? 'both' : 'narrows';
  return isWidened ? 'widens' : 'none';
}

/** The effect of several differences together. */
export const jointEffect = (changes: readonly SchemaChange[]): Effect => effectOf(changes.some(narrows), changes.some(widens));
