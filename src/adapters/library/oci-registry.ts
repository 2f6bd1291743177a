import { MOST_BYTES } from '../../core/library/library-files.ts';

/** One repository of a registry, read only. Every function ends within seconds and within its size. */
export interface Registry {
  manifest(reference: string): Promise<Buffer>;
  blob(digest: string): Promise<Buffer>;
}

const TIMEOUT_MS = 10_000;
const MANIFEST_BYTES = 4 * 1024 * 1024;
const MANIFESTS = 'application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json';

/** Source: OCI Distribution Specification 1.1; Docker's "Token Authentication Specification" for the anonymous token. */
export function openRegistry(host: string, repository: string): Registry {
  const scheme = /^(?:127\.\d+\.\d+\.\d+|localhost)(?::\d+)?$/.test(host) ? 'http' : 'https';
  let token: string | undefined;
  const get = async (path: string, accept: string, most: number): Promise<Buffer> => {
    const url = `${scheme}://${host}/v2/${repository}/${path}`;
    const ask = (): Promise<Response> => send(url, { accept, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) });
    let answer = await ask();
    if (answer.status === 401 && token === undefined) {
      await answer.body?.cancel();
      token = await anonymousToken(answer.headers.get('www-authenticate') ?? '', { host, scheme, repository });
      answer = await ask();
    }
    if (!answer.ok) throw new Error(`could not be fetched: ${host} answered ${answer.status} for ${path}`);
    return readBounded(answer, most);
  };
  return {
    manifest: (reference) => get(`manifests/${reference}`, MANIFESTS, MANIFEST_BYTES),
    blob: (digest) => get(`blobs/${digest}`, '*/*', MOST_BYTES),
  };
}

/** Registries send blobs from elsewhere, so redirects are followed; `fetch` leaves the token behind where the origin changes. */
async function send(url: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  try {
    return await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (cause) {
    throw new Error(`could not be fetched: ${new URL(url).host} gave no answer`, { cause });
  }
}

interface Asked {
  readonly host: string;
  readonly scheme: string;
  readonly repository: string;
}

async function anonymousToken(challenge: string, { host, scheme, repository }: Asked): Promise<string> {
  const part = (name: string): string | undefined => new RegExp(`${name}="([^"]{1,500})"`).exec(challenge)?.[1];
  const realm = part('realm');
  if (realm === undefined || !realm.startsWith(`${scheme}://`)) throw new Error(`could not be fetched: ${host} asks for a login`);
  const url = new URL(realm);
  url.searchParams.set('service', part('service') ?? host);
  url.searchParams.set('scope', `repository:${repository}:pull`);
  const answer = await send(url.href, {});
  const body: unknown = answer.ok ? JSON.parse((await readBounded(answer, 1 << 16)).toString('utf8')) : {};
  const { token, access_token: other } = body as { readonly token?: unknown; readonly access_token?: unknown };
  const given = token ?? other;
  if (typeof given === 'string') return given;
  throw new Error(`could not be fetched: ${host} lets nobody read it without a login`);
}

async function readBounded(answer: Response, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    if (size > most) throw new Error('is larger than a library can be');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
