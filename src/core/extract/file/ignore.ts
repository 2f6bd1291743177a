import type { SourceFile } from '../../../model/source.ts';
import { lineIndex } from '../../text/line-index.ts';
import type { Parsed } from './parsed.ts';
import { entryOf, list, map, scalar } from './trees.ts';

/** Ignore files as a list of `Kind` (`Path`, `NegatedPath`, `Comment`, `Empty`), `Value` and `Original`. Source: conftest, parser/ignore. */
export function readIgnore(file: SourceFile): Parsed {
  const lines = lineIndex(file.path, file.text);
  let start = 0;
  const entries = file.text.split('\n').map((text) => {
    const location = lines.location(start, start + text.length);
    start += text.length + 1;
    const told = Object.entries({ ...kindOf(text), Original: text });
    return map(
      told.map(([key, value]) => entryOf(key, location, scalar(value, location))),
      location,
    );
  });
  const location = lines.location(0, file.text.length);
  // A list in a list, so that the whole file is one input.
  return { documents: [list([list(entries, location)], location)], problems: [] };
}

function kindOf(line: string): { readonly Kind: string; readonly Value: string } {
  const text = withoutSpaces(line);
  if (text === '') return { Kind: 'Empty', Value: line };
  if (text.startsWith('#')) return { Kind: 'Comment', Value: text.slice(1).trim() };
  return text.startsWith('!') ? { Kind: 'NegatedPath', Value: unescaped(text.slice(1)) } : { Kind: 'Path', Value: unescaped(text) };
}

/** Spaces at the end count only behind a backslash, and then the first one. */
function withoutSpaces(line: string): string {
  let end = line.length;
  while (end > 0 && line[end - 1] === ' ') end--;
  return line.slice(0, end > 0 && line[end - 1] === '\\' ? end + 1 : end);
}

const unescaped = (text: string): string => text.replaceAll(/\\(\\?)/g, '$1');
