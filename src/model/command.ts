export type CommandName =
  | 'explain'
  | 'recheck'
  | 'fix'
  | 'except'
  | 'approve'
  | 'deny'
  | 'snooze'
  | 'open'
  | 'assign'
  | 'false-positive'
  | 'doctor';

/** What a person asks of Tollgate on one line of a comment. */
export interface Command {
  readonly name: CommandName;
  /** Policies, fingerprints, names of assets and fields, as they were written; none where the place of the comment says what is meant. */
  readonly subjects: readonly string[];
  /** The last day, `YYYY-MM-DD`. */
  readonly until?: string;
  readonly because?: string;
  /** What lessens the risk meanwhile. */
  readonly control?: string;
  readonly ticket?: string;
  /** Logins without `@`. */
  readonly people: readonly string[];
}

/** One line of a comment that speaks to Tollgate: a command, or what is wrong with it. */
export type ReadCommand = { readonly command: Command } | { readonly wrong: string };

/** Where a comment stands. A review comment may answer one of Tollgate's. */
export interface CommentPlace {
  readonly kind: 'issue' | 'review';
  readonly id: number;
}
