import type { IncomingMessage } from 'node:http';

/** GitHub Docs, "Webhook events and payloads": a payload is at most 25 MB. */
const MOST_BODY_BYTES = 25 * 1024 * 1024;

/** All bodies that are being read together: nobody has proved yet who sends them. */
const MOST_WAITING_BYTES = 128 * 1024 * 1024;

let waiting = 0;

/** Reads a body that is not too large. `too-large`: its sender said so, or sent more; `busy`: too much is being read already. */
export async function readBody(request: IncomingMessage): Promise<Uint8Array | 'too-large' | 'busy'> {
  if (Number(request.headers['content-length'] ?? 0) > MOST_BODY_BYTES) return 'too-large';
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      const bytes = chunk as Buffer;
      size += bytes.length;
      waiting += bytes.length;
      if (size > MOST_BODY_BYTES) return 'too-large';
      if (waiting > MOST_WAITING_BYTES) return 'busy';
      chunks.push(bytes);
    }
    return Buffer.concat(chunks);
  } finally {
    waiting -= size;
  }
}
