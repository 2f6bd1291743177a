import type { Json } from '../../model/json.ts';
import type { SourceFile } from '../../model/source.ts';
import type { AskedInput, Fault, Unreached } from './authored.ts';

/** A test as OPA ran it. */
export interface OpaTest {
  readonly file: string;
  readonly line: number;
  readonly package: string;
  readonly name: string;
  readonly skipped: boolean;
  readonly fault?: string;
}

export interface OpaTests {
  readonly tests: readonly OpaTest[];
  readonly asked: readonly AskedInput[];
}

/** What OPA's own commands say of Rego. Paths are those of the files that are given. Errors: opa-missing, opa-failed. */
export interface RegoTools {
  /** Compiles strictly, and with a JSON Schema finds what is read of `input` that it does not have. */
  check(files: readonly SourceFile[], schema?: string): Promise<readonly Fault[]>;
  /** The syntax tree of each file that can be parsed, with places. */
  parse(files: readonly SourceFile[]): Promise<ReadonlyMap<string, Json>>;
  /** The files that are not formatted, as they should be. */
  format(files: readonly SourceFile[]): Promise<readonly SourceFile[]>;
  /** Runs all tests. `observed` are packages whose inputs are noted. */
  test(files: readonly SourceFile[], observed: readonly { readonly package: string; readonly rule: string }[]): Promise<OpaTests>;
  coverage(files: readonly SourceFile[]): Promise<{ readonly percent: number; readonly unreached: readonly Unreached[] }>;
  /** The value of a query with strict builtin errors, or why it has none; `lines` are those that held, by file. */
  ask(files: readonly SourceFile[], query: string, input: Json): Promise<OpaValue>;
}

export interface OpaValue {
  readonly value?: Json;
  readonly fault?: string;
  readonly lines: ReadonlyMap<string, readonly number[]>;
}
