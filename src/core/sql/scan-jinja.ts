/** A template tag with its place. `body` is what stands inside, trimmed; `word` the first word of a statement. */
export interface JinjaTag {
  readonly kind: 'expression' | 'statement' | 'comment';
  readonly start: number;
  readonly end: number;
  readonly body: string;
  /** Where `body` starts. */
  readonly bodyStart: number;
  readonly word: string;
}

const CLOSERS: Readonly<Record<string, string>> = { '{': '}}', '%': '%}', '#': '#}' };
const KINDS: Readonly<Record<string, JinjaTag['kind']>> = { '{': 'expression', '%': 'statement', '#': 'comment' };

/** Longer than any tag that people write; a tag that reaches further is taken up to its first closer. */
const MAX_TAG = 32_768;
/** Tags of one file that may be searched in vain for an end outside of strings; later ones end at their first closer. */
const MAX_VAIN = 50;

/** Every tag of a template, in order; strings inside of tags may hold closers. Time linear in the text. Tags that never end are no tags. */
export function scanJinja(text: string): readonly JinjaTag[] {
  const tags: JinjaTag[] = [];
  const dead = new Set<string>();
  const patience = { left: MAX_VAIN };
  for (let at = text.indexOf('{'); at >= 0;) {
    const sign = text[at + 1] ?? '';
    const end = CLOSERS[sign] === undefined || dead.has(sign) ? undefined : tagEnd(text, at, sign, patience);
    if (end === undefined && CLOSERS[sign] !== undefined) dead.add(sign);
    if (end !== undefined) tags.push(tagOf(text, at, end, sign));
    const raw = end !== undefined && tags.at(-1)?.word === 'raw' ? rawEnd(text, end) : undefined;
    at = text.indexOf('{', raw ?? end ?? at + 1);
  }
  return tags;
}

function rawEnd(text: string, from: number): number {
  const end = text.indexOf('endraw', from);
  return end < 0 ? text.length : Math.max(from, text.lastIndexOf('{', end));
}

function tagEnd(text: string, start: number, sign: string, patience: { left: number }): number | undefined {
  const closer = CLOSERS[sign] ?? '';
  const first = text.indexOf(closer, start + 2);
  if (first < 0) return undefined;
  if (sign === '#' || patience.left <= 0) return first + 2;
  const end = closedOutsideStrings(text, start + 2, closer);
  if (end === undefined) patience.left--;
  return end ?? first + 2;
}

function closedOutsideStrings(text: string, from: number, closer: string): number | undefined {
  const limit = Math.min(text.length, from + MAX_TAG);
  let quote = '';
  let depth = 0;
  for (let at = from; at < limit; at++) {
    const character = text[at] ?? '';
    if (quote !== '') {
      if (character === '\\') at++;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (depth === 0 && text.startsWith(closer, at)) return at + 2;
    else depth = Math.max(0, depth + Number(character === '{') - Number(character === '}'));
  }
  return undefined;
}

function tagOf(text: string, start: number, end: number, sign: string): JinjaTag {
  const inner = text
    .slice(start + 2, end - 2)
    .replace(/^[-+]/, ' ')
    .replace(/[-+]$/, ' ');
  const body = inner.trim();
  const bodyStart = start + 2 + (inner.length - inner.trimStart().length);
  return { kind: KINDS[sign] ?? 'comment', start, end, body, bodyStart, word: /^\w+/.exec(body)?.[0] ?? '' };
}
