import { urlQueryDecode, urlQueryEncode } from './url-query.ts';
import { compareTexts } from './value-text.ts';
import { isObject, textsOf, type Value } from './value.ts';

/** `base64url.encode_no_pad`. */
export function base64UrlNoPad(text: Value): Value | undefined {
  return typeof text === 'string' ? Buffer.from(text).toString('base64url') : undefined;
}

/** `glob.quote_meta`: a text in which nothing has a meaning to globs. */
export function globQuoteMeta(text: Value): Value | undefined {
  return typeof text === 'string' ? text.replaceAll(/[*?\\[\]{}]/g, String.raw`\$&`) : undefined;
}

/** `trace`: tells nobody. */
export function trace(text: Value): Value | undefined {
  return typeof text === 'string' ? true : undefined;
}

/** `urlquery.encode_object`: a query, its keys in order. Values are texts or lists or sets of them. */
export function urlQueryEncodeObject(object: Value): Value | undefined {
  if (!isObject(object)) return undefined;
  const entries = [...object].map(([key, value]) => ({ key, texts: typeof value === 'string' ? [value] : textsOf(value) }));
  const known = entries.every(
    (one): one is { key: string; texts: readonly string[] } => typeof one.key === 'string' && one.texts !== undefined,
  );
  if (!known) return undefined;
  return entries
    .toSorted((one, other) => compareTexts(one.key, other.key))
    .flatMap(({ key, texts }) => texts.map((text) => `${String(urlQueryEncode(key))}=${String(urlQueryEncode(text))}`))
    .join('&');
}

/** `urlquery.decode_object`: every key of a query with the list of its values. */
export function urlQueryDecodeObject(query: Value): Value | undefined {
  if (typeof query !== 'string') return undefined;
  const object = new Map<string, string[]>();
  for (const part of query.split('&')) {
    if (part === '') continue;
    const at = part.indexOf('=');
    const [key, value] = [urlQueryDecode(at < 0 ? part : part.slice(0, at)), urlQueryDecode(at < 0 ? '' : part.slice(at + 1))];
    if (typeof key !== 'string' || typeof value !== 'string' || part.includes(';')) return undefined;
    object.set(key, [...(object.get(key) ?? []), value]);
  }
  return object;
}
