import type { ParseWith } from '../core/plug-ins.ts';
import type { EngineAnswer, LibrarySource } from '../core/ports.ts';
import type { AssetChange } from '../model/asset.ts';
import type { ChangedFile, ReadableTree } from '../model/change-set.ts';
import type { Evaluation } from '../model/evaluation.ts';
import type { Json } from '../model/json.ts';
import type { PolicyMetadata } from '../model/finding.ts';
import type { Problem } from '../model/problem.ts';
import type { SourceFile } from '../model/source.ts';

/** What changed, with the lines of each changed file. */
export interface ChangesAndFiles {
  readonly changes: readonly AssetChange[];
  readonly files: readonly ChangedFile[];
}

/** Files of a tree to judge as they stand by libraries that judge parsed files. `data` are documents laid over theirs. */
export interface FilesToJudge {
  readonly tree: ReadableTree;
  readonly files: readonly string[];
  readonly libraries: readonly LibrarySource[];
  readonly data: readonly SourceFile[];
  /** The format of all files, where it is not told by their names. */
  readonly format?: string;
}

/** One finding about a parsed file. `namespace` is the package that found it; one that `advises` never blocks. */
export interface FileVerdict {
  readonly file: string;
  readonly namespace: string;
  readonly message: string;
  readonly advises: boolean;
}

/** Libraries and data to judge by. */
export interface PackToOpen {
  readonly libraries: readonly LibrarySource[];
  readonly data: readonly SourceFile[];
}

/** A policy pack, compiled once. `problems` are its own. */
export interface Pack {
  readonly policies: readonly PolicyMetadata[];
  readonly problems: readonly Problem[];
  judge(files: readonly SourceFile[]): Promise<Evaluation>;
  close(): Promise<void>;
}

/** A tree that was judged whole by the default library. */
export interface JudgedTree {
  /** With every edit that is proposed, and with those only that hold. */
  readonly proposed: Evaluation;
  readonly offered: Evaluation;
  readonly texts: ReadonlyMap<string, string>;
  /** Judges these files again, with other texts, beside the rest of the tree as it stands. */
  judge(texts: ReadonlyMap<string, string>): Promise<Evaluation>;
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
  /** Judges a repository, or a folder outside any, whole. */
  readonly judgeTree?: (path: string) => Promise<JudgedTree>;
  /** What the default library says of each input; missing where policies cannot be judged. */
  readonly judge?: (inputs: readonly Json[]) => Promise<readonly EngineAnswer[]>;
  /** What libraries say of parsed files. */
  readonly judgeFiles?: (request: FilesToJudge) => Promise<readonly FileVerdict[]>;
  /** Opens policy packs of others. */
  readonly openPack?: (pack: PackToOpen) => Promise<Pack>;
  /** Parses by every grammar that extractors need. */
  readonly parser?: () => Promise<ParseWith>;
}
