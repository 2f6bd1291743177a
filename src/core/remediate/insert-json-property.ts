import type { Field } from '../../model/asset.ts';
import type { Edit } from '../../model/remediation.ts';
import type { SourceFile } from '../../model/source.ts';
import { lineIndex } from '../text/line-index.ts';

/**
 * Adds a property to the JSON object that declares a field, in the object's own layout. No edit where the declaration is no object
 * or already has a property of that name.
 */
export function insertJsonProperty(field: Field, file: SourceFile, name: string, value: string): readonly Edit[] {
  if (field.extent.file !== file.path) return [];
  const { start, end } = field.extent;
  const object = file.text.slice(start.offset, end.offset);
  if (!object.startsWith('{') || !object.endsWith('}') || object.includes(`"${name}"`)) return [];
  const body = object.slice(0, -1).trimEnd();
  if (body === '{') return [];
  const at = start.offset + body.length;
  const lastLine = body.slice(body.lastIndexOf('\n') + 1);
  const isSpread = body.includes('\n') && object.slice(body.length).includes('\n');
  const text = isSpread ? `,\n${/^[ \t]*/.exec(lastLine)?.[0]}"${name}": ${value}` : `, "${name}": ${value}`;
  return [{ location: lineIndex(file.path, file.text).location(at, at), text }];
}
