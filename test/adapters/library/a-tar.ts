import { gzipSync } from 'node:zlib';

export interface TarEntry {
  readonly path: string;
  readonly text?: string;
  /** `0` a file, `2` a link, `5` a folder. */
  readonly kind?: string;
}

/** A gzipped tar as POSIX.1-1988 has it. */
export function aTar(entries: readonly TarEntry[]): Buffer {
  const blocks = entries.flatMap(({ path, text = '', kind = '0' }) => {
    const head = Buffer.alloc(512);
    head.write(path, 0, 'utf8');
    head.write(`${Buffer.byteLength(text).toString(8).padStart(11, '0')}\0`, 124, 'latin1');
    head.write(kind, 156, 'latin1');
    head.write('ustar\0', 257, 'latin1');
    const body = Buffer.alloc(Math.ceil(Buffer.byteLength(text) / 512) * 512);
    body.write(text, 'utf8');
    return [head, body];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}
