import { gunzipSync } from 'node:zlib';

const BLOCK = 512;

/** The files of a bundle, a gzipped tar as `opa build` writes it. Source: POSIX.1-1988 ustar. */
export function readBundle(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const tar = gunzipSync(bytes);
  const files = new Map<string, Uint8Array>();
  for (let at = 0; at + BLOCK <= tar.length;) {
    const name = text(tar, at, 100);
    if (name === '') break;
    const size = Number.parseInt(text(tar, at + 124, 12), 8) || 0;
    files.set(name.replace(/^\//, ''), tar.subarray(at + BLOCK, at + BLOCK + size));
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

function text(bytes: Uint8Array, at: number, length: number): string {
  const field = Buffer.from(bytes.subarray(at, at + length)).toString('latin1');
  return field.split('\0', 1)[0]?.trim() ?? '';
}
