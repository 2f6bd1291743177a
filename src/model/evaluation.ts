import type { Asset, AssetChange } from './asset.ts';
import type { ChangedFile, Revision } from './change-set.ts';
import type { Decision } from './decision.ts';
import type { ExceptionStanding } from './exception.ts';
import type { Finding, PolicyMetadata } from './finding.ts';
import type { Lineage } from './lineage.ts';
import type { Problem } from './problem.ts';

/** The version of the Evaluation document; it grows when a reader of an older one would go wrong. */
export const EVALUATION_VERSION = 1;

/** Which policies judged. `digest` is over all their text: the same digest gives the same findings. */
export interface LibraryReference {
  readonly name: string;
  readonly version: string;
  readonly digest: string;
}

/** The one record of a judgement: what check run, comments, command line, store and dashboard all read. JSON and nothing else. */
export interface Evaluation {
  readonly version: typeof EVALUATION_VERSION;
  readonly base: Revision | null;
  readonly head: Revision;
  readonly libraries: readonly LibraryReference[];
  readonly policies: readonly PolicyMetadata[];
  readonly files: readonly ChangedFile[];
  /** How many files were looked at, read as governed, and could not be read. */
  readonly coverage: { readonly files: number; readonly governed: number; readonly unread: number };
  readonly assets: readonly Asset[];
  readonly changes: readonly AssetChange[];
  /** What flows into and out of the assets. */
  readonly lineage: Lineage;
  readonly findings: readonly Finding[];
  /** Those of the side that governs, in the order of their files. */
  readonly exceptions: readonly ExceptionStanding[];
  readonly problems: readonly Problem[];
  readonly decision: Decision;
  /** The last day (`YYYY-MM-DD`, UTC) on which the decision holds: an exception or a suppression that it rests on ends then. */
  readonly validUntil?: string;
}
