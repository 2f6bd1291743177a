import type { Fact } from '../../model/asset.ts';
import type { Edit } from '../../model/remediation.ts';
import type { SourceFile } from '../../model/source.ts';
import { lineIndex } from '../text/line-index.ts';

/** Replaces the literal that sets a fact, where its place ends in one of these literals. No edit otherwise. */
export function flipLiteral(fact: Fact | undefined, file: SourceFile, literals: ReadonlyMap<string, string>): readonly Edit[] {
  if (!fact || fact.location.file !== file.path) return [];
  const { start, end } = fact.location;
  const text = file.text.slice(start.offset, end.offset);
  const literal = /(?:^|[=:]\s*)(true|false|"[\w-]*")\s*$/.exec(text)?.[1];
  const flipped = literal === undefined ? undefined : literals.get(literal);
  if (literal === undefined || flipped === undefined) return [];
  const at = start.offset + text.lastIndexOf(literal);
  return [{ location: lineIndex(file.path, file.text).location(at, at + literal.length), text: flipped }];
}
