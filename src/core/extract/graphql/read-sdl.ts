import type { DocumentNode } from 'graphql/language/index.js';
import type { Problem } from '../../../model/problem.ts';
import type { SourceFile } from '../../../model/source.ts';
import type { Reading } from '../../plug-ins.ts';
import { isTooDeep } from '../../text/depth-guard.ts';
import { lineIndexOf, lineStarts, type LineIndex } from '../../text/line-index.ts';
import { parseSdl } from './language.ts';
import type { Definition, GraphQlPart } from './part.ts';
import { readDefinition } from './read-definition.ts';
import { splitDefinitions, type Piece } from './split-definitions.ts';

/** A definition at the start of a line, a description before it or not. A field of a query may be called `type`, too. */
const SDL =
  /^[ \t\uFEFF]*(?:"(?:[^"\\\n]|\\.)*"[ \t]*|""")?(?:extend[ \t]+)?(?:(?:type|interface|input|enum|union|scalar)[ \t]+\w|directive[ \t]*@|schema[ \t]*[@{\n])/m;
const MAX_BYTES = 2_000_000;
const MAX_PROBLEMS = 10;

/** The definitions of a file. One with a syntax error is told, and the others are read all the same. A file of queries is no schema. */
export function readSdl(file: SourceFile): Reading<GraphQlPart> {
  if (!SDL.test(file.text)) return { part: null, problems: [] };
  const starts = lineStarts(file.text);
  const lines = lineIndexOf(file.path, starts);
  const problems: Problem[] = [];
  const definitions = definitionsOf(file, lines, problems);
  if (definitions.length === 0 && problems.length === 0) return { part: null, problems };
  return { part: { lines: starts, definitions }, problems: problems.slice(0, MAX_PROBLEMS) };
}

function definitionsOf({ text, size }: SourceFile, lines: LineIndex, problems: Problem[]): readonly Definition[] {
  const at = lines.location(0, 0);
  if (size > MAX_BYTES)
    problems.push({
      code: 'file-too-large',
      message: 'This schema is over 2 MB, so it was not judged. Split it, or list it under `ignore`.',
      location: at,
      undecided: true,
    });
  else if (isTooDeep(text))
    problems.push({
      code: 'graphql-too-deep',
      message: 'This schema nests over 100 levels, so it was not judged.',
      location: at,
      undecided: true,
    });
  if (problems.length > 0) return [];
  const whole = parsed(text, { start: 0, end: text.length });
  if ('document' in whole) return defined(whole.document, 0);
  return splitDefinitions(text).flatMap((piece) => {
    const read = parsed(text, piece);
    if ('document' in read) return defined(read.document, piece.start);
    problems.push(unreadable(lines, read));
    return [];
  });
}

interface SyntaxError {
  readonly at: number;
  readonly message: string;
}

function parsed(text: string, { start, end }: Piece): { readonly document: DocumentNode } | SyntaxError {
  try {
    return { document: parseSdl(text.slice(start, end)) };
  } catch (error) {
    const positions: unknown = error instanceof Error && 'positions' in error ? error.positions : undefined;
    const [offset] = Array.isArray(positions) ? positions : [];
    return {
      at: Math.min(start + (typeof offset === 'number' ? offset : 0), text.length),
      message: error instanceof Error ? error.message : String(error),
    };
  }
}

const defined = ({ definitions }: DocumentNode, shift: number): readonly Definition[] =>
  definitions.flatMap((node) => readDefinition(node, shift) ?? []);

function unreadable(lines: LineIndex, { at, message }: SyntaxError): Problem {
  const words = message.replace(/^Syntax Error: /, '').replace(/\.$/, '');
  return {
    code: 'graphql-unreadable',
    message: `This schema cannot be read here: ${words}.`,
    location: lines.location(at, at),
    undecided: true,
  };
}
