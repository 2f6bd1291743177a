import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, readlinkSync, type BigIntStats } from 'node:fs';
import { join } from 'node:path';
import type { Unreadable } from '../../model/change-set.ts';
import type { SourceFile } from '../../model/source.ts';
import { MAX_FILE_BYTES, toSourceFile, unreadable } from './to-source-file.ts';

/** The files below a folder as they lie on the disk. No link is followed: not the file itself, and no folder on the way to it. */
export interface DiskFiles {
  /** Undefined where nothing is, or only behind a link. */
  stat(path: string): BigIntStats | undefined;
  read(path: string): SourceFile | Unreadable;
  /** The id that Git gives to the content; undefined for what is no file and no link, and for what is too large to be judged. */
  digest(path: string): string | undefined;
}

export interface DiskOptions {
  /** Hex digits of an id: 64 in a repository with SHA-256. */
  readonly idLength?: number;
  /** The bytes of paths that are no UTF-8, by the text that stands for them. */
  readonly rawPaths?: ReadonlyMap<string, Buffer>;
}

export function diskFiles(root: string, { idLength = 40, rawPaths = new Map() }: DiskOptions = {}): DiskFiles {
  const isFolder = folderCheck(root);
  const algorithm = idLength === 64 ? 'sha256' : 'sha1';
  const place = (path: string): string | Buffer => {
    const raw = rawPaths.get(path);
    return raw === undefined ? join(root, path) : Buffer.concat([Buffer.from(`${root}/`), raw]);
  };
  const stat = (path: string): BigIntStats | undefined => (isFolder(folderOf(path)) ? statAt(place(path)) : undefined);
  return {
    stat,
    read: (path) => readAt(path, place(path), stat(path), algorithm),
    digest: (path) => digestAt(place(path), stat(path), algorithm),
  };
}

/** Whether each folder is one, and no link, and so are all above it up to the root. */
function folderCheck(root: string): (folder: string) => boolean {
  const known = new Map([['', true]]);
  return (wanted) => {
    const unknown: string[] = [];
    let folder = wanted;
    for (; !known.has(folder); folder = folderOf(folder)) unknown.push(folder);
    let real = known.get(folder) ?? false;
    for (const one of unknown.reverse()) {
      real &&= one === '..' || one.endsWith('/..') || (statAt(join(root, one))?.isDirectory() ?? false);
      known.set(one, real);
    }
    return real;
  };
}

/** Undefined where nothing is, and where this user may not look. */
function statAt(place: string | Buffer): BigIntStats | undefined {
  try {
    return lstatSync(place, { bigint: true, throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

type Algorithm = 'sha1' | 'sha256';

function readAt(path: string, place: string | Buffer, found: BigIntStats | undefined, algorithm: Algorithm): SourceFile | Unreadable {
  const size = Number(found?.size ?? 0);
  if (found?.isSymbolicLink()) return unreadable(path, size, 'link');
  if (found?.isDirectory()) return unreadable(path, 0, 'submodule');
  if (found?.isFile() && size > MAX_FILE_BYTES) return unreadable(path, size, 'too-large');
  const bytes = found?.isFile() ? bytesAt(place) : undefined;
  return bytes ? toSourceFile(path, bytes, blobDigest(bytes, algorithm)) : unreadable(path, 0, 'missing');
}

function digestAt(place: string | Buffer, found: BigIntStats | undefined, algorithm: Algorithm): string | undefined {
  if (found?.isSymbolicLink()) return blobDigest(readlinkSync(place, { encoding: 'buffer' }), algorithm);
  const bytes = found?.isFile() && found.size <= MAX_FILE_BYTES ? bytesAt(place) : undefined;
  return bytes && blobDigest(bytes, algorithm);
}

/** Undefined where this user may not read it, or it went away just now. */
function bytesAt(place: string | Buffer): Buffer | undefined {
  try {
    return readFileSync(place);
  } catch {
    return undefined;
  }
}

/** As Git names a blob. Source: Git Internals, "Git Objects". */
function blobDigest(bytes: Buffer, algorithm: Algorithm): string {
  return createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
