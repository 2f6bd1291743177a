import type { SyntaxNode } from '../../plug-ins.ts';
import type { LineIndex } from '../../text/line-index.ts';
import { toPlace, type Place } from './part.ts';

/** A text that is being read. `shift` is what its syntax tree's offsets lack where only a stretch of the file was parsed. */
export interface Source {
  readonly text: string;
  readonly lines: LineIndex;
  readonly shift: number;
  /** Where quoted texts begin that do not end on their line. The grammar lets them; the language does not. */
  readonly unclosed: number[];
  /** Read every block whole, those that hold no facts of ours too. */
  readonly isWhole?: boolean;
}

export type Nodes = readonly SyntaxNode[];

export const startOf = (node: SyntaxNode, { shift }: Source): number => node.startIndex + shift;
export const endOf = (node: SyntaxNode, { shift }: Source): number => node.endIndex + shift;

export const textOf = (node: SyntaxNode, source: Source): string => source.text.slice(startOf(node, source), endOf(node, source));

export const placeOf = (node: SyntaxNode, source: Source): Place => placeBetween(startOf(node, source), endOf(node, source), source);

export const placeBetween = (start: number, end: number, { lines }: Source): Place => toPlace(lines.location(start, end));

/** Named children without comments. */
export function partsOf(node: SyntaxNode): Nodes {
  return node.namedChildren.filter((child): child is SyntaxNode => child !== null && child.type !== 'comment');
}
