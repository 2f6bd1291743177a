import type { Value } from './value.ts';

/** One place of a glob: a set of characters that may be there, once, any number of times, or at least once. */
interface Token {
  readonly holds: (character: string) => boolean;
  /** Characters that tell the sets of two tokens apart. */
  readonly samples: readonly string[];
  readonly times: 'once' | 'any' | 'some';
}

/**
 * `regex.globs_match`: whether some text that is not empty matches both of two expressions that are made of characters, `.`, `[…]`, `*` and `+`. Walks both
 * at once, so its time is the product of their lengths. Undefined where one is no such expression. OPA's own walk gives up early on
 * some: of `a*b*` and `b*c*`, which both match `b`, it says no.
 */
export function globsMatch(one: Value, other: Value): Value | undefined {
  const [left, right] = [one, other].map((text) => (typeof text === 'string' ? tokensOf([...text]) : undefined));
  return left && right ? meet(left, right) : undefined;
}

function tokensOf(text: readonly string[]): readonly Token[] | undefined {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '*' || character === '+') {
      const last = tokens.pop();
      if (!last || last.times !== 'once') return undefined;
      tokens.push({ ...last, times: character === '*' ? 'any' : 'some' });
    } else if (character === '[') {
      const end = text.indexOf(']', at);
      const set = end < 0 ? undefined : setOf(text.slice(at + 1, end));
      if (!set) return undefined;
      tokens.push(set);
      at = end;
    } else if (character === ']') return undefined;
    else if (character === '.') tokens.push({ holds: () => true, samples: [], times: 'once' });
    else {
      if (character === '\\') at++;
      const literal = text[at];
      if (literal === undefined) return undefined;
      tokens.push({ holds: (given) => given === literal, samples: [literal], times: 'once' });
    }
  }
  return tokens;
}

function setOf(inner: readonly string[]): Token | undefined {
  const ranges: (readonly [string, string])[] = [];
  for (let at = 0; at < inner.length; at++) {
    const first = inner[at] ?? '';
    const isRange = inner[at + 1] === '-' && inner[at + 2] !== undefined;
    const last = isRange ? (inner[at + 2] ?? first) : first;
    if (last < first) return undefined;
    ranges.push([first, last]);
    if (isRange) at += 2;
  }
  if (ranges.length === 0) return undefined;
  const holds = (given: string): boolean => ranges.some(([first, last]) => first <= given && given <= last);
  return { holds, samples: ranges.flat(), times: 'once' };
}

/** Whether one text, of a character at least, leads both to their ends. A state is a place in each, and whether a character was read. */
function meet(left: readonly Token[], right: readonly Token[]): boolean {
  const width = right.length + 1;
  const seen = new Set<number>();
  const todo: (readonly [at: number, to: number, read: boolean])[] = [];
  const add = (at: number, to: number, read: boolean): void => {
    const state = (at * width + to) * 2 + Number(read);
    if (!seen.has(state)) todo.push([at, to, read]);
    seen.add(state);
  };
  add(0, 0, left.length + right.length === 0);
  for (let state = todo.pop(); state; state = todo.pop()) {
    const [at, to, read] = state;
    const [one, other] = [left[at], right[to]];
    if (!one && !other && read) return true;
    if (one?.times === 'any') add(at + 1, to, read);
    if (other?.times === 'any') add(at, to + 1, read);
    if (!one || !other || !shares(one, other)) continue;
    add(at + 1, to + 1, true);
    if (one.times !== 'once') add(at, to + 1, true);
    if (other.times !== 'once') add(at + 1, to, true);
  }
  return false;
}

/** Ranges meet where an end of one lies in the other. */
function shares(one: Token, other: Token): boolean {
  if (one.samples.length === 0 || other.samples.length === 0) return true;
  return one.samples.some((sample) => other.holds(sample)) || other.samples.some((sample) => one.holds(sample));
}
