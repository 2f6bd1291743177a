import type { SourceFile } from '../../model/source.ts';

/** A file of a library. Error: one that is no text cannot be judged by, and is never left out in silence. */
export function toLibraryFile(path: string, bytes: Buffer): SourceFile {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!text.includes('\0')) return { path, text, size: bytes.length };
  } catch {
    // Told below.
  }
  throw new Error(`holds \`${path}\`, which is no text that can be read`);
}
