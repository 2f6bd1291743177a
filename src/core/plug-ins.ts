import type { Asset, AssetChange, Field } from '../model/asset.ts';
import type { Tree } from '../model/change-set.ts';
import type { Difference } from '../model/difference.ts';
import type { Evaluation } from '../model/evaluation.ts';
import type { PolicyMetadata, Statement } from '../model/finding.ts';
import type { Json } from '../model/json.ts';
import type { LineageEdge } from '../model/lineage.ts';
import type { Problem } from '../model/problem.ts';
import type { Edit } from '../model/remediation.ts';
import type { Settings } from '../model/settings.ts';
import type { SourceFile } from '../model/source.ts';
import type { Graph } from './resources/graph.ts';
import type { ResourceView } from './resources/view.ts';

/**
 * Where a file belongs. Files of one unit are assembled together: a Terraform folder, a dbt project, all SQL of a repository, or
 * the file alone. `role` is all that reading depends on besides the text (a dialect, a place in the project), so that what was
 * read can be kept by content and role.
 */
export interface Claim {
  readonly unit: string;
  readonly role: string;
  /** Most files of this name are of no format here: one that cannot be had is no loss. */
  readonly unsure?: boolean;
}

/** What one file says, before it meets the others of its unit. `part` is JSON, private to its extractor; null: not a file of this format. */
export interface Reading<Part> {
  readonly part: Part | null;
  readonly problems: readonly Problem[];
}

export interface UnitFile<Part> {
  readonly path: string;
  readonly role: string;
  readonly part: Part;
}

/** What a unit declares. `changes` are those that a statement orders (ALTER, DROP …); comparing two assemblies is not its job. */
export interface Assembly {
  readonly assets: readonly Asset[];
  readonly changes: readonly AssetChange[];
  readonly problems: readonly Problem[];
  readonly edges?: readonly LineageEdge[];
}

export type GrammarName = 'hcl' | 'python';

/** A node of a concrete syntax tree, as far as extractors need it. Offsets are UTF-16 units. */
export interface SyntaxNode {
  readonly type: string;
  readonly text: string;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly hasError: boolean;
  readonly isError: boolean;
  readonly isMissing: boolean;
  readonly namedChildren: readonly (SyntaxNode | null)[];
  readonly children: readonly (SyntaxNode | null)[];
  readonly childCount: number;
}

/** Parses by a grammar that was loaded before; the tree is valid until `use` returns. */
export type ParseWith = <T>(grammar: GrammarName, text: string, use: (root: SyntaxNode) => T) => T;

/** Reads one format. Pure: text in, documents out; what it cannot read it reports, it does not throw. */
export interface Extractor<Part = Json> {
  readonly id: string;
  readonly title: string;
  /** Grows whenever the same text gives another part, so that what was kept of it is read again. */
  readonly version: number;
  /** The grammar to load before `read` is called. */
  readonly grammar?: GrammarName;
  /** Loads what `read` needs besides, such as a library that is dear to load. Called before `read`, as often as files come. */
  load?(): Promise<void>;
  /** By path alone (the content is not there yet). Null: none of its files. */
  claim(path: string, tree: Tree, settings: Settings): Claim | null;
  read(file: SourceFile, role: string, parse: ParseWith): Reading<Part>;
  /** Time linear in the parts; order of the files does not matter. */
  assemble(unit: string, files: readonly UnitFile<Part>[], settings: Settings): Assembly;
  /** Whether `differences` tells all there is about compatibility (the default) or adds to what comparing fields and facts tells. */
  readonly rules?: 'whole' | 'part';
  /** The resources that files declare and what refers to what, for policies that ask about that. */
  graphs?(files: readonly UnitFile<Part>[]): readonly Graph[];
  /** The resources of its folders and templates as they are set, for policies that read them so. */
  views?(files: readonly UnitFile<Part>[]): readonly ResourceView[];
  /** How the declarations of a unit differ by the format's own rules of compatibility, where it has such rules. */
  differences?(base: readonly UnitFile<Part>[], head: readonly UnitFile<Part>[], settings: Settings): readonly Difference[];
}

/** What a remediation is asked to fix. `file` is the head's text at the finding's place. */
export interface Fixable {
  readonly statement: Statement;
  readonly policy: PolicyMetadata;
  readonly asset: Asset | undefined;
  readonly field: Field | undefined;
  readonly file: SourceFile;
  /** The parameters of the policy, as Rego sees them. */
  readonly parameters: Json;
}

/** A fix. Without edits it is only words: what to write, where no exact edit is known. */
export interface Fix {
  /** One line, best the text to write: `WITH MASKING POLICY governance.mask_email`. */
  readonly text: string;
  readonly edits: readonly Edit[];
}

/** Fixes findings of the policies it names. Pure. Null when it cannot fix this one. */
export interface Remediator {
  readonly id: string;
  readonly policies: readonly string[];
  fix(finding: Fixable): Fix | null;
}

/** What a reporter needs besides the evaluation. */
export interface ReportContext {
  /** The text of a file as it was judged; undefined where it was not read. */
  text(path: string): string | undefined;
  /** The text of the base, by the path of the base; undefined where there is none. */
  baseText(path: string): string | undefined;
  readonly color: boolean;
  /** Milliseconds that the judgement took, where it is to be shown. */
  readonly elapsed?: number;
  /** How to call the command line from where the reader is. */
  readonly command: string;
}

export interface Reporter {
  readonly id: string;
  report(evaluation: Evaluation, context: ReportContext): string;
}
