import { HOLE } from './mask-jinja.ts';
import { scanJinja, type JinjaTag } from './scan-jinja.ts';

/** Statements whose body is no part of the query. */
const HIDDEN_BLOCKS: ReadonlySet<string> = new Set(['macro', 'set', 'docs', 'test', 'materialization', 'call', 'data_test']);
const BLOCKS: ReadonlySet<string> = new Set([...HIDDEN_BLOCKS, 'if', 'for', 'snapshot', 'filter', 'block']);

/** Expressions that give no text. */
const SILENT = /^(?:config|log|print|return|run_query|set_sql_header|statement|exceptions\.\w+|do)\b/;

interface Place {
  readonly start: number;
  readonly end: number;
}

interface Open {
  readonly word: string;
  readonly from: number;
  /** The branches that were closed before. */
  readonly branches: Place[];
  readonly afterLast: boolean;
}

/** Ways through the branches of a model that are read; further branches of one `if` are left out. */
const MAX_WAYS = 4;
/** Longer texts are read in one way only. */
const MAX_WAYS_LENGTH = 300_000;

/**
 * A model's text as plain queries of the same length and lines: the first takes the first branch of each `if`, the second the second, or
 * the last where there is none. Of each loop one body, expressions as words of holes, everything else blank.
 */
export function maskModel(text: string, tags: readonly JinjaTag[] = scanJinja(text)): readonly [string, ...string[]] {
  if (tags.length === 0) return [text];
  const plain = replaced(text, tags, ({ kind, body }) => (kind === 'expression' && !SILENT.test(body) ? HOLE : ' '));
  const parts = partsOf(tags, text.length);
  const most = parts.choices.reduce((count, { length }) => Math.max(count, length), 1);
  const way = (wanted: number): string => {
    const hidden = parts.choices.flatMap((branches) => branches.filter((_, at) => at !== Math.min(wanted, branches.length - 1)));
    return replaced(plain, apart([...parts.hidden, ...hidden]), () => ' ');
  };
  const more = text.length > MAX_WAYS_LENGTH ? 0 : Math.min(MAX_WAYS, most) - 1;
  return [way(0), ...Array.from({ length: more }, (_, at) => way(at + 1))];
}

/** The text with signs in these places, which are in order and apart, but for its ends of lines. */
function replaced<T extends Place>(text: string, places: readonly T[], sign: (place: T) => string): string {
  const pieces: string[] = [];
  let from = 0;
  for (const place of places) {
    pieces.push(text.slice(from, place.start), text.slice(place.start, place.end).replaceAll(/[^\r\n]/g, sign(place)));
    from = place.end;
  }
  return pieces.join('') + text.slice(from);
}

/** The same places without those inside of others, so that none is wiped twice. */
function apart(places: readonly Place[]): readonly Place[] {
  const kept: Place[] = [];
  let reached = 0;
  for (const { start, end } of [...places].sort((one, other) => one.start - other.start)) {
    if (end > reached) kept.push({ start: Math.max(start, reached), end });
    reached = Math.max(reached, end);
  }
  return kept;
}

/** What stands between tags and is no part of the query (bodies of macros), and the branches of which one is. */
interface Parts {
  readonly hidden: Place[];
  readonly choices: (readonly Place[])[];
}

function partsOf(tags: readonly JinjaTag[], end: number): Parts {
  const parts: Parts = { hidden: [], choices: [] };
  const open: Open[] = [];
  const waiting = new Map<string, number>();
  const count = (word: string, by: number): void => void waiting.set(word, (waiting.get(word) ?? 0) + by);
  for (const tag of tags.filter(({ kind }) => kind === 'statement')) {
    const top = open.at(-1);
    if (BLOCKS.has(tag.word) && opensBlock(tag)) {
      open.push({ word: tag.word, from: tag.end, branches: [], afterLast: skipsFirst(tag) });
      count(tag.word, 1);
    } else if (/^(?:elif|else|elseif)$/.test(tag.word) && top?.word === 'if') open[open.length - 1] = nextBranch(top, tag, parts);
    else if (tag.word.startsWith('end') && (waiting.get(tag.word.slice('end'.length)) ?? 0) > 0)
      for (const { word } of close(tag, open, parts)) count(word, -1);
  }
  for (const one of open) if (one.word === 'if') closeOne(one, end, parts);
  return parts;
}

/** `{% set x = 1 %}` has no body. */
const opensBlock = ({ word, body }: JinjaTag): boolean => word !== 'set' || !body.includes('=');

/** `{% if not loop.last %},{% endif %}` is for all rounds but the one that is kept. */
const skipsFirst = ({ body }: JinjaTag): boolean => /^if\s+(?:not\s+loop\.(?:last|first)\b|loop\.index\b)/.test(body);

function nextBranch(top: Open, tag: JinjaTag, parts: Parts): Open {
  (top.afterLast ? parts.hidden : top.branches).push({ start: top.from, end: tag.start });
  return { ...top, from: tag.end, afterLast: false };
}

/** Closes the last block of the word, and with it what was left open inside. */
function close(tag: JinjaTag, open: Open[], parts: Parts): readonly Open[] {
  const index = open.findLastIndex(({ word }) => word === tag.word.slice('end'.length));
  const closed = index < 0 ? [] : open.splice(index);
  for (const one of closed) closeOne(one, tag.start, parts);
  return closed;
}

function closeOne({ word, from, branches, afterLast }: Open, end: number, { hidden, choices }: Parts): void {
  if (HIDDEN_BLOCKS.has(word) || (word === 'if' && afterLast)) hidden.push({ start: from, end });
  else if (branches.length > 0) choices.push([...branches, { start: from, end }]);
}
