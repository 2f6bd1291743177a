import type { Json } from '../../../model/json.ts';

/** `strings.any_prefix_match`: whether any of the texts starts with any of the others. */
export function anyPrefixMatch(texts: Json, parts: Json): Json | undefined {
  return anyMatch(texts, parts, (text, part) => text.startsWith(part));
}

/** `strings.any_suffix_match`: whether any of the texts ends with any of the others. */
export function anySuffixMatch(texts: Json, parts: Json): Json | undefined {
  return anyMatch(texts, parts, (text, part) => text.endsWith(part));
}

function anyMatch(texts: Json, parts: Json, fits: (text: string, part: string) => boolean): boolean | undefined {
  const [some, others] = [strings(texts), strings(parts)];
  if (!some || !others) return undefined;
  return some.some((text) => others.some((part) => fits(text, part)));
}

function strings(value: Json): readonly string[] | undefined {
  const list = typeof value === 'string' ? [value] : value;
  return Array.isArray(list) && list.every((one) => typeof one === 'string') ? list : undefined;
}
