import type { DifferenceKind } from '../../../model/difference.ts';
import type { Location } from '../../../model/source.ts';

/** How much a difference matters to clients: `dangerous` ones go on, but may do something else than before. */
export type Weight = 'breaking' | 'dangerous' | 'harmless';

export interface Said {
  readonly kind: DifferenceKind;
  readonly weight: Weight;
  /** The asset's name without its unit, and the part of it. */
  readonly asset: string;
  readonly path?: string;
  readonly before?: string;
  readonly after?: string;
  /** As people name the thing: `Query.contact.id`. */
  readonly subject: string;
  readonly words: string;
  readonly location: Location;
}

export type Say = (said: Said) => void;
