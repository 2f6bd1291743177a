import type { Json } from '../../model/json.ts';
import type { FileClaim } from './claim-files.ts';

/** What was read of one file: the claim of the extractor that knew it, and its part. */
export interface ReadPart {
  readonly path: string;
  readonly claim: FileClaim;
  readonly part: Json;
}
