import { createHash } from 'node:crypto';
import type { Json } from '../../../model/json.ts';

/** `crypto.sha256` and its like: the digest of a text as hexadecimal digits. */
export function hashWith(algorithm: 'md5' | 'sha1' | 'sha256'): (...args: Json[]) => Json | undefined {
  return (text) => (typeof text === 'string' ? createHash(algorithm).update(text).digest('hex') : undefined);
}
