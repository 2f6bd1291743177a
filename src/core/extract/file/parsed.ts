import type { Problem } from '../../../model/problem.ts';
import type { DocumentNode } from '../../text/document-tree.ts';

/** What a parser gives: the documents that could be read, and what is wrong. */
export interface Parsed {
  readonly documents: readonly DocumentNode[];
  readonly problems: readonly Problem[];
}
