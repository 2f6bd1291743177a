import type { CommentPlace, Command } from '../model/command.ts';
import type { Evaluation } from '../model/evaluation.ts';
import type { UsedException } from '../model/exception.ts';
import type { Settings } from '../model/settings.ts';
import type { SourceFile } from '../model/source.ts';
import type { Repository } from '../model/trigger.ts';

/** A comment as it stands now. Times are ISO 8601, UTC. */
export interface Comment {
  readonly body: string;
  readonly author: string;
  readonly byBot: boolean;
  readonly createdAt: string;
  readonly edited: boolean;
  /** The first comment of the thread that it answers. */
  readonly inReplyTo?: number;
}

export type Permission = 'admin' | 'write' | 'read' | 'none';

/** A file to be written, as it was read (missing: it is new) and as it shall be. */
export interface FileWrite {
  readonly path: string;
  readonly before?: string;
  readonly after: string;
}

/** Why nothing was written: the app may not write here, the branch has moved on, or a rule of the repository forbids it. */
export type NotWritten = 'not-allowed' | 'moved';

export interface ProposedChange {
  /** The new branch; the same again is the same proposal. */
  readonly branch: string;
  readonly into: string;
  readonly files: readonly FileWrite[];
  readonly title: string;
  readonly body: string;
}

/** What is said to people, once: `marker` names it. */
export interface Answer {
  /** The comment that is answered; missing: none in particular. */
  readonly to?: CommentPlace;
  readonly marker: string;
  readonly body: string;
  /** It was not said before this moment (ISO 8601, UTC). */
  readonly since: string;
  /** It may have been said already. */
  readonly isRepeated: boolean;
}

/** How GitHub is talked to when people talk to Tollgate. Each write has taken effect exactly once when it resolves. Errors: github-failed. */
export interface GitHubConversation {
  /** Undefined where it is gone. */
  comment(repository: Repository, place: CommentPlace): Promise<Comment | undefined>;
  /** What a person may do here now. Source: GitHub Docs, "Get repository permissions for a user". */
  permission(repository: Repository, login: string): Promise<Permission>;
  react(repository: Repository, place: CommentPlace, content: '+1' | 'confused'): Promise<void>;
  /** Answers a comment, or writes one on the pull request. */
  answer(repository: Repository, pull: number, answer: Answer): Promise<void>;
  /** The exceptions that a pull request adds or changes, as its head has them; `digest` is Git's blob id. */
  exceptionsIn(repository: Repository, pull: { readonly number: number; readonly headSha: string }): Promise<readonly SourceFile[]>;
  /** Writes a commit on top of `head` of a branch, as the app. */
  commit(
    repository: Repository,
    change: { readonly branch: string; readonly head: string; readonly files: readonly FileWrite[]; readonly message: string },
  ): Promise<{ readonly sha: string } | NotWritten>;
  /** Opens a pull request from a branch of its own, or finds the one that is open. */
  propose(repository: Repository, change: ProposedChange): Promise<{ readonly number: number; readonly isNew: boolean } | NotWritten>;
  close(repository: Repository, pull: number): Promise<void>;
  /** Answers with those who are assigned now; who cannot be is left out. */
  assign(repository: Repository, number: number, logins: readonly string[]): Promise<readonly string[]>;
}

/** One command, what came of it, and of which findings. */
export interface CommandRecord {
  /** Names the comment, and the line in it: `issue:123:0`. */
  readonly id: string;
  readonly repository: Repository;
  readonly subject: string;
  /** Of the pull request or issue. */
  readonly number: number;
  readonly login: string;
  /** Missing where the line was wrong. */
  readonly command?: Command;
  readonly findings: readonly { readonly fingerprint: string; readonly policy: string }[];
  readonly done: boolean;
  /** What was said. */
  readonly words: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** A finding whose comment is folded until a day is over. */
export interface Snooze {
  readonly fingerprint: string;
  readonly until: string;
  readonly by: string;
}

/** What people have asked for. Errors: store-failed. */
export interface CommandStore {
  /** What came of it; undefined where it was never done. */
  outcome(id: string): Promise<Pick<CommandRecord, 'done' | 'words'> | undefined>;
  record(record: CommandRecord): Promise<void>;
  /** The newest evaluation of a subject, and since when its commit has one. */
  newest(subject: string): Promise<{ readonly evaluation: Evaluation; readonly since: string } | undefined>;
  /** Those that were asked for and not taken back; also those that are over. */
  snoozes(subject: string): Promise<readonly Snooze[]>;
}

/** What governs a branch as it stands. */
export interface Rules {
  readonly settings: Settings;
  /** Ids of the exceptions that stand there. */
  readonly exceptions: readonly string[];
  /** What counts towards the quota. */
  readonly used: readonly UsedException[];
}
