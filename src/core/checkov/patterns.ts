import { RE2JS } from 're2js';

type Matcher = (text: string, anchored: boolean) => boolean;

const MOST_KEPT = 200;
const kept = new Map<string, Matcher | undefined>();

/** Whether a pattern of Python's matches at the start of a text; undefined where it is no pattern. */
export const matchesAtStart = (pattern: string, text: string): boolean | undefined => matcherOf(pattern)?.(text, true);

/** Whether it matches anywhere. */
export const matchesAnywhere = (pattern: string, text: string): boolean | undefined => matcherOf(pattern)?.(text, false);

function matcherOf(pattern: string): Matcher | undefined {
  if (kept.has(pattern)) return kept.get(pattern);
  if (kept.size >= MOST_KEPT) kept.clear();
  const matcher = linear(pattern) ?? lookingAround(pattern);
  kept.set(pattern, matcher);
  return matcher;
}

function linear(pattern: string): Matcher | undefined {
  try {
    const compiled = RE2JS.compile(pattern.replaceAll('\\Z', '\\z'));
    return (text, anchored) => (anchored ? compiled.matcher(text).lookingAt() : compiled.matcher(text).find());
  } catch {
    return undefined;
  }
}

/** A linear engine has no look-around; where that is why it refuses, the text is kept short, and the judging process has a deadline. */
const LONGEST = 4000;

function lookingAround(pattern: string): Matcher | undefined {
  if (!/\(\?<?[=!]/.test(pattern)) return undefined;
  const [, flags = '', rest = ''] = /^(?:\(\?([ims]+)\))?([^]*)$/.exec(pattern) ?? [];
  const source = rest.replaceAll('(?P<', '(?<').replaceAll('\\A', '^').replaceAll('\\Z', '$');
  try {
    const [start, any] = [new RegExp(`^(?:${source})`, flags), new RegExp(source, flags)];
    return (text, anchored) => (anchored ? start : any).test(text.slice(0, LONGEST));
  } catch {
    return undefined;
  }
}
