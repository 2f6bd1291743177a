import type { Location } from './source.ts';

/** Which findings an exception is for: one by its fingerprint, or those of an asset, or of one field of it (by name or id). */
export type ExceptionScope =
  | { readonly fingerprint: string; readonly location: Location }
  | { readonly asset: string; readonly field?: string; readonly location: Location };

/** A reviewed, expiring permission for named findings, kept as a file in Git. Dates are `YYYY-MM-DD`, in UTC. */
export interface Exception {
  /** The name of its file, without the ending. */
  readonly id: string;
  readonly policies: readonly string[];
  readonly scope: readonly ExceptionScope[];
  /** Why the business needs it. */
  readonly justification: string;
  /** What lessens the risk meanwhile. */
  readonly control?: string;
  readonly requestedBy: string;
  readonly requested: string;
  /** The last day on which it holds. */
  readonly expires: string;
  readonly ticket?: string;
  /** The place of the file, for what is wrong with the whole. */
  readonly location: Location;
  /** Names the text: an approval is of one text. */
  readonly digest: string;
}

/**
 * `hidden`: a team may approve, and this app may not see who is in it. `unchecked`: nobody could ask GitHub, as on the command line; it
 * counts then, since it stands on the side that governs, and is told.
 */
export type Approval = 'approved' | 'missing' | 'hidden' | 'unchecked';

/** An exception with what is known of its approval. */
export interface GivenException {
  readonly exception: Exception;
  readonly approval: Approval;
}

/** What counts towards the quota: those that there are, and those that there were. */
export type UsedException = Pick<Exception, 'id' | 'policies' | 'requested'>;

/** How an exception of the governing side stands at the moment of judgement. */
export interface ExceptionStanding {
  readonly id: string;
  readonly file: string;
  readonly policies: readonly string[];
  readonly requestedBy: string;
  readonly requested: string;
  /** The last day on which it holds. */
  readonly expires: string;
  readonly approval: Approval;
  readonly state: 'in force' | 'over' | 'not counting';
  /** Why it does not count. */
  readonly why?: string;
  /** How many findings of this judgement it covers. */
  readonly covers: number;
}

/** What a finding shows of the exception that covers it. */
export interface ExceptionReference {
  readonly id: string;
  /** The last day on which it holds. */
  readonly expires: string;
  readonly file: string;
  /** How many exceptions of the policy the period of this one has seen, and how many it may see. */
  readonly quota: { readonly period: string; readonly used: number; readonly of: number };
}
