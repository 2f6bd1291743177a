import type { ExceptionStanding } from './exception.ts';
import type { Finding, Phase, PolicyMetadata } from './finding.ts';
import type { Problem } from './problem.ts';

/** What becomes of one policy. `changed` names what differs: `phase`, `severity`, `title`, `parameters` …; its text differs where nothing is named. */
export interface PolicyChange {
  readonly policy: string;
  readonly title: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before?: PolicyMetadata;
  readonly after?: PolicyMetadata;
  readonly changed: readonly string[];
}

/** What becomes of one exception. Those whose text changes count as added. */
export interface ExceptionChange {
  readonly kind: 'added' | 'removed';
  readonly exception: ExceptionStanding;
}

/** How much a finding weighs; `none` where it is not found, or does not count. */
export type Weight = Phase | 'none';

/** A finding that weighs something else by the new rules than by the old ones. */
export interface WeightChange {
  readonly finding: Finding;
  readonly before: Weight;
  readonly after: Weight;
}

/** Whom it touches, and how: findings that newly block, that newly ask for attention, and that no longer do either. */
export interface OwnerImpact {
  readonly owner: string;
  readonly newlyBlocks: number;
  readonly newlyConsidered: number;
  readonly noLonger: number;
}

/** Findings that others answer for by the new CODEOWNERS or owners in settings. `nobody` is no team. */
export interface Handover {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly findings: number;
}

/** How the tests of a library went. `failed` are those that do not hold, by place and name; `silent` the facts that a policy does not miss. */
export interface PolicyTests {
  readonly held: number;
  readonly failed: readonly string[];
  readonly mutation: { readonly killed: number; readonly total: number; readonly silent: readonly string[] };
}

/** What other policies, settings or exceptions would change on the same tree. */
export interface Preview {
  readonly policies: readonly PolicyChange[];
  /** Findings that weigh something else, what newly blocks first. */
  readonly findings: readonly WeightChange[];
  readonly counts: {
    readonly newlyBlocks: number;
    readonly newlyConsidered: number;
    readonly newlyWatched: number;
    readonly noLonger: number;
  };
  readonly owners: readonly OwnerImpact[];
  /** The most findings first. */
  readonly handovers: readonly Handover[];
  readonly exceptions: readonly ExceptionChange[];
  /** How the tests of the head's own policies went; missing where the change leaves them alone. */
  readonly tests?: PolicyTests;
  /** Trouble that the new rules have and the old ones had not. */
  readonly problems: readonly Problem[];
}
