import type { Problem } from '../../model/problem.ts';

/** A report of another tool as text. `root` is the folder on disk that its absolute paths start at; `of` the key of `imports` that names it. */
export interface ReportFile {
  readonly path: string;
  readonly text: string;
  readonly root?: string;
  readonly of?: string;
}

/** The reports of both sides. `base` is null where nobody has made any of the base. */
export interface GivenReports {
  readonly head: readonly ReportFile[];
  readonly base: readonly ReportFile[] | null;
}

/** A stretch of a file as SARIF gives it: lines and columns from 1, `endColumn` exclusive, `charOffset` from 0. All parts are optional. */
export interface Region {
  readonly startLine?: number | undefined;
  readonly startColumn?: number | undefined;
  readonly endLine?: number | undefined;
  readonly endColumn?: number | undefined;
  readonly charOffset?: number | undefined;
  readonly charLength?: number | undefined;
  /** Columns and offsets count characters, where others count UTF-16 units. */
  readonly inCodePoints?: true;
}

/** One thing that another tool found, before it is placed in our files. */
export interface ReportedResult {
  /** The tool as it calls itself, and its version. */
  readonly tool: string;
  readonly version?: string;
  readonly rule: string;
  readonly title: string;
  readonly description: string;
  /** Where the tool explains the rule. */
  readonly page?: string;
  /** `error`, `warning`, `note`, `none`, or the tool's own word for how bad it is, in lower case. */
  readonly level: string;
  /** GitHub's `security-severity`, 0 to 10. */
  readonly score?: number;
  /** The tool could not tell, or asks a person to look. */
  readonly isOpen?: true;
  readonly message: string;
  /** Where it may stand, the surest first: relative to the repository, or absolute (`/…`). Empty: nowhere. */
  readonly paths: readonly string[];
  readonly region: Region;
  /** What it is about, as the tool names it: a resource, a function. */
  readonly logical?: string;
  /** What the tool tells its results apart by across commits. */
  readonly identity?: string;
  /** The tool took it as suppressed. */
  readonly suppressed?: { readonly reason?: string };
  /** What the tool itself says of its base. */
  readonly standing?: 'new' | 'existing' | 'absent';
  /** Where it stands in the report: a JSON pointer. */
  readonly pointer: string;
}

/** What stands in a report, with what is wrong with it. `tools` are all that ran, also those that found nothing. */
export interface ReadReport {
  readonly tools: readonly string[];
  readonly results: readonly ReportedResult[];
  readonly problems: readonly Problem[];
}

/** Something that is wrong with a report, by its JSON pointer. `misses`: results are missing for it. */
export interface Complaint {
  readonly pointer: string;
  readonly message: string;
  readonly misses: boolean;
}
