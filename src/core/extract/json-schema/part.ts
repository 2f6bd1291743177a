import type { PackedDocument } from '../../text/packed-document.ts';

/** The document of a file: schemas of a unit may refer to each other, so what they mean is told when they meet. */
export interface JsonSchemaPart {
  readonly document: PackedDocument | null;
}
