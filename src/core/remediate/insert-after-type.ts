import type { Field } from '../../model/asset.ts';
import type { Edit } from '../../model/remediation.ts';
import type { SourceFile } from '../../model/source.ts';
import { lineIndex } from '../text/line-index.ts';

/**
 * Puts a clause behind the type of a column that SQL declares with name and type, as `email STRING NOT NULL`. No edit where the text is
 * not of that form, or where a word stands behind the type that must stay next to it.
 */
export function insertAfterType(field: Field, file: SourceFile, clause: string): readonly Edit[] {
  if (field.type === undefined || field.location.file !== file.path) return [];
  const from = field.location.end.offset;
  const rest = file.text.slice(from, field.extent.end.offset);
  const gap = /^\s+/.exec(rest)?.[0].length ?? 0;
  if (gap === 0 || !rest.startsWith(field.type, gap)) return [];
  const end = gap + field.type.length;
  if (STAYS.test(rest.slice(end))) return [];
  return [{ location: lineIndex(file.path, file.text).location(from + end, from + end), text: ` ${clause}` }];
}

/** Belongs to the type before it, or is already a mask or tag in another spelling. */
const STAYS = /^(?:\w|\s*(?:[([<]|(?:collate|character|varying|precision|unsigned|array|masked|mask)\b|with(?:out)?\s+time\b))/i;
