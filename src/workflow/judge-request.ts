import type { Evaluation } from '../model/evaluation.ts';
import type { Preview } from '../model/preview.ts';
import type { Repository } from '../model/trigger.ts';

/** What is to be judged: a head against the place where it left its base. */
export interface JudgeRequest {
  readonly repository: Repository;
  readonly event: 'pull_request' | 'push' | 'merge_group';
  /** The branch that governs. */
  readonly branch: string;
  /** A branch as it stands when it is fetched, or a commit. Null: everything, as it stands. */
  readonly base: { readonly branch: string } | { readonly commit: string } | null;
  readonly head: string;
  /** Of the pull request, where there is one. */
  readonly labels?: readonly string[];
  /** Who opened the pull request. */
  readonly author?: string;
  /** The head is of a fork: whoever wrote it may not read what this app may. */
  readonly fork?: boolean;
  /** ISO 8601, UTC. */
  readonly now: string;
}

export interface JudgeAnswer {
  readonly evaluation: Evaluation;
  readonly texts: ReadonlyMap<string, string>;
  /** Whether the change touches what judges: settings, policies, exceptions, CODEOWNERS. */
  readonly changesRules: boolean;
  /** What it would change, where a pull request touches that. */
  readonly preview?: Preview;
}
