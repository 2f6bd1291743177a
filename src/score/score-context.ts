import type { ParseWith } from '../core/plug-ins.ts';
import type { EngineAnswer } from '../core/ports.ts';
import type { AssetChange } from '../model/asset.ts';
import type { ChangedFile, ReadableTree } from '../model/change-set.ts';
import type { Json } from '../model/json.ts';

/** What changed, with the lines of each changed file. */
export interface ChangesAndFiles {
  readonly changes: readonly AssetChange[];
  readonly files: readonly ChangedFile[];
}

/** Where scores find what they measure against. */
export interface ScoreContext {
  /** The folder of published cases. */
  readonly cases: string;
  /** The Git directory of a repository by `owner/name` or its end; undefined where it is not on this machine. */
  git(name: string): string | undefined;
  /** A folder of this name beside the repositories, for what is in no repository. */
  readonly folder?: (name: string) => string | undefined;
  /** The text of a path in a commit; undefined where either is not there. */
  show(gitDir: string, commit: string, path: string): Promise<string | undefined>;
  /** All files of a commit. */
  readonly tree?: (gitDir: string, commit: string) => Promise<ReadableTree>;
  /** What changed between two commits, by the whole pipeline; undefined where a commit is not there. */
  readonly changes?: (gitDir: string, base: string, head: string) => Promise<ChangesAndFiles | undefined>;
  /** What the default library says of each input; missing where policies cannot be judged. */
  readonly judge?: (inputs: readonly Json[]) => Promise<readonly EngineAnswer[]>;
  /** Parses by every grammar that extractors need. */
  readonly parser?: () => Promise<ParseWith>;
}
