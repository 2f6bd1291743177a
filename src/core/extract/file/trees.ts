import type { Problem } from '../../../model/problem.ts';
import type { Location } from '../../../model/source.ts';
import type { DocumentNode, Entry, ListNode, MapNode, ScalarNode } from '../../text/document-tree.ts';
import type { LineIndex } from '../../text/line-index.ts';
import type { Parsed } from './parsed.ts';

export const scalar = (value: ScalarNode['value'], location: Location): ScalarNode => ({ kind: 'scalar', value, location });
export const list = (items: readonly DocumentNode[], location: Location): ListNode => ({ kind: 'list', items, location });
export const map = (entries: readonly Entry[], location: Location): MapNode => ({ kind: 'map', entries, location });
export const entryOf = (key: string, keyLocation: Location, value: DocumentNode): Entry => ({ key, keyLocation, value });

/** Nothing of a file whose parser gave up: half of it would miss things that are there. */
export function refused(lines: LineIndex, [start, end]: readonly [number, number], code: string, message: string): Parsed {
  return { documents: [], problems: [problem(lines, [start, end], code, message)] };
}

export function problem(lines: LineIndex, [start, end]: readonly [number, number], code: string, message: string): Problem {
  return { code, message, location: lines.location(start, Math.max(start, end)), undecided: true };
}
