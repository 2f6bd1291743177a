import { HOLE } from './mask-jinja.ts';
import { scanJinja, type JinjaTag } from './scan-jinja.ts';

/** Statements whose body is no part of the query. */
const HIDDEN_BLOCKS: ReadonlySet<string> = new Set(['macro', 'set', 'docs', 'test', 'materialization', 'call', 'data_test']);
const BLOCKS: ReadonlySet<string> = new Set([...HIDDEN_BLOCKS, 'if', 'for', 'snapshot', 'filter', 'block']);

/** Expressions that give no text. */
const SILENT = /^(?:config|log|print|return|run_query|set_sql_header|statement|exceptions\.\w+|do)\b/;

interface Open {
  readonly word: string;
  readonly from: number;
  /** How many branches were closed before. */
  readonly branches: number;
  readonly afterLast: boolean;
}

/**
 * A model's text as one plain query of the same length and lines: of each `if` its first branch, of each loop one body, expressions as
 * words of holes, everything else blank.
 */
export function maskModel(text: string, tags: readonly JinjaTag[] = scanJinja(text)): string {
  if (tags.length === 0) return text;
  const characters = text.split('');
  const wipe = (start: number, end: number, filler = ' '): void => {
    for (let at = start; at < end; at++) if (characters[at] !== '\n' && characters[at] !== '\r') characters[at] = filler;
  };
  for (const tag of tags) wipe(tag.start, tag.end, tag.kind === 'expression' && !SILENT.test(tag.body) ? HOLE : ' ');
  for (const [start, end] of apart(hiddenParts(tags))) wipe(start, end);
  return characters.join('');
}

/** The same places without those inside of others, so that none is wiped twice. */
function apart(places: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const kept: (readonly [number, number])[] = [];
  let reached = 0;
  for (const [start, end] of [...places].sort(([one], [other]) => one - other)) {
    if (end > reached) kept.push([Math.max(start, reached), end]);
    reached = Math.max(reached, end);
  }
  return kept;
}

/** What stands between tags and is no part of the query: bodies of macros, and all branches but the first. */
function hiddenParts(tags: readonly JinjaTag[]): readonly (readonly [number, number])[] {
  const hidden: (readonly [number, number])[] = [];
  const open: Open[] = [];
  const waiting = new Map<string, number>();
  const count = (word: string, by: number): void => void waiting.set(word, (waiting.get(word) ?? 0) + by);
  for (const tag of tags.filter(({ kind }) => kind === 'statement')) {
    const top = open.at(-1);
    if (BLOCKS.has(tag.word) && opensBlock(tag)) {
      open.push({ word: tag.word, from: tag.end, branches: 0, afterLast: skipsFirst(tag) });
      count(tag.word, 1);
    } else if (/^(?:elif|else|elseif)$/.test(tag.word) && top?.word === 'if') open[open.length - 1] = nextBranch(top, tag, hidden);
    else if (tag.word.startsWith('end') && (waiting.get(tag.word.slice('end'.length)) ?? 0) > 0)
      for (const { word } of close(tag, open, hidden)) count(word, -1);
  }
  return hidden;
}

/** `{% set x = 1 %}` has no body. */
const opensBlock = ({ word, body }: JinjaTag): boolean => word !== 'set' || !body.includes('=');

/** `{% if not loop.last %},{% endif %}` is for all rounds but the one that is kept. */
const skipsFirst = ({ body }: JinjaTag): boolean => /^if\s+(?:not\s+loop\.(?:last|first)\b|loop\.index\b)/.test(body);

function nextBranch(top: Open, tag: JinjaTag, hidden: (readonly [number, number])[]): Open {
  if (top.branches > 0 || top.afterLast) hidden.push([top.from, tag.start]);
  return { ...top, from: tag.end, branches: top.afterLast ? 0 : top.branches + 1, afterLast: false };
}

/** Closes the last block of the word, and with it what was left open inside. */
function close(tag: JinjaTag, open: Open[], hidden: (readonly [number, number])[]): readonly Open[] {
  const index = open.findLastIndex(({ word }) => word === tag.word.slice('end'.length));
  const found = open[index];
  if (!found) return [];
  if (HIDDEN_BLOCKS.has(found.word) || found.branches > 0 || (found.word === 'if' && found.afterLast)) hidden.push([found.from, tag.start]);
  return open.splice(index);
}
