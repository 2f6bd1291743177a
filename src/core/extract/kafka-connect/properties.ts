import type { SourceFile } from '../../../model/source.ts';
import type { DocumentNode, Entry } from '../../text/document-tree.ts';
import { lineIndex } from '../../text/line-index.ts';

/** A properties file as a map of its keys: `key=value` or `key: value`, one a line, `#` and `!` for comments. */
export function parseProperties({ path, text }: SourceFile): DocumentNode {
  const lines = lineIndex(path, text);
  const entries: Entry[] = [];
  for (const match of text.matchAll(/^[ \t]*([^\s#!:=][^\s:=]*)[ \t]*[:=][ \t]*(.*)$/gm)) {
    const [whole, key = '', rest = ''] = match;
    const value = rest.trimEnd();
    const start = match.index + whole.indexOf(key);
    const valueStart = match.index + whole.length - rest.length;
    entries.push({
      key,
      keyLocation: lines.location(start, start + key.length),
      value: { kind: 'scalar', location: lines.location(valueStart, valueStart + value.length), value },
    });
  }
  return { kind: 'map', location: lines.location(0, text.length), entries };
}
