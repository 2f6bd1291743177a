import { RE2JS } from 're2js';
import { smallOf, type Value } from './value.ts';

/** Patterns that are kept compiled. */
const MOST_KEPT = 100;
const kept = new Map<string, RE2JS | undefined>();

/** A pattern of Go's syntax; undefined for what is none. */
export const compilePattern = (text: string): RE2JS | undefined => patternOf(text);

/** Go's syntax on a linear engine: no pattern of a policy can make it run away. */
function patternOf(text: Value): RE2JS | undefined {
  if (typeof text !== 'string') return undefined;
  if (kept.has(text)) return kept.get(text);
  if (kept.size >= MOST_KEPT) kept.clear();
  const pattern = compile(text);
  kept.set(text, pattern);
  return pattern;
}

function compile(text: string): RE2JS | undefined {
  try {
    return RE2JS.compile(text);
  } catch {
    return undefined;
  }
}

interface Match {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | null)[];
}

/** All matches as Go finds them: an empty one right behind another does not count. */
function matchesOf(pattern: RE2JS, text: string, most: number): readonly Match[] {
  const matcher = pattern.matcher(text);
  const found: Match[] = [];
  let last = -1;
  const enough = most < 0 ? Infinity : most;
  while (matcher.find()) {
    if (found.length >= enough) break;
    const [start, end] = [matcher.start(), matcher.end()];
    if (start === end && start === last) continue;
    found.push({ start, end, groups: Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index)) });
    last = end;
  }
  return found;
}

/** `regex.split`. */
export function regexSplit(pattern: Value, text: Value): Value | undefined {
  const compiled = patternOf(pattern);
  if (!compiled || typeof text !== 'string') return undefined;
  if (pattern !== '' && text === '') return [''];
  const parts: string[] = [];
  let [from, behind] = [0, 0];
  for (const { start, end } of matchesOf(compiled, text, -1)) {
    behind = start;
    if (end === 0) continue;
    parts.push(text.slice(from, start));
    from = end;
  }
  return behind === text.length && from === behind && parts.length > 0 && isEmptyAtEnd(compiled, text)
    ? parts
    : [...parts, text.slice(from)];
}

/** Go leaves out the empty rest only behind an empty match at the end. */
function isEmptyAtEnd(pattern: RE2JS, text: string): boolean {
  const last = matchesOf(pattern, text, -1).at(-1);
  return last !== undefined && last.start === text.length;
}

/** `regex.find_n`: the first `count` matches, or all for a negative count. */
export function regexFindN(pattern: Value, text: Value, count: Value): Value | undefined {
  const [compiled, most] = [patternOf(pattern), smallOf(count)];
  if (!compiled || typeof text !== 'string' || most === undefined) return undefined;
  return matchesOf(compiled, text, most).map(({ start, end }) => text.slice(start, end));
}

/** `regex.replace`: `$1`, `${1}`, `$name` and `$$` mean what they mean in Go. */
export function regexReplace(text: Value, pattern: Value, by: Value): Value | undefined {
  const compiled = patternOf(pattern);
  if (!compiled || typeof text !== 'string' || typeof by !== 'string') return undefined;
  const names = compiled.namedGroups();
  const parts: string[] = [];
  let from = 0;
  for (const { start, end, groups } of matchesOf(compiled, text, -1)) {
    parts.push(text.slice(from, start), expand(by, groups, names));
    from = end;
  }
  return [...parts, text.slice(from)].join('');
}

const REFERENCE = /\$(?:(\$)|([\p{L}\p{Nd}_]+)|\{([\p{L}\p{Nd}_]+)\})/gu;

function expand(template: string, groups: readonly (string | null)[], names: Readonly<Record<string, number>>): string {
  return template.replace(REFERENCE, (_, dollar?: string, plain?: string, braced?: string) => {
    if (dollar) return '$';
    const name = plain ?? braced ?? '';
    const index = /^\d+$/.test(name) ? Number(name) : Object.hasOwn(names, name) ? names[name] : undefined;
    return (index === undefined ? null : groups[index]) ?? '';
  });
}

/** `regex.template_match`: outside of the delimiters, texts stand for themselves. */
export function regexTemplateMatch(template: Value, text: Value, open: Value, close: Value): Value | undefined {
  if (typeof template !== 'string' || typeof text !== 'string' || typeof open !== 'string' || typeof close !== 'string') return undefined;
  if (Buffer.byteLength(open) !== 1 || Buffer.byteLength(close) !== 1) return undefined;
  const parts = templateParts(template, open, close);
  if (!parts?.every(({ own, text: part }) => !own || patternOf(`^${part}$`) !== undefined)) return undefined;
  const pattern = parts.map(({ own, text: part }) => (own ? `(${part})` : RE2JS.quote(part))).join('');
  return patternOf(`^${pattern}$`)?.matcher(text).find();
}

function templateParts(
  template: string,
  open: string,
  close: string,
): readonly { readonly own: boolean; readonly text: string }[] | undefined {
  const parts: { own: boolean; text: string }[] = [];
  let [level, from] = [0, 0];
  for (let at = 0; at < template.length; at++) {
    const one = template.charAt(at);
    if (one === open && ++level === 1) {
      parts.push({ own: false, text: template.slice(from, at) });
      from = at + 1;
    } else if (one === close && one !== open && --level === 0) {
      parts.push({ own: true, text: template.slice(from, at) });
      from = at + 1;
    }
    if (level < 0) return undefined;
  }
  return level === 0 ? [...parts, { own: false, text: template.slice(from) }] : undefined;
}
