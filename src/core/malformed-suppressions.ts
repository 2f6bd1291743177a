import type { Problem } from '../model/problem.ts';
import { fingerprintOf } from './evaluate/fingerprint.ts';
import type { PlacedStatement } from './evaluate/place-findings.ts';
import { SUPPRESSION_MALFORMED } from './rules/own-policies.ts';

/** A suppression that cannot be read is a finding where it stands: new where the change wrote that line. */
export function malformedSuppressions(malformed: readonly Problem[], isNew: (one: Problem) => boolean): readonly PlacedStatement[] {
  const seen = new Map<string, number>();
  return malformed.map((one) => {
    const { message, location } = one;
    const name = `${location.file} ${message}`;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    const policy = SUPPRESSION_MALFORMED;
    const fingerprint = fingerprintOf({ policy: policy.id, asset: location.file, field: null, key: `${message} ${times}` });
    const statement = { policy: policy.id, rule: 'deny', message, file: location.file } as const;
    return { statement, policy, location, fingerprint, disposition: isNew(one) ? 'new' : 'existing', known: [], asset: undefined };
  });
}
