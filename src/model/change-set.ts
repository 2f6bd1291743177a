import type { SourceFile } from './source.ts';

export type ChangeStatus = 'added' | 'removed' | 'modified' | 'renamed';

/** Lines of the head text, 1-based, both ends included. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** A file that differs. `path` is the head's (the base's where it was removed); `basePath` differs from it only after a rename. */
export interface ChangedFile {
  readonly path: string;
  readonly basePath: string;
  readonly status: ChangeStatus;
  /** Lines of the head that the change added or rewrote. Empty where the file was removed or only moved. */
  readonly changedLines: readonly LineRange[];
  /** Lines of the head that the diff shows, with three lines of context: where GitHub takes a comment. */
  readonly shownLines: readonly LineRange[];
}

/** One side of a change: a commit, the work tree, or a folder outside Git (then `commit` is null). */
export interface Revision {
  readonly commit: string | null;
  readonly name: string;
}

/**
 * The files that differ between base and head. Without a base, everything is judged as it stands: `whole` then says whether the
 * files count as a change (`change`: someone named them) or as what is there (`tree`: declarations of past changes do not count).
 */
export interface ChangeSet {
  readonly base: Revision | null;
  readonly head: Revision;
  readonly files: readonly ChangedFile[];
  readonly whole?: 'change' | 'tree';
}

/** All paths of one side, and the way to read some of them. Reading is asked for once, with all paths that are needed. */
export interface Tree {
  readonly paths: readonly string[];
  has(path: string): boolean;
  /** The nearest folder at or above the file's that holds a file of this name; undefined where none does. The root is `''`. */
  nearest(path: string, name: string): string | undefined;
}

/** A tree whose files can be had. A file that is too large, binary, a link or a submodule comes back as `Unreadable`. */
export interface ReadableTree extends Tree {
  read(paths: readonly string[]): Promise<readonly (SourceFile | Unreadable)[]>;
  /** Names the content of a path (Git's blob id), undefined where the path is not there. */
  digest(path: string): string | undefined;
  /** Stands for all that it holds: trees with the very same one hold the same. */
  readonly content: object;
}

export type UnreadableReason = 'too-large' | 'binary' | 'not-utf8' | 'link' | 'submodule' | 'lfs-pointer' | 'missing';

export interface Unreadable {
  readonly path: string;
  readonly size: number;
  readonly unreadable: UnreadableReason;
}
