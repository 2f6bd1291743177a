import type { Phase, PolicyMetadata, Severity } from './finding.ts';
import type { Json } from './json.ts';

export interface Environment {
  readonly name: string;
  readonly branches: readonly string[];
  readonly paths: readonly string[];
}

/** What data is used for. It covers what stands in a file of these paths, or is tagged so (`tag` or `tag=value`). */
export interface UseCase {
  readonly name: string;
  readonly paths: readonly string[];
  readonly tags: readonly string[];
}

/** All parts have to hold; of a list, one of its entries. `not` holds where what is in it does not. */
export interface PhaseCondition {
  readonly environment?: readonly string[];
  /** As sensitive as one of these levels of the ladder, or more. */
  readonly classification?: readonly string[];
  readonly useCase?: readonly string[];
  readonly paths?: readonly string[];
  /** Labels of the pull request. */
  readonly labels?: readonly string[];
  /** `organisation/team` that the author of the change is in. */
  readonly teams?: readonly string[];
  readonly surface?: readonly string[];
  readonly not?: PhaseCondition;
}

/** The phase of one policy: `phase` where the condition holds (always, without one), `otherwise` where it does not. */
export interface PhaseSetting {
  readonly phase: Phase;
  readonly when?: PhaseCondition;
  readonly otherwise?: Phase;
  readonly overridable: boolean;
}

export interface TagOwner {
  readonly tag: string;
  readonly value?: string;
  readonly team: string;
  readonly slack?: string;
  readonly email?: string;
}

/** A policy of a pack by its id, or all whose package or id begins with it. */
export interface PackSetting {
  readonly name: string;
  /** The files that it is asked about, as CODEOWNERS patterns. */
  readonly files?: readonly string[];
  /** Whether it sees its files as one list, as `conftest test --combine` gives them. */
  readonly together?: boolean;
}

export interface FormatRule {
  readonly paths: readonly string[];
  readonly format: string;
}

export interface DialectRule {
  readonly paths: readonly string[];
  readonly dialect: string;
}

/** What is imported of another tool: its rules are policies, with ids as `checkov:CKV_AWS_18`. */
export interface ImportSetting {
  readonly prefix: string;
  /** As the tool calls itself in its reports, where that is not the prefix. */
  readonly tool?: string;
  /** Reports in the tree, as CODEOWNERS patterns. */
  readonly files: readonly string[];
  /** Of rules that `phases` does not name. */
  readonly phase: Phase;
  /** What the tool's levels mean, where they mean something else. */
  readonly severity: Readonly<Record<string, Severity>>;
  readonly suppressible: PolicyMetadata['suppressible'];
}

/** What `.github/tollgate.yml` says, with every default filled in. */
export interface Settings {
  /** Libraries this one builds on. `default` is the one that Tollgate brings. */
  readonly extends: readonly string[];
  /** By the name of a library, without its version: the public keys of which one has to have signed it. */
  readonly signatures: Readonly<Record<string, readonly string[]>>;
  /** Of an organisation: policies whose parameters no repository may change, and `ignore`. */
  readonly locked: readonly string[];
  /** The folder of the repository's own policies; undefined where it has none. */
  readonly policies?: string;
  readonly environments: readonly Environment[];
  readonly useCases: readonly UseCase[];
  readonly phases: Readonly<Record<string, PhaseSetting>>;
  readonly parameters: Readonly<Record<string, Json>>;
  readonly classification: {
    /** From the least to the most sensitive. */
    readonly ladder: readonly string[];
    /** For each fact or tag, the other names it goes by. */
    readonly aliases: Readonly<Record<string, readonly string[]>>;
  };
  readonly owners: readonly TagOwner[];
  readonly exceptions: {
    /** Who may approve one: `@user` or `@organisation/team`. */
    readonly approvers: readonly string[];
    /** How many each policy may have in a period of the calendar. */
    readonly quota: { readonly per: 'month' | 'quarter' | 'year'; readonly policy: number };
  };
  /** `touched`: what was there before counts as new where the change touches it. */
  readonly weigh: 'new' | 'touched';
  readonly imports: readonly ImportSetting[];
  readonly sql: { readonly dialects: readonly DialectRule[] };
  /** How packs of other tools are asked. */
  readonly packs?: readonly PackSetting[];
  /** Files that policies see parsed as another format than their name says; the first that fits. */
  readonly formats?: readonly FormatRule[];
  /** Files and folders of data for policies, laid over what libraries bring. */
  readonly data?: readonly string[];
  /** Paths that are never judged, as CODEOWNERS patterns. */
  readonly ignore: readonly string[];
}
