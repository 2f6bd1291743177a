import type { SourceFile } from '../../model/source.ts';
import type { Unreadable, UnreadableReason } from '../../model/change-set.ts';

/** What Tollgate reads at most, in bytes. */
export const MAX_FILE_BYTES = 5_000_000;

const LFS_POINTER = 'version https://git-lfs.github.com/spec/';

/** Bytes as a text that can be judged, or the reason why not. */
export function toSourceFile(path: string, bytes: Buffer, digest: string | undefined): SourceFile | Unreadable {
  const size = bytes.length;
  if (size > MAX_FILE_BYTES) return unreadable(path, size, 'too-large');
  if (bytes.includes(0)) return unreadable(path, size, isUtf16(bytes) ? 'not-utf8' : 'binary');
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.startsWith(LFS_POINTER)
      ? unreadable(path, size, 'lfs-pointer')
      : { path, text, size, ...(digest === undefined ? {} : { digest }) };
  } catch {
    return unreadable(path, size, 'not-utf8');
  }
}

export function unreadable(path: string, size: number, reason: UnreadableReason): Unreadable {
  return { path, size, unreadable: reason };
}

function isUtf16(bytes: Buffer): boolean {
  const mark = bytes.subarray(0, 2).toString('hex');
  return mark === 'fffe' || mark === 'feff';
}
