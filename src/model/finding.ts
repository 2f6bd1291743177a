import type { ExceptionReference } from './exception.ts';
import type { Json } from './json.ts';
import type { Location } from './source.ts';
import type { Assignee } from './routing.ts';
import type { Patch } from './remediation.ts';

export type Severity = 'low' | 'medium' | 'high' | 'critical';

/** How much a finding of a policy weighs. Settings decide it, never Rego. */
export type Phase = 'observe' | 'advise' | 'enforce';

/** One policy as its METADATA describes it. */
export interface PolicyMetadata {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly severity: Severity;
  /** The default, where settings say nothing. */
  readonly phase: Phase;
  readonly category: string;
  /** The Rego package, without `data.`. */
  readonly package: string;
  /** The folder in its library. */
  readonly path: string;
  readonly library: string;
  readonly frameworks: readonly string[];
  readonly suppressible: 'never' | 'with-reason' | 'with-expiry' | 'with-approval';
  /**
   * What it judges: the assets of a change; one changed file, parsed; parsed files together, as a list of `path` and `contents`; resources as
   * they are set, by folder or template; or, without Rego, resources and what connects them, or what another tool reports.
   */
  readonly input: 'assets' | 'file' | 'files' | 'graph' | 'report' | 'resources' | 'services';
  /** The files that it is asked about, as CODEOWNERS patterns; missing: every one that can be parsed. */
  readonly files?: readonly string[];
  /** Where "How to fix" leads: a path inside the library or a URL. */
  readonly page?: string;
  /** Names its text: another one is another policy under the same id. */
  readonly digest?: string;
  /** What other tools call it, in comments of theirs that suppress: `CKV_AWS_19`. */
  readonly aliases?: readonly string[];
}

/** What a policy said, before its place, owner and weight are known. */
export interface Statement {
  readonly policy: string;
  /** `undecided`: the policy cannot tell. */
  readonly rule: 'deny' | 'undecided';
  /** It was said as a warning: it never weighs more than advice. */
  readonly advises?: true;
  /** The pack itself excepts it: it is listed apart and never counts. */
  readonly excepted?: true;
  readonly message: string;
  readonly asset?: string;
  readonly field?: string;
  /** The fact it is about, as `region` or `tags.pii`: its place is the place of the finding. */
  readonly fact?: string;
  /** The part that a difference of the change names as its `path`: its place is the place of the finding. */
  readonly part?: string;
  readonly file?: string;
  /** Keys and indexes from the root of the parsed file to what it is about. */
  readonly path?: readonly (string | number)[];
  readonly line?: number;
  /** The policy's own key, where one asset or field can have several findings of it. */
  readonly key?: string;
  readonly metadata?: Readonly<Record<string, Json>>;
}

/** new: since the base. existing: there before. fixed: gone. The rest are listed apart and never count. */
export type Disposition = 'new' | 'existing' | 'fixed' | 'excepted' | 'suppressed' | 'baselined';

/** How we know: a sentence about the fact, with its place. */
export interface Evidence {
  readonly text: string;
  readonly location?: Location;
}

/** A policy's statement about an asset or field, at a location, with what it weighs and who answers for it. */
export interface Finding {
  readonly policy: string;
  readonly title: string;
  readonly severity: Severity;
  readonly rule: 'deny' | 'undecided';
  readonly asset: string | null;
  /** The asset as its users call it. */
  readonly assetName: string | null;
  readonly field: string | null;
  readonly message: string;
  readonly file: string;
  readonly location: Location;
  /** Whether the place is on a line that the change added or rewrote. */
  readonly onChangedLine: boolean;
  readonly phase: Phase;
  readonly disposition: Disposition;
  /** What covers it, where it is excepted. */
  readonly exception?: ExceptionReference;
  /** Policy, asset, field and the policy's own key; no line and no message text. 16 hexadecimal digits. */
  readonly fingerprint: string;
  readonly known: readonly Evidence[];
  readonly owners: readonly Assignee[];
  readonly remediation: Remediation;
}

/** The way to fix a finding. `text` is one line for a person; `patch` is there where an exact edit exists. */
export interface Remediation {
  readonly text?: string;
  readonly page?: string;
  readonly patch?: Patch;
  /** The same with the edits of other findings on these lines: lines can be changed once only. Where there are such. */
  readonly together?: Together;
}

export interface Together {
  readonly patch: Patch;
  /** The fingerprints of the others. */
  readonly with: readonly string[];
}
