import type { Asset, AssetChange } from '../../model/asset.ts';
import type { Disposition, Evidence, PolicyMetadata, Statement } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import type { Location } from '../../model/source.ts';
import { evidenceFor } from './evidence.ts';
import { fingerprintOf, toldApart } from './fingerprint.ts';
import { fieldOf, placeOf, subjectsOf, type Subjects } from './place-statement.ts';

/** A statement with its place and identity, before it is weighed and routed. */
export interface PlacedStatement {
  readonly statement: Statement;
  readonly policy: PolicyMetadata;
  readonly location: Location;
  readonly fingerprint: string;
  readonly disposition: Disposition;
  readonly known: readonly Evidence[];
  readonly asset: Asset | undefined;
  /** The tool that found it takes it as suppressed, for this reason and until this day. */
  readonly suppressed?: { readonly reason?: string; readonly until?: string };
}

/** One side of a change, judged. */
export interface JudgedSide {
  readonly assets: readonly Asset[];
  readonly changes: readonly AssetChange[];
  readonly statements: readonly Statement[];
}

/**
 * Statements of both sides as findings: new where only the head has them, existing where both do, fixed where only the base does.
 * Without a base all are new. One that names nothing in the files that were judged is a problem of its policy.
 */
export function placeFindings(
  base: JudgedSide | null,
  head: JudgedSide,
  policies: readonly PolicyMetadata[],
): { readonly findings: readonly PlacedStatement[]; readonly problems: readonly Problem[] } {
  const byId = new Map(policies.map((policy) => [policy.id, policy]));
  const after = place(head, byId);
  const before = base ? place(base, byId) : { placed: [], problems: [] };
  const old = new Set(before.placed.map((one) => one.fingerprint));
  const now = new Set(after.placed.map((one) => one.fingerprint));
  const current = after.placed.map((one): PlacedStatement => ({ ...one, disposition: old.has(one.fingerprint) ? 'existing' : 'new' }));
  const fixed = before.placed.filter((one) => !now.has(one.fingerprint)).map((one): PlacedStatement => ({ ...one, disposition: 'fixed' }));
  return { findings: [...current, ...fixed].sort(byPlace), problems: after.problems };
}

function place(
  side: JudgedSide,
  policies: ReadonlyMap<string, PolicyMetadata>,
): { readonly placed: readonly PlacedStatement[]; readonly problems: readonly Problem[] } {
  const subjects = subjectsOf(side.assets, side.changes);
  const placed: PlacedStatement[] = [];
  const problems: Problem[] = [];
  for (const statement of side.statements) {
    const policy = policies.get(statement.policy);
    if (!policy) continue;
    const location = placeOf(statement, subjects);
    if (location) placed.push(toPlaced(statement, policy, location, subjects));
    else problems.push(placeless(statement, policy));
  }
  return { placed: toldApart(placed.sort(byPlace)), problems };
}

function toPlaced(statement: Statement, policy: PolicyMetadata, location: Location, subjects: Subjects): PlacedStatement {
  const asset = statement.asset === undefined ? undefined : subjects.assets.get(statement.asset);
  const identity = {
    policy: policy.id,
    asset: statement.asset ?? statement.file ?? null,
    field: statement.field ?? null,
    key: statement.key ?? null,
  };
  const known = evidenceFor(statement, asset, fieldOf(asset, statement.field), location);
  return { statement, policy, location, fingerprint: fingerprintOf(identity), disposition: 'new', known, asset };
}

/** Findings in the order of their places. */
export function byPlace(one: PlacedStatement, other: PlacedStatement): number {
  return (
    compareText(one.location.file, other.location.file) ||
    one.location.start.line - other.location.start.line ||
    one.location.start.column - other.location.start.column ||
    compareText(one.policy.id, other.policy.id) ||
    compareText(one.statement.message, other.statement.message)
  );
}

const compareText = (one: string, other: string): number => Number(one > other) - Number(one < other);

function placeless(statement: Statement, policy: PolicyMetadata): Problem {
  const start = { line: 1, column: 1, offset: 0 };
  const names = statement.asset ?? statement.file ?? 'nothing';
  return {
    code: 'policy-place',
    message: `Policy ${policy.id} found "${statement.message}" but names ${names}, which no judged file declares. A finding names an asset of the input, or a file.`,
    location: { file: policy.path, start, end: start },
    undecided: true,
  };
}
