/** A place in a text: 1-based line and column, and 0-based offset, all in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** A stretch of a file; `end` is exclusive. */
export interface Location {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

/** A file of one commit. `size` is in bytes, as Git counts them; `digest` names the content (Git's blob id where there is one). */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly size: number;
  readonly digest?: string;
}
