import type { SourceFile } from '../../../model/source.ts';
import { lineIndex } from '../../text/line-index.ts';
import type { Parsed } from './parsed.ts';
import { refused } from './trees.ts';

/** Formats that conftest parses and that are not parsed here: nothing of them is judged, and that is said. */
export function readNothing(file: SourceFile): Parsed {
  const end = file.text.indexOf('\n');
  const message = 'Files of this kind are not parsed here, so policies that judge files were not asked about it.';
  return refused(lineIndex(file.path, file.text), [0, end < 0 ? file.text.length : end], UNREAD_CODE, message);
}

const UNREAD_CODE = 'format-unread';
