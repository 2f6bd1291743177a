import type { Field } from '../../model/asset.ts';
import type { Edit } from '../../model/remediation.ts';
import type { SourceFile } from '../../model/source.ts';
import { lineIndex } from '../text/line-index.ts';

/**
 * Adds a key to the block mapping that names a field in YAML (`- name: email`), on a line of its own below the name. No edit where the
 * mapping is written in another form or has one of `taken` already.
 */
export function insertYamlKey(field: Field, file: SourceFile, line: string, taken: readonly string[]): readonly Edit[] {
  if (field.location.file !== file.path) return [];
  const { text } = file;
  const start = text.lastIndexOf('\n', field.location.start.offset - 1) + 1;
  const found = text.indexOf('\n', field.location.end.offset);
  const end = found < 0 ? text.length : found;
  const before = /^[ ]*(?:- +)?(?=name: +['"]?$)/.exec(text.slice(start, field.location.start.offset));
  if (!before || !/^['"]?\s*(?:#.*)?$/.test(text.slice(field.location.end.offset, end))) return [];
  const indent = ' '.repeat(before[0].length);
  if (hasKey(text, start, indent, taken)) return [];
  const at = text[end - 1] === '\r' ? end - 1 : end;
  const eol = at < end ? '\r\n' : '\n';
  return [{ location: lineIndex(file.path, text).location(at, at), text: `${eol}${indent}${line}` }];
}

/** Whether the mapping that begins on this line has one of the keys, on lines of its own indent. */
function hasKey(text: string, start: number, indent: string, keys: readonly string[]): boolean {
  for (const line of text.slice(text.indexOf('\n', start) + 1).split('\n', MOST_LINES)) {
    const isBlank = line.trim() === '' || line.trimStart().startsWith('#');
    if (!isBlank && !line.startsWith(indent)) return false;
    if (!isBlank && keys.some((key) => line.startsWith(`${indent}${key}:`))) return true;
  }
  return false;
}

/** A field has some dozen lines; more is not read for a key. */
const MOST_LINES = 500;
