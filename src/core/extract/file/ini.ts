import type { SourceFile } from '../../../model/source.ts';
import type { Entry } from '../../text/document-tree.ts';
import { lineIndex, type LineIndex } from '../../text/line-index.ts';
import type { Parsed } from './parsed.ts';
import { entryOf, map, problem, scalar } from './trees.ts';

interface Line {
  readonly start: number;
  readonly text: string;
}

/** INI: sections of keys. Numbers and booleans are such; keys before the first section are left out, as conftest leaves them out. */
export function readIni(file: SourceFile): Parsed {
  const lines = lineIndex(file.path, file.text);
  const sections: { readonly name: string; readonly at: readonly [number, number]; readonly keys: Map<string, Entry> }[] = [];
  const problems = [];
  for (const line of logicalLines(file.text)) {
    const header = /^\s*\[([^\]\n]*)\]/.exec(line.text);
    if (header) {
      const from = line.start + line.text.indexOf('[') + 1;
      sections.push({ name: (header[1] ?? '').trim(), at: [from, from + (header[1] ?? '').length], keys: new Map() });
    } else if (!/^\s*(?:[;#]|$)/.test(line.text)) {
      const told = keyValue(line, lines);
      if (!told) problems.push(problem(lines, [line.start, line.start + line.text.length], 'ini-unreadable', NO_KEY));
      else sections.at(-1)?.keys.set(told.key, told);
    }
  }
  const entries = sections.map(({ name, at, keys }) =>
    entryOf(name, lines.location(...at), map([...keys.values()], lines.location(...at))),
  );
  return { documents: [map(entries, lines.location(0, file.text.length))], problems: problems.slice(0, 10) };
}

const NO_KEY = 'This line is no section, no comment and no `key = value`.';

/** A backslash at the end of a line joins it with the next. */
function logicalLines(text: string): readonly Line[] {
  const joined: Line[] = [];
  let start = 0;
  let open: Line | undefined;
  for (const raw of text.split('\n')) {
    const plain = raw.replace(/\r$/, '');
    const line: Line = open ? { start: open.start, text: open.text + plain.trimStart() } : { start, text: plain };
    start += raw.length + 1;
    open = plain.endsWith('\\') && !/^\s*[;#]/.test(plain) ? { ...line, text: line.text.slice(0, -1) } : undefined;
    if (!open) joined.push(line);
  }
  return open ? [...joined, open] : joined;
}

function keyValue({ start, text }: Line, lines: LineIndex): Entry | undefined {
  const found = /^(\s*)([^=:]*?)\s*[=:]\s*(.*)$/.exec(text);
  const [, indent = '', key = '', value = ''] = found ?? [];
  if (!found || key === '') return undefined;
  const from = start + indent.length;
  const at = start + text.length - value.length;
  return entryOf(
    key,
    lines.location(from, from + key.length),
    scalar(typed(value.trim()), lines.location(at, at + value.trimEnd().length)),
  );
}

function typed(written: string): string | number | boolean {
  const quoted = /^(["'`])(.*)\1$/.exec(written);
  if (quoted) return quoted[2] ?? '';
  const plain = written.replace(/\s+[;#].*$/, '');
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(plain)) return Number(plain);
  if (/^(?:t|true|TRUE|True|T)$/.test(plain)) return true;
  return /^(?:f|false|FALSE|False|F)$/.test(plain) ? false : plain;
}

/** Java properties: keys and values, all of them text. */
export function readProperties(file: SourceFile): Parsed {
  const lines = lineIndex(file.path, file.text);
  const entries = logicalLines(file.text).flatMap(({ start, text }): readonly Entry[] => {
    const found = /^(\s*)([^\s=:#!][^=:\s]*)\s*[=:\s]?\s*(.*)$/.exec(text);
    const [, indent = '', key = '', value = ''] = found ?? [];
    if (!found) return [];
    const from = start + indent.length;
    const at = start + text.length - value.length;
    return [entryOf(key, lines.location(from, from + key.length), scalar(value.trimEnd(), lines.location(at, at + value.length)))];
  });
  return { documents: [map(entries, lines.location(0, file.text.length))], problems: [] };
}
