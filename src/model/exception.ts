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

/** `unchecked`: nobody could ask GitHub. It counts then, since it stands on the side that governs, and is told. */
export type Approval = 'approved' | 'missing' | 'unchecked';

/** An exception with what is known of its approval. */
export interface GivenException {
  readonly exception: Exception;
  readonly approval: Approval;
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
