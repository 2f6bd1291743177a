import type { PackedDocument } from '../../text/packed-document.ts';

/** The document of a file: what it refers to in other files is found when they meet. A fragment describes no API of its own. */
export interface OpenApiPart {
  readonly document: PackedDocument | null;
  readonly isFragment: boolean;
}
