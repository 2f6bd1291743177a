import type { Asset } from '../../model/asset.ts';
import type { PolicyMetadata, Statement } from '../../model/finding.ts';
import type { GraphStatement } from '../checkov/judge-graph.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { PlacedStatement } from './place-findings.ts';

interface Sides<T> {
  readonly base: T;
  readonly head: T;
}

/** The policies, and which files the change touches. */
export interface GraphContext {
  readonly policies: readonly PolicyMetadata[];
  readonly changed: ReadonlySet<string>;
}

/**
 * Statements about resources of both sides as findings: new where only the head has them, existing where both do, fixed where only the
 * base does. Of what was there before, those that no changed file has a part in are left out.
 */
export function placeGraphFindings(
  { base, head }: { readonly base: readonly GraphStatement[] | null; readonly head: readonly GraphStatement[] },
  declared: Sides<readonly Asset[]>,
  { policies, changed }: GraphContext,
): readonly PlacedStatement[] {
  const byId = new Map(policies.map((policy) => [policy.id, policy]));
  const after = placed(head, declared.head, byId);
  const before = placed(base ?? [], declared.base, byId);
  const isTouched = ({ asset, location }: PlacedStatement): boolean =>
    changed.has(location.file) || (asset?.files.some((file) => changed.has(file)) ?? false);
  const current = [...after].flatMap(([fingerprint, one]): readonly PlacedStatement[] => {
    const isOld = before.has(fingerprint);
    return isTouched(one) || (base && !isOld) ? [{ ...one, disposition: isOld ? 'existing' : 'new' }] : [];
  });
  const fixed = [...before].flatMap(([fingerprint, one]): readonly PlacedStatement[] =>
    after.has(fingerprint) ? [] : [{ ...one, disposition: 'fixed' }],
  );
  return [...current, ...fixed];
}

/** By fingerprint: what is said of one resource by one policy is one finding. */
function placed(
  statements: readonly GraphStatement[],
  assets: readonly Asset[],
  policies: ReadonlyMap<string, PolicyMetadata>,
): ReadonlyMap<string, PlacedStatement> {
  const byId = new Map(assets.map((asset) => [asset.id, asset]));
  return new Map(
    statements.flatMap((one): readonly (readonly [string, PlacedStatement])[] => {
      const policy = policies.get(one.policy);
      if (!policy) return [];
      const { rule, message, asset, location, instance } = one;
      const key = instance === undefined ? {} : { key: instance };
      const statement: Statement = { policy: policy.id, rule, message, asset, ...key };
      const fingerprint = fingerprintOf({ policy: policy.id, asset, field: null, key: instance ?? null });
      return [[fingerprint, { statement, policy, location, fingerprint, disposition: 'new', known: [], asset: byId.get(asset) }]];
    }),
  );
}
