import type { Unreadable } from '../model/change-set.ts';
import type { SourceFile } from '../model/source.ts';
import type { LibraryAddress } from './library/reference.ts';
import type { Pin } from './library/lock.ts';

/** What an organisation asks of all its repositories, as its `.github` repository has it. */
export interface OrganisationFiles {
  readonly settings: SourceFile | Unreadable;
  /** What pins the libraries that those extend; missing where each repository pins them itself. */
  readonly lock?: SourceFile | Unreadable;
}

/** Why a library could not be had, as the end of a sentence that begins with its name. */
export interface Unavailable {
  readonly unavailable: string;
}

/** Libraries that stand elsewhere. Neither function throws for a library that cannot be had. */
export interface LibraryStore {
  /** What a pin names, kept here, else brought here once. `digest` is computed from these very files, each time. */
  pinned(address: LibraryAddress, pin: Pin): Promise<{ readonly files: readonly SourceFile[]; readonly digest: string } | Unavailable>;
  /** What a reference stands for now, signed by one of the keys where keys are given. */
  current(
    address: LibraryAddress,
    keys: readonly string[],
  ): Promise<{ readonly files: readonly SourceFile[]; readonly pin: Pin } | Unavailable>;
  /** How the lock names a key, as `SHA256:…`; undefined for what is no key. */
  nameOf(key: string): string | undefined;
}

/** What came from elsewhere: its files, and what they were called there. */
export interface Fetched {
  readonly files: readonly SourceFile[];
  readonly source: string;
  readonly signer?: string;
}

/** `source` asks for exactly that; `keys`, with the name of each, for what is signed by one of them. */
export interface Ask {
  readonly source?: string;
  readonly keys?: ReadonlyMap<string, string>;
}

/** A tag of a Git repository. `token` reads it, and is sent nowhere else. */
export interface GitLibrary {
  readonly url: string;
  readonly tag: string;
  readonly token?: string;
}
