import type { Location } from './source.ts';

/**
 * Trouble that a user can fix. It is shown where it stands; it never stops the rest from being judged.
 *
 * `undecided` says what it costs: with true, something went unjudged, so the run cannot count as passed; otherwise the
 * judgement is whole and the problem is only worth knowing.
 */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly location: Location;
  readonly undecided?: boolean;
}
