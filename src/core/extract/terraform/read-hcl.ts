import type { Problem } from '../../../model/problem.ts';
import type { SourceFile } from '../../../model/source.ts';
import type { ParseWith, SyntaxNode } from '../../plug-ins.ts';
import { isTooDeep } from '../../text/depth-guard.ts';
import { lineIndex, type LineIndex } from '../../text/line-index.ts';
import { findError } from './find-error.ts';
import type { Attribute, Block } from './part.ts';
import { readBlock, readBody, type Body } from './read-block.ts';
import { splitBlocks, type Stretch } from './split-blocks.ts';
import { placeBetween, type Source } from './syntax.ts';

export interface HclReading {
  readonly blocks: readonly Block[];
  readonly attributes: readonly Attribute[];
  readonly problems: readonly Problem[];
}

/** Reads a file of the language. Where a part of it is broken, the blocks around that part are still read whole. */
export function readHcl(file: SourceFile, parse: ParseWith, isWhole = false): HclReading {
  const lines = lineIndex(file.path, file.text);
  if (isTooDeep(file.text)) return refuse(lines, 'This file nests over 100 levels, so it was not judged. Make it flatter.');
  const whole = readStretch({ start: 0, end: file.text.length, header: undefined }, { file, lines, parse, isWhole });
  if (whole.problems.length === 0) return whole;
  const stretches = splitBlocks(file.text);
  if (stretches.length > MAX_STRETCHES) return whole;
  const readings = stretches.map((stretch) => readStretch(stretch, { file, lines, parse, isWhole }));
  const problems = readings.flatMap((reading) => reading.problems);
  return {
    blocks: readings.flatMap((reading) => reading.blocks),
    attributes: readings.flatMap((reading) => reading.attributes),
    problems: (problems.length > 0 ? problems : whole.problems).slice(0, MAX_PROBLEMS),
  };
}

const MAX_STRETCHES = 2000;
const MAX_PROBLEMS = 10;

function refuse(lines: LineIndex, message: string): HclReading {
  return { blocks: [], attributes: [], problems: [{ code: 'hcl-unreadable', message, location: lines.location(0, 0), undecided: true }] };
}

interface Reading {
  readonly file: SourceFile;
  readonly lines: LineIndex;
  readonly parse: ParseWith;
  readonly isWhole: boolean;
}

function readStretch(stretch: Stretch, { file, lines, parse, isWhole }: Reading): HclReading {
  const source: Source = { text: file.text, lines, shift: stretch.start, unclosed: [], isWhole };
  return parse('hcl', file.text.slice(stretch.start, stretch.end), (root) => {
    const body = bodyOf(root, source);
    const [unclosed] = source.unclosed;
    if (!root.hasError && unclosed === undefined) return { ...body, problems: [] };
    const damaged = stretch.header === undefined ? body.blocks : [damagedBlock(stretch, source, body)];
    return {
      blocks: damaged,
      attributes: [],
      problems: [root.hasError ? unreadable(root, source) : openText(unclosed ?? stretch.start, source)],
    };
  });
}

function bodyOf(root: SyntaxNode, source: Source): Body {
  const body = root.namedChildren.find((child) => child?.type === 'body');
  return body ? readBody(body, source, readBlock) : { blocks: [], attributes: [] };
}

/** Named by its first line; its end is not to be trusted. */
function damagedBlock({ start, header = [] }: Stretch, source: Source, body: Body): Block {
  const [type = '', ...labels] = header;
  const newline = source.text.indexOf('\n', start);
  const at = placeBetween(start, newline < 0 ? source.text.length : newline, source);
  return { type, labels, name: at, at, attributes: body.blocks[0]?.attributes ?? [], blocks: [], damaged: true };
}

function openText(start: number, { text, lines }: Source): Problem {
  const newline = text.indexOf('\n', start);
  return {
    code: 'hcl-unreadable',
    message: 'This text does not end on its line. End it, or write it as a heredoc. The other blocks of the file were judged.',
    location: lines.location(start, newline < 0 ? text.length : newline),
    undecided: true,
  };
}

function unreadable(root: SyntaxNode, source: Source): Problem {
  const { start, end, missing } = findError(root, source);
  const what = missing === undefined ? 'what stands here is not expected' : `\`${missing}\` is missing`;
  return {
    code: 'hcl-unreadable',
    message: `This Terraform cannot be read here: ${what}. The other blocks of the file were judged.`,
    location: source.lines.location(start, end),
    undecided: true,
  };
}
