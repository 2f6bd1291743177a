import type { Problem } from '../../../model/problem.ts';
import type { SourceFile } from '../../../model/source.ts';
import type { DocumentNode } from '../../text/document-tree.ts';
import { isTooDeep } from '../../text/depth-guard.ts';
import type { JsonTree } from '../../text/json-tree.ts';
import { lineIndex } from '../../text/line-index.ts';
import { readIdlDeclarations } from './idl-declarations.ts';
import { idlTokens } from './idl-tokens.ts';
import type { IdlCursor } from './idl-values.ts';

/**
 * Avro IDL (`.avdl`), as the JSON of a protocol that says the same; every place is that of the IDL's own text. What cannot be read is
 * left out, and the first of it is told.
 */
export function parseIdl({ path, text }: SourceFile): JsonTree {
  const lines = lineIndex(path, text);
  const problem = (start: number, end: number, code: string, message: string): Problem => ({
    code,
    message,
    location: lines.location(start, end),
    undecided: true,
  });
  if (isTooDeep(text.replaceAll('<', '[')))
    return { root: undefined, problems: [problem(0, 0, 'avro-too-deep', 'This Avro IDL nests over 100 levels, so it was not judged.')] };
  const cursor: IdlCursor = { tokens: idlTokens(text), at: 0, place: (start, end) => lines.location(start, end) };
  const declared = readIdlDeclarations(cursor);
  const location = lines.location(0, text.length);
  const root: DocumentNode = { kind: 'map', location, entries: declared };
  const { fault } = cursor;
  const message = `This Avro IDL cannot be read here: ${fault?.message ?? ''}. What stands around it was read.`;
  return { root, problems: fault ? [problem(fault.start, fault.end, 'avro-idl-unreadable', message)] : [] };
}
