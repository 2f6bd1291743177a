import type { Asset } from '../../model/asset.ts';
import type { Edit } from '../../model/remediation.ts';
import type { SourceFile } from '../../model/source.ts';
import { lineIndex } from '../text/line-index.ts';

/** Adds attributes at the top of a Terraform resource. No edit where its block does not open with a line of its own. */
export function insertAttribute(asset: Asset, file: SourceFile, lines: readonly string[]): readonly Edit[] {
  if (lines.length === 0 || asset.extent.file !== file.path) return [];
  const { start, end } = asset.extent;
  const header = /^resource\s+"[\w-]+"\s+"[\w-]+"\s*\{[ \t]*(?=\r?\n)/.exec(file.text.slice(start.offset, end.offset))?.[0];
  if (header === undefined) return [];
  const at = start.offset + header.length;
  return [{ location: lineIndex(file.path, file.text).location(at, at), text: lines.map((line) => `\n  ${line}`).join('') }];
}
