import { gunzipSync } from 'node:zlib';
import { isPinnedFile, MOST_BYTES, MOST_FILES } from '../../core/library/library-files.ts';
import { toLibraryFile } from './to-library-file.ts';
import type { SourceFile } from '../../model/source.ts';

const BLOCK = 512;

/**
 * The files of a library in a gzipped tar. Links, devices and paths that lead out of it are refused; so is what unpacks to more than
 * 32 MB. Source: POSIX.1-1988 ustar, with the `path` of pax headers and GNU's long names.
 */
export function readTar(packed: Uint8Array): readonly SourceFile[] {
  const tar = unpack(packed);
  const files = new Map<string, SourceFile>();
  let long: string | undefined;
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0;) {
    const { name, size, kind } = header(tar, at);
    const body = tar.subarray(at + BLOCK, at + BLOCK + size);
    if (body.length < size) throw new Error('is a tar that is cut off');
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
    if (kind === 'L') long = untilNul(body);
    else if (kind === 'x') long = paxPath(body) ?? long;
    else if (kind !== 'g') {
      const path = safePath(long ?? name);
      long = undefined;
      if (kind === '5') continue;
      if (kind !== '0' && kind !== '\0') throw new Error(`holds \`${path}\`, which is a link or no file`);
      if (isPinnedFile(path)) files.set(path, toLibraryFile(path, body));
      if (files.size > MOST_FILES) throw new Error(`holds more than ${MOST_FILES} files`);
    }
  }
  return [...files.values()];
}

function unpack(packed: Uint8Array): Buffer {
  try {
    return gunzipSync(packed, { maxOutputLength: MOST_BYTES });
  } catch {
    throw new Error('is no gzipped tar, or unpacks to more than 32 MB');
  }
}

function header(tar: Buffer, at: number): { readonly name: string; readonly size: number; readonly kind: string } {
  const field = (start: number, length: number): string => untilNul(tar.subarray(at + start, at + start + length));
  const size = Number.parseInt(field(124, 12).trim() || '0', 8);
  if (!Number.isSafeInteger(size) || size < 0) throw new Error('is a tar with a header that cannot be read');
  const prefix = field(257, 6).startsWith('ustar') ? field(345, 155) : '';
  return { name: prefix === '' ? field(0, 100) : `${prefix}/${field(0, 100)}`, size, kind: String.fromCharCode(tar[at + 156] ?? 0) };
}

function untilNul(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.subarray(0, end < 0 ? bytes.length : end).toString('utf8');
}

/** `<length> path=<value>\n`, among other records. */
function paxPath(body: Buffer): string | undefined {
  for (let at = 0; at < body.length;) {
    const length = Number.parseInt(body.subarray(at, at + 20).toString('latin1'), 10);
    if (!(length > 0)) return undefined;
    const record = body.subarray(at, at + length).toString('utf8');
    const value = /^\d+ path=([^\n]*)\n$/.exec(record)?.[1];
    if (value !== undefined) return value;
    at += length;
  }
  return undefined;
}

/** A path inside the library. Error: one that leads out of it. */
export function safePath(written: string): string {
  const path = written.replace(/^(?:\.?\/)+/, '').replace(/\/+$/, '');
  if (written.startsWith('/..') || path.split('/').includes('..') || path.includes('\\'))
    throw new Error(`holds the path \`${written}\`, which leads out of it`);
  return path;
}
