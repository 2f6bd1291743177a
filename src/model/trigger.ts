import type { CommentPlace } from './command.ts';

/** A repository on GitHub and the installation that may act on it. `id` stays when the repository is renamed. */
export interface Repository {
  readonly installation: number;
  readonly id: number;
  readonly owner: string;
  readonly name: string;
}

/** A pull request is to be judged as it stands now: what the event said of it is only a hint. */
export interface PullTrigger {
  readonly kind: 'pull';
  readonly repository: Repository;
  readonly pull: number;
  /** The pull request is new, so that nothing can be posted on it yet. */
  readonly fresh: boolean;
  /** Someone asked for another run: it is a new one even when nothing changed. */
  readonly rerun: boolean;
}

/** A branch got a new head. Issues follow the default branch. */
export interface PushTrigger {
  readonly kind: 'push';
  readonly repository: Repository;
  readonly branch: string;
  readonly defaultBranch: string;
  /** Where the branch was; null for a new one. */
  readonly before: string | null;
  readonly rerun: boolean;
}

/** Someone asked for another run of a commit, and GitHub did not say of which pull request. */
export interface RerunTrigger {
  readonly kind: 'rerun';
  readonly repository: Repository;
  readonly headSha: string;
  /** The branch where GitHub names one, and the default branch. */
  readonly branch: string | null;
  readonly defaultBranch: string;
}

/** Repositories that Tollgate may see from now on, or no longer. `repositories` is empty where all of the installation are meant. */
export interface InstallationTrigger {
  readonly kind: 'installation';
  readonly installation: number;
  readonly change: 'added' | 'removed' | 'suspended' | 'resumed';
  readonly repositories: readonly Repository[];
}

/** A pull request was closed or merged: others may have its head, and its verdict no longer counts for them. */
export interface ClosedTrigger {
  readonly kind: 'closed';
  readonly repository: Repository;
  readonly pull: number;
}

/** Someone reviewed: what waits for an approval may have it now. */
export interface ReviewTrigger {
  readonly kind: 'review';
  readonly repository: Repository;
}

/** The exceptions of a repository are to be looked after: what ends soon, what is of no use any more. */
export interface CareTrigger {
  readonly kind: 'care';
  readonly repository: Repository;
  /** The branch that governs. */
  readonly branch: string;
}

/** Someone wrote a comment that speaks to Tollgate. What it says is read when it is its turn. */
export interface CommandTrigger {
  readonly kind: 'command';
  readonly repository: Repository;
  /** Of the pull request, or of the issue. */
  readonly number: number;
  readonly isIssue: boolean;
  readonly place: CommentPlace;
}

/** Someone pressed a button of a check run. */
export interface ButtonTrigger {
  readonly kind: 'button';
  readonly repository: Repository;
  readonly headSha: string;
  readonly checkRun: number;
  readonly button: 'apply-fixes' | 'request-exception';
  readonly login: string;
  /** Not before this moment: ISO 8601, UTC. */
  readonly at: string;
}

/** The merge queue has put a pull request on top of those before it, and waits for a verdict. */
export interface QueueTrigger {
  readonly kind: 'queue';
  readonly repository: Repository;
  /** The branch that it is to be merged into. */
  readonly branch: string;
  /** The queue's own branch, `gh-readonly-queue/main/pr-7-…`. */
  readonly ref: string;
  readonly headSha: string;
  readonly baseSha: string;
}

/** Why something is to be done. */
export type Trigger =
  | PullTrigger
  | PushTrigger
  | RerunTrigger
  | InstallationTrigger
  | ClosedTrigger
  | ReviewTrigger
  | CareTrigger
  | CommandTrigger
  | ButtonTrigger
  | QueueTrigger;
