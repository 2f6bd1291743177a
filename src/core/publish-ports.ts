import type {
  CommentOnFile,
  Published,
  PublishedComment,
  PublishedIssue,
  PublishCheckRun,
  PublishedCheckRun,
  PublishIssue,
  RequestReviewers,
  SettleThreads,
  SubmitReview,
  UpdateReviewComment,
} from '../model/action.ts';
import type { UsedException } from '../model/exception.ts';
import type { Evaluation } from '../model/evaluation.ts';
import type { Repository, Trigger } from '../model/trigger.ts';
import type { OrganisationFiles } from './library-ports.ts';
import type { Origin } from './exceptions/approval.ts';

/** A pull request as it stands now. */
export interface PullRequest {
  readonly number: number;
  /** What its repository is called now: GitHub answers under former names, too, but Git does not fetch by them. */
  readonly home?: { readonly owner: string; readonly name: string };
  readonly open: boolean;
  readonly draft: boolean;
  readonly author: string;
  readonly baseBranch: string;
  readonly baseSha: string;
  readonly headSha: string;
  /** The head's branch, where it is one of this repository. */
  readonly headBranch?: string;
  readonly labels: readonly string[];
  /** Logins, and `organisation/team` of teams, whose review is asked for. */
  readonly requestedReviewers: readonly string[];
}

/** A pull request in a list. */
export interface OpenPull {
  readonly number: number;
  readonly headSha: string;
  readonly baseBranch: string;
  readonly draft: boolean;
  readonly labels: readonly string[];
  /** ISO 8601, UTC. */
  readonly updatedAt: string;
}

/** What can be read from GitHub. Errors: github-failed. */
export interface GitHubReader {
  /** Undefined where the pull request or its repository is gone. */
  pull(repository: Repository, number: number): Promise<PullRequest | undefined>;
  /** The commit that a branch is at; undefined where the branch is gone. */
  branchHead(repository: Repository, name: string): Promise<string | undefined>;
  /** The open pull requests whose head is this commit. */
  pullsWithHead(repository: Repository, headSha: string): Promise<readonly number[]>;
  /** Those of the teams (`organisation/team`) that a person is in; undefined where this app may not know. */
  teamsOf(repository: Repository, login: string, teams: readonly string[]): Promise<readonly string[] | undefined>;
  /** The merged pull request that a file of a branch got its text from; undefined where it came without one. */
  originOf(repository: Repository, of: { readonly branch: string; readonly file: string }): Promise<Origin | undefined>;
  /** The open pull requests into a branch: at most that many, those that moved last first. */
  pullsInto(repository: Repository, branch: string, most: number): Promise<readonly number[]>;
  /** The open pull requests of a repository, those that moved last first: a hundred at most. */
  openPulls(repository: Repository): Promise<readonly OpenPull[]>;
  /** The pull requests that stand before a commit of the merge queue and are in it, from the first to the last. */
  queueBefore(repository: Repository, branch: string, baseSha: string): Promise<readonly number[]>;
  /** What this app has posted, found by its markers: for when the store does not know. */
  published(repository: Repository, of: { readonly subject: string; readonly pull?: number; readonly headSha: string }): Promise<Published>;
  /** Whether the optional permission "Contents: write" is given. */
  mayWrite(repository: Repository): Promise<boolean>;
  /** Where Git fetches the repository from, and the short-lived token that reads it. */
  gitAccess(repository: Repository): Promise<{ readonly url: string; readonly token: string }>;
  /** A token that reads another repository of the same account, by its full name; undefined where this app may not. */
  tokenBeside(repository: Repository, fullName: string): Promise<string | undefined>;
  /** What the account asks: `tollgate.yml` and `tollgate.lock`, at the root or in `.github`, of its `.github` repository; undefined where this app sees none. */
  organisation(repository: Repository): Promise<OrganisationFiles | undefined>;
}

/** What can be written to GitHub. Each call has taken effect exactly once when it resolves. Errors: github-failed. */
export interface GitHubPublisher {
  publishCheckRun(repository: Repository, action: PublishCheckRun): Promise<{ readonly id: number }>;
  /** Answers with the comments that GitHub took, by their markers. */
  submitReview(repository: Repository, action: SubmitReview): Promise<readonly PublishedComment[]>;
  /** Undefined where GitHub does not take it. */
  commentOnFile(repository: Repository, action: CommentOnFile): Promise<PublishedComment | undefined>;
  settleThreads(repository: Repository, action: SettleThreads): Promise<void>;
  updateReviewComment(repository: Repository, action: UpdateReviewComment): Promise<void>;
  /** Answers with those whose review is now asked for. Who cannot review is left out, without an error. */
  requestReviewers(repository: Repository, action: RequestReviewers): Promise<readonly string[]>;
  /** Null where the repository has no issues. */
  publishIssue(repository: Repository, action: PublishIssue): Promise<PublishedIssue | null>;
}

