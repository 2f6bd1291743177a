import { createHmac, timingSafeEqual } from 'node:crypto';

/** Whether GitHub's `X-Hub-Signature-256` is that of these bytes, by any of the secrets (two of them are valid while one replaces the other). */
export function verifySignature(body: Uint8Array, signature: string | undefined, secrets: readonly string[]): boolean {
  const given = /^sha256=([0-9a-f]{64})$/i.exec(signature ?? '')?.[1];
  if (given === undefined) return false;
  const bytes = Buffer.from(given, 'hex');
  let valid = false;
  // No early exit: the time tells nothing about which secret it was.
  for (const secret of secrets) valid = timingSafeEqual(createHmac('sha256', secret).update(body).digest(), bytes) || valid;
  return valid;
}
