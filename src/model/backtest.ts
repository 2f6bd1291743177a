import type { Finding } from './finding.ts';

/** No more repositories of one organisation are looked at. */
export const MOST_REPOSITORIES = 200;

/** A pull request that was merged, as it stands in the history of a branch. */
export interface MergedPull {
  /** `acme/warehouse`, or the name of the folder. */
  readonly repository: string;
  /** Null where the history does not tell. */
  readonly number: number | null;
  readonly title: string;
  /** The commit before it on the branch, and the one that it became. */
  readonly base: string;
  readonly head: string;
  /** ISO 8601, UTC. */
  readonly mergedAt: string;
  readonly url?: string;
}

/** What today's rules say of a pull request that was merged. */
export interface ReplayedPull {
  readonly pull: MergedPull;
  /** New findings of policies that block, and of those that advise. */
  readonly blocks: readonly Finding[];
  readonly considers: readonly Finding[];
  readonly undecided: number;
}

/** How often a policy would have spoken. */
export interface PolicyNoise {
  readonly policy: string;
  /** Pull requests that it would have blocked, or asked for attention on, and the findings in them. */
  readonly blocked: number;
  readonly considered: number;
  readonly findings: number;
}

/** Merged pull requests, judged again by the rules of today. */
export interface Backtest {
  readonly looked: number;
  readonly blocked: readonly ReplayedPull[];
  readonly considered: readonly ReplayedPull[];
  /** Where the rules could not decide, and would have blocked for that. */
  readonly undecided: readonly ReplayedPull[];
  /** Those that could not be judged, and why. */
  readonly failed: readonly { readonly pull: MergedPull; readonly why: string }[];
  /** Repositories of which only the newest could be listed. */
  readonly partial?: readonly string[];
  /** Organisations of which only those repositories were looked at that were pushed to last. */
  readonly bounded?: readonly string[];
  /** Other repositories of an organisation whose pull requests GitHub does not list for this token. */
  readonly unlisted?: readonly string[];
  /** How many were left when it was stopped. */
  readonly left?: number;
  /** What would have spoken most comes first. */
  readonly policies: readonly PolicyNoise[];
}
