import type { Value } from './value.ts';

/** `urlquery.encode`: a text as a value of a query. Source: Go, net/url, QueryEscape. */
export function urlQueryEncode(text: Value): Value | undefined {
  if (typeof text !== 'string') return undefined;
  return encodeURIComponent(text.toWellFormed())
    .replaceAll('%20', '+')
    .replaceAll(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** `urlquery.decode`. */
export function urlQueryDecode(text: Value): Value | undefined {
  if (typeof text !== 'string' || /%(?![\da-f]{2})/i.test(text)) return undefined;
  const bytes = text.replaceAll('+', ' ').split(/(%[\da-f]{2})/i);
  return Buffer.concat(bytes.map((one, at) => (at % 2 === 1 ? Buffer.from(one.slice(1), 'hex') : Buffer.from(one)))).toString('utf8');
}
