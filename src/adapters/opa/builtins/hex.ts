import type { Json } from '../../../model/json.ts';

/** `hex.encode`: the UTF-8 bytes of a text. */
export function hexEncode(text: Json): Json | undefined {
  return typeof text === 'string' ? Buffer.from(text).toString('hex') : undefined;
}

/** `hex.decode`: the text whose UTF-8 bytes these are. */
export function hexDecode(digits: Json): Json | undefined {
  const whole = typeof digits === 'string' && digits.length % 2 === 0 && /^[\da-f]*$/i.test(digits);
  return whole ? Buffer.from(digits, 'hex').toString('utf8') : undefined;
}
