import { createHash, createPublicKey } from 'node:crypto';

/** The fingerprint of a public key as OpenSSH shows it, of an SSH key (`ssh-ed25519 AAAA…`) or of one in PEM. Undefined for what is no key. */
export function nameOfKey(key: string): string | undefined {
  const [, blob] = /^(?:ssh|ecdsa|sk)-[\w@.-]+ ([A-Za-z0-9+/=]+)/.exec(key.trim()) ?? [];
  const bytes = blob === undefined ? pemBytes(key) : Buffer.from(blob, 'base64');
  return bytes && `SHA256:${createHash('sha256').update(bytes).digest('base64').replace(/=+$/, '')}`;
}

function pemBytes(key: string): Buffer | undefined {
  try {
    return createPublicKey(key).export({ type: 'spki', format: 'der' });
  } catch {
    return undefined;
  }
}
