import type { ChangeSet, ReadableTree } from '../model/change-set.ts';
import type { Difference } from '../model/difference.ts';
import type { LibraryReference } from '../model/evaluation.ts';
import type { PolicyMetadata } from '../model/finding.ts';
import type { Json } from '../model/json.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import type { SourceFile } from '../model/source.ts';
import type { GraphPolicy } from './checkov/policy.ts';
import type { GraphAnswer, GraphRequest } from './checkov/judge-graph.ts';
import type { Assembly, UnitFile } from './plug-ins.ts';

/** What is to be judged, in a local repository (with a work tree or bare) or a folder outside any. */
export interface CheckoutRequest {
  readonly path: string;
  /** Any revision Git understands. Missing: the merge base with the default branch, or HEAD when on it. */
  readonly base?: string;
  /** Missing: the work tree with what is not committed (HEAD in a bare repository). */
  readonly head?: string;
  /** Judge the whole tree, without a base. */
  readonly all?: boolean;
  /** Judge these files whole, relative to `path`. */
  readonly files?: readonly string[];
}

/** Both sides of a change, and the tree whose settings, policies, exceptions and CODEOWNERS judge it: the base branch's, never the head's. */
export interface Checkout {
  readonly changeSet: ChangeSet;
  readonly base: ReadableTree | null;
  readonly head: ReadableTree;
  readonly governing: ReadableTree;
}

export interface SourceControl {
  /** Errors: no-repository, unknown-revision, git-missing, git-failed. */
  checkout(request: CheckoutRequest): Promise<Checkout>;
}

/** A file with the extractors that claim it, in the order in which they are asked. */
export interface ReadRequest {
  readonly file: SourceFile;
  readonly claims: readonly { readonly extractor: string; readonly role: string }[];
}

/** `extractor` is the one that knew the format; null where none did. */
export interface ReadAnswer {
  readonly path: string;
  readonly extractor: string | null;
  readonly part: Json;
  readonly problems: readonly Problem[];
}

/** Runs extractors over untrusted text, in this process or in one that may die. Keeps what it has read by content. Answers in order. */
export interface FileReader {
  read(requests: readonly ReadRequest[]): Promise<readonly ReadAnswer[]>;
}

/** One unit of one side, to be assembled by the extractor that read its files. */
export interface UnitRequest {
  readonly extractor: string;
  readonly unit: string;
  readonly files: readonly UnitFile<Json>[];
  readonly settings: Settings;
}

/** One unit of both sides, to be compared by the rules of its format. */
export interface CompareRequest {
  readonly extractor: string;
  readonly base: readonly UnitFile<Json>[];
  readonly head: readonly UnitFile<Json>[];
  readonly settings: Settings;
}

export interface CompareAnswer {
  readonly differences: readonly Difference[];
  readonly problems: readonly Problem[];
}

/** Runs the second half of extractors over what they read of untrusted text, in this process or in one that may die. Never throws for a unit. */
export interface UnitReader {
  assemble(request: UnitRequest): Promise<Assembly>;
  compare(request: CompareRequest): Promise<CompareAnswer>;
}

/** A policy library as text: Rego, data and pages, with paths relative to its root. */
export interface LibrarySource {
  readonly name: string;
  readonly version: string;
  readonly files: readonly SourceFile[];
}

/** A compiled library: ready for an engine. `problems` name the policies that were left out because they do not compile. */
export interface CompiledLibrary {
  readonly references: readonly LibraryReference[];
  readonly policies: readonly PolicyMetadata[];
  /** Over all sources and the compiler: the key under which it is kept. */
  readonly digest: string;
  /** Where the Wasm stands on disk; the engine's process reads it there. */
  readonly wasm: string;
  /** `data` of the libraries: parameters' defaults and word lists. */
  readonly data: Json;
  readonly problems: readonly Problem[];
  /** The policies that judge resources and what connects them; their metadata is among `policies`. */
  readonly graph?: readonly GraphPolicy[];
}

export interface PolicyCompiler {
  /** Errors: opa-missing, opa-failed. */
  compile(libraries: readonly LibrarySource[]): Promise<CompiledLibrary>;
}

/** One member of a policy's `deny` or `undecided` (also conftest's `violation`, as deny, and `warn`, as deny at advise), unchecked. */
export interface RawStatement {
  readonly policy: string;
  readonly rule: string;
  readonly value: Json;
  /** The policy's own `exception` covers it. */
  readonly excepted?: true;
}

/** `problems` name the policies that gave no answer: aborted, out of memory, out of time. Those of the others are still there. */
export interface EngineAnswer {
  readonly statements: readonly RawStatement[];
  readonly problems: readonly Problem[];
}

/** What Rego is asked about; what connects resources is asked without it. */
export type InputKind = Exclude<PolicyMetadata['input'], 'graph' | 'report'>;

/** `kind` is what the inputs are (`assets`, unless told); `now` what policies take for the present, ISO 8601: without it, one that asks for it cannot decide. */
export interface EvaluateHow {
  readonly kind?: InputKind;
  readonly now?: string;
}

export interface PolicyEngine {
  /**
   * Judges each input by every policy of its kind (`assets`, unless told); answers in order. `parameters` are what settings say, laid over
   * the library's own. Error: judge-failed.
   */
  evaluate(library: CompiledLibrary, inputs: readonly Json[], parameters: Json, how?: EvaluateHow): Promise<readonly EngineAnswer[]>;
}

/** Judges resources and what connects them, in a process that may die. */
export interface GraphEngine {
  /** What policies find. One that takes too long or ends the process is lost; the others' answers are still there. */
  judgeGraph(request: GraphRequest): Promise<GraphAnswer>;
}
