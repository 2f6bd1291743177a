/** What a blob holds; without bytes where it is too large to be judged. */
export interface Blob {
  readonly size: number;
  readonly bytes?: Buffer;
}

/** A judgement reads the same files several times, and the next one of the same base most of them again: the last bytes are kept. */
export const recentBlobs = blobMemory(32_000_000);

export interface BlobMemory {
  get(key: string): Blob | undefined;
  set(key: string, blob: Blob): void;
}

/** Keeps the blobs that were used last, up to so many bytes. */
export function blobMemory(mostBytes: number): BlobMemory {
  const blobs = new Map<string, Blob>();
  let total = 0;
  const drop = (key: string): void => {
    total -= weightOf(blobs.get(key));
    blobs.delete(key);
  };
  return {
    get: (key) => {
      const blob = blobs.get(key);
      if (blob) blobs.delete(key);
      if (blob) blobs.set(key, blob);
      return blob;
    },
    set: (key, blob) => {
      drop(key);
      blobs.set(key, blob);
      total += weightOf(blob);
      for (const oldest of blobs.keys()) {
        if (total <= mostBytes) break;
        drop(oldest);
      }
    },
  };
}

/** A blob takes more than its bytes. */
const weightOf = (blob: Blob | undefined): number => (blob ? OVERHEAD + (blob.bytes?.length ?? 0) : 0);
const OVERHEAD = 300;
