import type { Conclusion } from './decision.ts';
import type { Finding } from './finding.ts';

export interface CheckAnnotation {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  /** Only where both lines are the same: GitHub takes columns for one line only. */
  readonly startColumn?: number;
  readonly endColumn?: number;
  readonly level: 'notice' | 'warning' | 'failure';
  readonly title: string;
  readonly message: string;
}

export interface CheckButton {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

/** Creates the check run of a commit, or updates the one named by `id`. `externalId` is another one for each run that is meant
 * to be another one; it begins with the digest and a colon. */
export interface PublishCheckRun {
  readonly kind: 'publish-check-run';
  readonly key: string;
  readonly id?: number;
  readonly headSha: string;
  readonly externalId: string;
  /** Names what it shows. */
  readonly digest: string;
  readonly status: 'in_progress' | 'completed';
  /** `cancelled`: the commit was overtaken, so nobody needs its verdict. */
  readonly conclusion?: Conclusion | 'cancelled';
  readonly title: string;
  readonly summary: string;
  readonly text?: string;
  readonly annotations: readonly CheckAnnotation[];
  readonly buttons: readonly CheckButton[];
}

/** A comment on lines of the diff, or on the file where `line` is missing. `marker` names its finding or group. */
export interface ReviewComment {
  readonly marker: string;
  readonly path: string;
  readonly line?: number;
  readonly startLine?: number;
  /** The first line in plain words. */
  readonly title: string;
  readonly body: string;
  /** Names what the body says, whatever commit its links lead to. */
  readonly digest: string;
}

export interface SubmitReview {
  readonly kind: 'submit-review';
  readonly key: string;
  readonly pull: number;
  readonly headSha: string;
  readonly body: string;
  readonly comments: readonly ReviewComment[];
}

/** Comments on a file as a whole, where the diff shows no line of it. GitHub takes such a comment alone only. */
export interface CommentOnFile {
  readonly kind: 'comment-on-file';
  readonly key: string;
  readonly pull: number;
  readonly headSha: string;
  readonly comment: ReviewComment;
}

/** Resolves the threads that these comments of ours begin, or opens them again. A thread in which a person wrote stays as it is. */
export interface SettleThreads {
  readonly kind: 'settle-threads';
  readonly key: string;
  readonly pull: number;
  readonly resolve: readonly number[];
  readonly reopen: readonly number[];
}

export interface UpdateReviewComment {
  readonly kind: 'update-review-comment';
  readonly key: string;
  readonly id: number;
  readonly marker: string;
  readonly title: string;
  readonly body: string;
  readonly digest: string;
  /** The commit in which its finding was gone; missing while it stands. */
  readonly fixedIn?: string;
}

export interface RequestReviewers {
  readonly kind: 'request-reviewers';
  readonly key: string;
  readonly pull: number;
  readonly users: readonly string[];
  readonly teams: readonly string[];
}

/** Opens the issue of one policy and owner, or changes the one named by `number`, unless a person has closed, opened or edited it since. */
export interface PublishIssue {
  readonly kind: 'publish-issue';
  readonly key: string;
  readonly number?: number;
  /** How it was left: another state or text is a person's. Missing where that is not known. */
  readonly left?: { readonly state: 'open' | 'closed'; readonly written?: string };
  /** One that a person has taken over: this is another. */
  readonly instead?: number;
  readonly state: 'open' | 'closed';
  readonly title: string;
  readonly body: string;
  readonly digest: string;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly marker: string;
  readonly items: readonly IssueItem[];
}

/** An outside effect as data. `key` is the same for the same effect: executing it twice changes nothing. */
export type Action = PublishCheckRun | SubmitReview | CommentOnFile | UpdateReviewComment | SettleThreads | RequestReviewers | PublishIssue;

/** What Tollgate has already posted about a pull request or branch, so that it changes it in place instead of repeating it. */
export interface Published {
  readonly checkRun?: PublishedCheckRun;
  readonly comments: readonly PublishedComment[];
  readonly issues: readonly PublishedIssue[];
  readonly requestedReviewers: readonly string[];
  /** Comments that GitHub did not take at this head: they are not tried there again. */
  readonly refused?: { readonly headSha: string; readonly markers: readonly string[] };
  /** The key of an action that was begun and whose end is not recorded: GitHub is asked before it is repeated. */
  readonly pending?: string;
  /** Whether any policy could block when the subject was last judged: then Tollgate's own failure blocks, too. */
  readonly enforces?: boolean;
  readonly judged?: Judged;
}

/** What was judged last and told in full. A check run may stand at a later commit that was overtaken or failed: that is no judgement. */
export interface Judged {
  readonly head: string;
  /** The commit that it was compared with. */
  readonly base: string | null;
  /** The branch that governed. */
  readonly branch: string;
  /** Of a pull request: all that its verdict rested on, in one word. */
  readonly asked?: string;
}

export interface PublishedCheckRun {
  readonly id: number;
  readonly headSha: string;
  readonly status: 'in_progress' | 'completed';
  /** Names what it shows: the same digest needs no other run. Missing where it was read back from GitHub. */
  readonly digest?: string;
  /** What it shows; missing while it is in progress, and where it was read back from GitHub. */
  readonly conclusion?: Conclusion | 'cancelled';
  /** What the judgement of its own subject came to, whatever it shows; missing where that failed. */
  readonly verdict?: Conclusion;
}

/** `fixedIn` is the commit in which its finding was gone. */
export interface PublishedComment {
  readonly id: number;
  readonly marker: string;
  readonly bodyDigest: string;
  /** The first line in plain words, to be struck through later. */
  readonly title?: string;
  readonly fixedIn?: string;
  /** Its thread was resolved by us; `unknown` where that was begun and its end is not recorded. */
  readonly resolved?: boolean | 'unknown';
}

export interface PublishedIssue {
  readonly number: number;
  readonly marker: string;
  readonly state: 'open' | 'closed';
  readonly bodyDigest: string;
  /** Names the text that was written, however boxes are ticked. */
  readonly written?: string;
  /** A person has closed, opened or edited it since: it is theirs. */
  readonly taken?: true;
  /** What its checklist holds. Missing where it was read back from GitHub. */
  readonly items?: readonly IssueItem[];
}

/** One line of an issue's checklist: a finding as it was last seen. */
export interface IssueItem {
  readonly fingerprint: string;
  readonly finding: Finding;
  readonly doneIn?: string;
}