/** One judgement, to be kept: rows of evaluations and of findings (first seen, last seen, fixed) come from it. */
export interface EvaluationRecord {
  /** `pull:<repository id>:<number>` or `branch:<repository id>:<name>`. */
  readonly subject: string;
  readonly repository: Repository;
  readonly pull?: number;
  readonly branch?: string;
  /** The branch whose settings, policies and exceptions judged it. */
  readonly governs: string;
  readonly evaluation: Evaluation;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly elapsedMs: number;
}

/** What Tollgate has judged and posted. Errors: store-failed. */
export interface PublishedAt {
  readonly pull: number;
  readonly checkRun: PublishedCheckRun;
}

export interface PublicationStore {
  /** The last document recorded for the subject; null where there is none. */
  published(subject: string): Promise<Published | null>;
  /** Replaces the whole document of the subject. It is durable when this resolves. */
  recordPublished(subject: string, published: Published): Promise<void>;
  /** The pull requests of a repository whose check run stands at a commit. */
  publishedAt(repositoryId: number, headSha: string): Promise<readonly PublishedAt[]>;
  /** The fingerprints of the findings that the newest judgement of a subject has as new. */
  newFindings(subject: string): Promise<ReadonlySet<string>>;
  /** The same subject and head commit again replaces the older record; findings keep when they were first seen. */
  saveEvaluation(record: EvaluationRecord): Promise<void>;
  /** Takes repositories that were not looked at since then, the longest first: nobody else gets them before the next time is due. */
  toReconcile(wanted: {
    readonly before: string;
    readonly now: string;
    readonly most: number;
  }): Promise<readonly (Repository & { readonly branch?: string })[]>;
  /** Forgets all rows of an installation, or of these repositories of it. */
  forget(installation: number, repositoryIds: readonly number[]): Promise<void>;
}

/** A subject whose last verdict no longer holds, because something that it rests on has ended. */
export interface LapsedSubject {
  readonly subject: string;
  readonly repository: Repository;
  readonly pull?: number;
  readonly branch?: string;
}

/** What is known of exceptions over time. Errors: store-failed. */
export interface ExceptionStore {
  /** The names under which approvals were recorded. */
  approved(repositoryId: number): Promise<ReadonlySet<string>>;
  recordApproved(repository: Repository, name: string, by: readonly string[]): Promise<void>;
  /** All that were ever in force. */
  used(repositoryId: number): Promise<readonly UsedException[]>;
  /** The subjects whose newest verdict held until a day before this one (`YYYY-MM-DD`). */
  lapsed(today: string): Promise<readonly LapsedSubject[]>;
  /** The verdict of these is on its way to be made anew. */
  clearLapsed(subjects: readonly string[]): Promise<void>;
  /** Whether the newest verdict of any open subject names an exception that waits for its approval. */
  waiting(repositoryId: number): Promise<readonly LapsedSubject[]>;
  /** Repositories with exceptions that nobody looked after since that day, with the branch that governs. */
  toLookAfter(today: string): Promise<readonly (Repository & { readonly branch: string })[]>;
  lookedAfter(repositoryId: number, today: string): Promise<void>;
}

/** Work to be done once. Jobs of one key never run at the same time. */
export interface Job {
  readonly key: string;
  readonly trigger: Trigger;
}

/** One webhook delivery. Its body is not kept. */
export interface Delivery {
  /** GitHub's `X-GitHub-Delivery`; the same again is the same delivery. */
  readonly id: string;
  readonly event: string;
  readonly action: string | null;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  /** The work that it asks for: none, one or several. */
  readonly jobs: readonly Job[];
}

/** Where deliveries are accepted, and the queue behind it. Errors: store-failed. */
export interface Inbox {
  /**
   * Keeps the delivery and its jobs in one transaction, durably, before it resolves; a known id changes nothing and is a `duplicate`.
   * A job of the same key that still waits takes over the newer trigger, except that `fresh` stays when either is, and `rerun` too.
   */
  accept(delivery: Delivery): Promise<'accepted' | 'duplicate'>;
  /**
   * Calls `perform` for each job, jobs of different keys up to `atOnce` at the same time, until stopped. A job whose `perform` throws comes again, with
   * growing pauses, at most three times in all; `last` is true on the last try. An error with `retryAfterMs` only postpones it. `stop` waits for what runs, at most that long, and hands the rest back.
   */
  work(
    options: { readonly atOnce: number },
    perform: (job: Job, attempt: { readonly last: boolean }) => Promise<void>,
  ): Promise<{ stop(waitMs: number): Promise<void> }>;
  /** True while deliveries can be accepted: for `/healthz`. */
  healthy(): Promise<boolean>;
}
