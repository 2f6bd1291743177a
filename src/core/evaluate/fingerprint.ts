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
