import { hashText } from '../hash-text.ts';

/** What makes a finding the same one in another commit: no line, no file and no message text. */
export interface Identity {
  readonly policy: string;
  readonly asset: string | null;
  readonly field: string | null;
  readonly key: string | null;
}

/** 16 hexadecimal digits. Two different findings of one repository share them with a chance below one in a billion billion per pair. */
export function fingerprintOf(identity: Identity): string {
  const text = JSON.stringify([identity.policy, identity.asset, identity.field, identity.key]);
  return hashText(text);
}

/** Several under one fingerprint are told apart by their order, so that none hides another. */
export function toldApart<One extends { readonly fingerprint: string }>(placed: readonly One[]): readonly One[] {
  const seen = new Map<string, number>();
  return placed.map((one) => {
    const times = (seen.get(one.fingerprint) ?? 0) + 1;
    seen.set(one.fingerprint, times);
    if (times === 1) return one;
    return { ...one, fingerprint: fingerprintOf({ policy: one.fingerprint, asset: null, field: null, key: `#${times}` }) };
  });
}
