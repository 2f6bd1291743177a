import { createHash } from 'node:crypto';

/** Where official releases are, one folder a version. */
export const RELEASES = 'https://github.com/open-policy-agent/opa/releases/download';

/** An official file for one kind of machine, and the SHA-256 it must have. */
export interface Release {
  readonly file: string;
  readonly sha256: string;
}

/** By `platform-arch` as Node says them, all of OPA 1.18.2. */
export const OFFICIAL: ReadonlyMap<string, Release> = new Map([
  ['linux-x64', { file: 'opa_linux_amd64_static', sha256: '9903e5125ac281104f2c4b7371d10cc3b74a98933743fcbfc174f9bf0ab20de8' }],
  ['linux-arm64', { file: 'opa_linux_arm64_static', sha256: '9cad2e67d375aded483823349173fe100d9701d37635908edadeb0298603c58c' }],
  ['darwin-arm64', { file: 'opa_darwin_arm64_static', sha256: '3ffa2af6a3b9ccff5d171d061d27990db5ad8cc5c10214c7eeeabc0f29ca11cf' }],
]);

const TIMEOUT_MS = 120_000;

/** The bytes of a release, only where they are the right ones; else a word on why not. */
export async function downloadOpa(url: string, sha256: string): Promise<Uint8Array | string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) return `the server answers ${response.status}`;
    const bytes = new Uint8Array(await response.arrayBuffer());
    const found = createHash('sha256').update(bytes).digest('hex');
    return found === sha256 ? bytes : `SHA-256 is ${found.slice(0, 12)}…, not ${sha256.slice(0, 12)}…`;
  } catch (error) {
    return wordsOf(error);
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} s`;
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return /^(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH)$/.test(code) ? 'no network' : `failed: ${code || String(error)}`;
}
