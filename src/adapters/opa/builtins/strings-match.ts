import { textsOf, type Value } from './value.ts';

/** `strings.any_prefix_match`: whether any of the texts starts with any of the others. */
export function anyPrefixMatch(texts: Value, parts: Value): Value | undefined {
  return anyMatch(texts, parts, (text, part) => text.startsWith(part));
}

/** `strings.any_suffix_match`: whether any of the texts ends with any of the others. */
export function anySuffixMatch(texts: Value, parts: Value): Value | undefined {
  return anyMatch(texts, parts, (text, part) => text.endsWith(part));
}

function anyMatch(texts: Value, parts: Value, fits: (text: string, part: string) => boolean): boolean | undefined {
  const [some, others] = [strings(texts), strings(parts)];
  if (!some || !others) return undefined;
  return some.some((text) => others.some((part) => fits(text, part)));
}

function strings(value: Value): readonly string[] | undefined {
  return typeof value === 'string' ? [value] : textsOf(value);
}
