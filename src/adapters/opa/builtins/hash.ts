import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Builtin } from './value.ts';

type Algorithm = 'md5' | 'sha1' | 'sha256' | 'sha512';

/** `crypto.sha256` and its like: the digest of a text as hexadecimal digits. */
export function hashWith(algorithm: Algorithm): Builtin {
  return (text) => (typeof text === 'string' ? createHash(algorithm).update(text).digest('hex') : undefined);
}

/** `crypto.hmac.sha256` and its like. */
export function hmacWith(algorithm: Algorithm): Builtin {
  return (text, key) =>
    typeof text === 'string' && typeof key === 'string' ? createHmac(algorithm, key).update(text).digest('hex') : undefined;
}

/** `crypto.hmac.equal`, in a time that tells nothing. */
export const hmacEqual: Builtin = (one, other) => {
  if (typeof one !== 'string' || typeof other !== 'string') return undefined;
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
};
