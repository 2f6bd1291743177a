import type { Value } from './value.ts';

/** `hex.encode`: the UTF-8 bytes of a text. */
export function hexEncode(text: Value): Value | undefined {
  return typeof text === 'string' ? Buffer.from(text).toString('hex') : undefined;
}

/** `hex.decode`: the text whose UTF-8 bytes these are. */
export function hexDecode(digits: Value): Value | undefined {
  const whole = typeof digits === 'string' && digits.length % 2 === 0 && /^[\da-f]*$/i.test(digits);
  return whole ? Buffer.from(digits, 'hex').toString('utf8') : undefined;
}
