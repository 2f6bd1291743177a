import type { CommandStore, GitHubConversation, Rules } from '../../core/command-ports.ts';
import type { Markdown } from '../../core/plan/markdown.ts';
import type { ExceptionStore, GitHubPublisher, GitHubReader, Job, PublicationStore, PullRequest } from '../../core/publish-ports.ts';
import type { Command } from '../../model/command.ts';
import type { Evaluation } from '../../model/evaluation.ts';
import type { Examination } from '../../model/examination.ts';
import type { Finding } from '../../model/finding.ts';
import type { Repository } from '../../model/trigger.ts';
import type { FixedChange } from '../fix-change.ts';
import type { JudgeRequest } from '../judge-request.ts';

/** What is needed to do what people ask for. */
export interface CommandPorts {
  readonly github: GitHubReader & GitHubPublisher & GitHubConversation;
  readonly store: PublicationStore;
  readonly exceptions: ExceptionStore;
  readonly commands: CommandStore;
  /** What governs a branch as it stands now. */
  rules(repository: Repository, branch: string): Promise<Rules>;
  /** What fixing the findings that are wanted would make of a head; nothing is written. */
  fix(request: JudgeRequest, isWanted: (finding: Finding) => boolean): Promise<FixedChange>;
  /** How GitHub and the default branch are set up. */
  examine(repository: Repository): Promise<readonly Examination[]>;
  /** Hands work to the queue. */
  enqueue(jobs: readonly Job[]): Promise<void>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Where people open repositories, `https://github.com`. */
  readonly webUrl: string;
  /** Where the pages of the library that Tollgate brings are served; missing where GitHub does not reach this server. */
  readonly pagesUrl?: string;
}

/** One command, by someone who may give it, on the evaluation that they saw. */
export interface Asked {
  readonly command: Command;
  readonly repository: Repository;
  readonly pull: PullRequest;
  readonly subject: string;
  readonly login: string;
  readonly evaluation: Evaluation;
  /** The marker of the comment that was answered. */
  readonly thread?: string;
  /** ISO 8601, UTC. */
  readonly now: string;
}

/** What came of a command: a line for whoever asked. */
export interface Outcome {
  readonly done: boolean;
  readonly words: Markdown;
  readonly findings?: readonly Finding[];
  /** Who asked may not: they are told once on a pull request, so that nobody can make Tollgate talk. */
  readonly isNotAllowed?: boolean;
  /** Work that follows from it, once it is recorded. */
  readonly jobs?: readonly Job[];
}

export type Handler = (asked: Asked, ports: CommandPorts) => Promise<Outcome>;
