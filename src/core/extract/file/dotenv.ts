import type { SourceFile } from '../../../model/source.ts';
import type { Entry } from '../../text/document-tree.ts';
import { lineIndex } from '../../text/line-index.ts';
import type { Parsed } from './parsed.ts';
import { entryOf, map, problem, scalar } from './trees.ts';

const ASSIGNMENT =
  /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*[=:][ \t]*(?:"((?:\\[^]|[^"\\])*)"|'([^']*)'|([^\n]*))[^\n]*$|^[ \t]*(?:#[^\n]*)?$|^[^\n]*$/gm;

/** Environment files: names and values, all of them text. A value that refers to another one is as it is written, which is unknown. */
export function readDotenv(file: SourceFile): Parsed {
  const lines = lineIndex(file.path, file.text);
  const entries = new Map<string, Entry>();
  const problems = [];
  for (const match of file.text.replaceAll('\r', ' ').matchAll(ASSIGNMENT)) {
    const [whole, name] = match;
    if (name === undefined) {
      if (!/^\s*(?:#|$)/.test(whole))
        problems.push(problem(lines, [match.index, match.index + whole.length], 'dotenv-unreadable', 'This line is no `NAME=value`.'));
      continue;
    }
    const from = match.index + whole.indexOf(name);
    const at = match.index + whole.indexOf('=', whole.indexOf(name)) + 1;
    const location = lines.location(Math.max(at, from + name.length), match.index + whole.length);
    entries.set(name, entryOf(name, lines.location(from, from + name.length), scalar(valueOf(match), location)));
  }
  return { documents: [map([...entries.values()], lines.location(0, file.text.length))], problems: problems.slice(0, 10) };
}

function valueOf([, , double, single, plain = '']: RegExpMatchArray): string {
  if (double !== undefined) return double.replaceAll('\\n', '\n').replaceAll(/\\(["\\$])/g, '$1');
  return single ?? plain.replace(/(?:^|\s+)#.*$/, '').trim();
}
