import type { DocumentNode } from '../../text/document-tree.ts';

/** What one file of a bundle says, without what is for other tools. */
export interface BundlePart {
  /** The file that makes the folder a bundle. */
  readonly isRoot: boolean;
  readonly document: DocumentNode;
}
