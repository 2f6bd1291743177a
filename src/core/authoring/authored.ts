import type { Json } from '../../model/json.ts';
import type { SourceFile } from '../../model/source.ts';

/** Something wrong with a policy, told to its author. `line` and `column` start at 1. */
export interface Fault {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** What is there instead. */
  readonly instead?: string;
  /** What to do about it. */
  readonly fix?: string;
  /** Worth a thought, and no reason to fail. */
  readonly isAdvice?: true;
}

/** One rule of a test package as both engines ran it. What is missing passed. */
export interface TestResult {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  readonly skipped: boolean;
  /** What went wrong on OPA with strict builtin errors, and on the Wasm that judges. */
  readonly opa?: string;
  readonly wasm?: string;
}

/** A policy as a test or case asked it. */
export interface AskedInput {
  /** The Rego package that was asked, without `data.`. */
  readonly package: string;
  readonly input: Json;
  readonly parameters: Json;
  /** The test or case, as a person looks it up: `email_test.rego:12`. */
  readonly by: string;
}

/** Lines of a file that no test reached. */
export interface Unreached {
  readonly file: string;
  readonly lines: readonly number[];
}

export interface RegoTests {
  readonly results: readonly TestResult[];
  readonly asked: readonly AskedInput[];
  /** Missing where tests fail on OPA: then it cannot be told. */
  readonly coverage?: { readonly percent: number; readonly unreached: readonly Unreached[] };
}

/** One folder `policies/<category>/<name>/cases/<case>` as it ran. No faults: it passed. */
export interface CaseResult {
  readonly folder: string;
  readonly faults: readonly Fault[];
}

/** A change of a fact after which a policy said the same as before, or passed what it cannot tell. */
export interface Survivor {
  readonly policy: string;
  /** Where facts of this name stand: `assets.*.region`. */
  readonly fact: string;
  readonly mutation: string;
  readonly why: 'says the same' | 'passes what it cannot tell';
  /** The test or case that asks; empty where none does. */
  readonly by: string;
}

/** A silence that a policy's METADATA declares (`custom.silent`), with its reason. It is told apart and does not count. */
export interface AcceptedSilence {
  readonly fact: string;
  /** `unknown`, `deleted`, `made string` … */
  readonly when: string;
  readonly why: string;
}

export interface MutationScore {
  readonly policy: string;
  readonly accepted: readonly AcceptedSilence[];
  readonly killed: number;
  readonly total: number;
  readonly survivors: readonly Survivor[];
}

/** A library whose policies are tested: its own files, and what it imports from the library that Tollgate brings. */
export interface AuthoredLibrary {
  /** How its folder was named; it stands before the paths that people are shown. */
  readonly name: string;
  readonly files: readonly SourceFile[];
  readonly brought: readonly SourceFile[];
}

export const isTest = ({ path }: SourceFile): boolean => path.endsWith('_test.rego');
export const isRego = ({ path }: SourceFile): boolean => path.endsWith('.rego');

/** The folder of a case and what stands below it, from the path of any of its files. */
export const CASE_PATH = /^(.*?)(?:^|\/)cases\/([^/]+)\/(?:expected\.ya?ml$|(?:before|after)\/)/;
