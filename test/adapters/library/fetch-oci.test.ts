import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchGitLibrary } from '../../../src/adapters/git/fetch-library.ts';
import { libraryStore } from '../../../src/adapters/library/library-store.ts';
import { readReference, type LibraryAddress } from '../../../src/core/library/reference.ts';
import { aTar } from './a-tar.ts';

const sha256 = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

let server: Server;
let folder: string;
let held: Map<string, Buffer>;
let asksForToken: boolean;
beforeEach(async () => {
  [held, asksForToken] = [new Map(), false];
  folder = mkdtempSync(join(tmpdir(), 'tollgate-pinned-'));
  server = createServer(({ url = '', headers }, answer) => {
    const realm = `http://${headers.host}/token`;
    if (url.startsWith('/token')) return answer.end('{"token":"t"}');
    if (asksForToken && headers.authorization !== 'Bearer t')
      return answer.writeHead(401, { 'www-authenticate': `Bearer realm="${realm}",service="registry"` }).end();
    const found = held.get(url);
    return found ? answer.end(found) : answer.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const REPOSITORY = '/v2/acme/policies';
interface Layer {
  readonly mediaType: string;
  readonly bytes: Buffer;
  readonly annotations?: Readonly<Record<string, string>>;
}

function push(tag: string, layers: readonly Layer[]): string {
  for (const { bytes } of layers) held.set(`${REPOSITORY}/blobs/${sha256(bytes)}`, bytes);
  const told = layers.map(({ mediaType, bytes, annotations }) => ({ mediaType, digest: sha256(bytes), size: bytes.length, annotations }));
  const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, layers: told }));
  held.set(`${REPOSITORY}/manifests/${tag}`, manifest);
  held.set(`${REPOSITORY}/manifests/${sha256(manifest)}`, manifest);
  return sha256(manifest);
}

function cosign(digest: string, key: KeyObject, said = digest): void {
  const bytes = Buffer.from(JSON.stringify({ critical: { image: { 'docker-manifest-digest': said } } }));
  const annotations = { 'dev.cosignproject.cosign/signature': sign('sha256', bytes, key).toString('base64') };
  push(`${digest.replace(':', '-')}.sig`, [{ mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json', bytes, annotations }]);
}

const TAR = { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', bytes: aTar([{ path: 'a.rego', text: 'package a\n' }]) };
const open = () => libraryStore({ folder, githubUrl: 'https://github.com', fetchGit: fetchGitLibrary });
function address(): LibraryAddress {
  const found = readReference(`oci://127.0.0.1:${(server.address() as AddressInfo).port}/acme/policies:v1`);
  if (!found) throw new Error('no reference');
  return found;
}
const keys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = (key: KeyObject): string => String(key.export({ type: 'spki', format: 'pem' }));

describe('a library in a registry', () => {
  it.each([false, true])('is pinned by the digest of its manifest, and had by it again (asks for a token: %s)', async (asks) => {
    asksForToken = asks;
    const source = push('v1', [TAR]);
    const had = await open().current(address(), []);
    expect(had).toMatchObject({ files: [{ path: 'a.rego', text: 'package a\n' }], pin: { source } });
    push('v1', [{ ...TAR, bytes: aTar([{ path: 'a.rego', text: 'package b\n' }]) }]);
    rmSync(folder, { recursive: true });
    if ('pin' in had) expect(await open().pinned(address(), had.pin)).toEqual({ files: had.files, digest: had.pin.digest });
  });

  it('may be one that conftest pushed', async () => {
    const layer = (kind: string, title: string, text: string): Layer => ({
      mediaType: `application/vnd.cncf.openpolicyagent.${kind}`,
      bytes: Buffer.from(text),
      annotations: { 'org.opencontainers.image.title': title },
    });
    push('v1', [layer('policy.layer.v1+rego', 'policy/a.rego', 'package main\n'), layer('data.layer.v1+json', 'data.json', '{}')]);
    const had = await open().current(address(), []);
    expect('files' in had && had.files.map(({ path }) => path)).toEqual(['policy/a.rego', 'data.json']);
  });

  it('is refused where a layer or a manifest is another one, or nothing is there', async () => {
    const source = push('v1', [TAR]);
    held.set(`${REPOSITORY}/blobs/${sha256(TAR.bytes)}`, aTar([{ path: 'a.rego', text: 'package evil\n' }]));
    expect(await open().current(address(), [])).toMatchObject({ unavailable: expect.stringContaining('came with a layer') });
    held.set(`${REPOSITORY}/manifests/${source}`, Buffer.from('{"layers":[]}'));
    const pin = { digest: `sha256:${'0'.repeat(64)}`, source };
    expect(await open().pinned(address(), pin)).toMatchObject({ unavailable: expect.stringContaining('another manifest') });
    held.clear();
    expect(await open().current(address(), [])).toMatchObject({ unavailable: expect.stringContaining('answered 404') });
  });

  it('is taken where one of the keys signed its manifest, and refused otherwise', async () => {
    const [good, bad] = [keys(), keys()];
    const digest = push('v1', [TAR]);
    const ask = (key: KeyObject) => open().current(address(), [pem(key)]);
    expect(await ask(good.publicKey)).toMatchObject({ unavailable: expect.stringContaining('not signed') });
    cosign(digest, good.privateKey);
    expect(await ask(good.publicKey)).toMatchObject({ pin: { signer: open().nameOf(pem(good.publicKey)) } });
    expect(await ask(bad.publicKey)).toMatchObject({ unavailable: expect.stringContaining('not signed') });
    cosign(digest, good.privateKey, `sha256:${'1'.repeat(64)}`);
    expect(await ask(good.publicKey)).toMatchObject({ unavailable: expect.stringContaining('not signed') });
  });
});
