import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isTollgateError } from '../../core/errors.ts';
import type { Ask, Fetched, GitLibrary, LibraryStore, Unavailable } from '../../core/library-ports.ts';
import type { LibraryAddress } from '../../core/library/reference.ts';
import { treeText } from '../../core/library/tree-text.ts';
import type { SourceFile } from '../../model/source.ts';
import { fetchOciLibrary } from './fetch-oci.ts';
import { nameOfKey } from './name-of-key.ts';

export interface StoreOptions {
  /** Where libraries are kept by digest. */
  readonly folder: string;
  /** Where `owner/name` is: `https://github.com`. */
  readonly githubUrl: string;
  /** A token that reads `owner/name` on that host, where there is one; it is sent nowhere else. */
  readonly tokenFor?: (name: string) => Promise<string | undefined>;
  fetchGit(library: GitLibrary, ask: Ask): Promise<Fetched>;
  /** Whether an address may be asked; missing: all. */
  readonly allows?: (address: LibraryAddress) => boolean;
}

export function libraryStore(options: StoreOptions): LibraryStore {
  return {
    pinned: async (address, pin) => {
      const kept = readKept(options.folder, pin.digest);
      if (kept) return { files: kept, digest: digestOf(kept) };
      return orUnavailable(async () => {
        const { files } = await fetchLibrary(address, options, { source: pin.source });
        const digest = digestOf(files);
        if (digest === pin.digest) keep(options.folder, digest, files);
        return { files, digest };
      });
    },
    current: (address, keys) =>
      orUnavailable(async () => {
        const { files, source, signer } = await fetchLibrary(address, options, { keys: namesOf(keys) });
        const digest = digestOf(files);
        keep(options.folder, digest, files);
        return { files, pin: { digest, source, ...(signer === undefined ? {} : { signer }) } };
      }),
    nameOf: nameOfKey,
  };
}

async function fetchLibrary(address: LibraryAddress, options: StoreOptions, ask: Ask): Promise<Fetched> {
  if (options.allows && !options.allows(address)) throw new Error('stands on a host that this server does not ask');
  if (address.kind === 'oci') return fetchOciLibrary(address, ask);
  if (address.kind === 'git') return options.fetchGit({ url: address.url, tag: address.version }, ask);
  const token = await options.tokenFor?.(address.name);
  const url = `${options.githubUrl.replace(/\/$/, '')}/${address.name}.git`;
  return options.fetchGit({ url, tag: address.version, ...(token ? { token } : {}) }, ask);
}

async function orUnavailable<T>(attempt: () => Promise<T>): Promise<T | Unavailable> {
  try {
    return await attempt();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { unavailable: isTollgateError(error) ? `could not be fetched: ${why}` : why };
  }
}

const digestOf = (files: readonly SourceFile[]): string => `sha256:${createHash('sha256').update(treeText(files)).digest('hex')}`;

const placeOf = (folder: string, digest: string): string => join(folder, `${digest.replace('sha256:', '')}.json`);

/** What is no key signs nothing: where none is left, nothing is good. */
function namesOf(keys: readonly string[]): ReadonlyMap<string, string> {
  const named = keys.map((key) => [key, nameOfKey(key)] as const);
  const [bad] = named.find(([, name]) => name === undefined) ?? [];
  if (bad !== undefined) throw new Error(`has something under \`signatures\` that is no public key: \`${bad.slice(0, 40)}\``);
  return new Map(named.map(([key, name = '']) => [key, name]));
}

/** Undefined where it is not kept. What is kept is not believed: its digest is computed anew. */
function readKept(folder: string, digest: string): readonly SourceFile[] | undefined {
  let text: string;
  try {
    text = readFileSync(placeOf(folder, digest), 'utf8');
  } catch {
    return undefined;
  }
  try {
    const pairs = JSON.parse(text) as readonly (readonly [string, string])[];
    return pairs.map(([path, content]) => ({ path: String(path), text: String(content), size: Buffer.byteLength(String(content)) }));
  } catch {
    return [];
  }
}

/** Written beside and moved into place. Where nothing can be written, it is fetched again the next time. */
function keep(folder: string, digest: string, files: readonly SourceFile[]): void {
  const place = placeOf(folder, digest);
  try {
    mkdirSync(folder, { recursive: true });
    const draft = `${place}.${randomUUID()}`;
    writeFileSync(draft, JSON.stringify(files.map(({ path, text }) => [path, text])));
    renameSync(draft, place);
  } catch {
    return;
  }
}
