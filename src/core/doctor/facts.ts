import type { Repository } from '../../model/trigger.ts';

/** Something that was asked of GitHub, or why nobody could tell. */
export type Known<T> = { readonly value: T } | { readonly unknown: string };

/** A check that has to succeed before a merge. `app` pins it to one app; missing: anybody may report it. */
export interface RequiredCheck {
  readonly name: string;
  readonly app?: number;
}

export interface AppGrant {
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
}

/** The app that last reported our check, with what it asks for. */
export interface KnownApp extends AppGrant {
  readonly id: number;
  readonly slug: string;
}

/** `writes`: may push here. `reads`: may only look. `none`: may not even do that. `gone`: there is no such user or team. */
export type Standing = 'writes' | 'reads' | 'none' | 'gone';

/** What GitHub says of a repository and its default branch. */
export interface GitHubFacts {
  /** `owner/name`. */
  readonly repository: string;
  /** Where people see it: `https://github.com/owner/name`. */
  readonly url: string;
  readonly branch: string;
  readonly required: Known<readonly RequiredCheck[]>;
  readonly mergeQueue: Known<boolean>;
  readonly ownersReview: Known<boolean>;
  /** Null: no commit of the branch has our check. */
  readonly app: Known<KnownApp | null>;
  /** What the owner of the account has granted it. */
  readonly granted: Known<AppGrant>;
  /** What GitHub finds wrong with CODEOWNERS. */
  readonly ownerErrors: Known<readonly { readonly path: string; readonly line: number; readonly message: string }[]>;
  /** Those that settings name, as they are written there. */
  readonly people: ReadonlyMap<string, Known<Standing>>;
}

/** Reads how a repository is set up, as the app. What the app may not see is unknown. Errors: github-failed. */
export interface GitHubExaminer {
  defaultBranch(repository: Repository): Promise<string>;
  examine(repository: Repository, people: readonly string[]): Promise<GitHubFacts>;
}
