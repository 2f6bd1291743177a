import type { PolicyFile } from './policy-file.ts';

/** A file of some library, under the name that problems show. */
export interface LibraryFile {
  readonly library: string;
  readonly shown: string;
  readonly text: string;
  readonly policy: PolicyFile | null;
}
