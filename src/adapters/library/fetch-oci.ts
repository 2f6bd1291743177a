import { createHash, createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import type { Ask, Fetched } from '../../core/library-ports.ts';
import { MOST_FILES } from '../../core/library/library-files.ts';
import type { LibraryAddress } from '../../core/library/reference.ts';
import type { SourceFile } from '../../model/source.ts';
import { toLibraryFile } from './to-library-file.ts';
import { openRegistry, type Registry } from './oci-registry.ts';
import { readTar, safePath } from './read-tar.ts';

type OciAddress = Extract<LibraryAddress, { readonly kind: 'oci' }>;

const Descriptor = z.object({
  mediaType: z.string(),
  digest: z.string().regex(/^sha256:[\da-f]{64}$/),
  annotations: z.record(z.string(), z.string()).optional(),
});
const Manifest = z.object({ layers: z.array(Descriptor).max(MOST_FILES) });
type Descriptor = z.infer<typeof Descriptor>;

/** An artifact of a registry: by its tag, or by the digest of its manifest. Source: OCI Distribution Specification 1.1, "Pull". */
export async function fetchOciLibrary(address: OciAddress, { source, keys = new Map() }: Ask): Promise<Fetched> {
  const registry = openRegistry(address.registry, address.repository);
  const bytes = await registry.manifest(source ?? address.version);
  const digest = sha256(bytes);
  if (source !== undefined && digest !== source) throw new Error('came with another manifest than the one that was asked for');
  const signer = keys.size > 0 ? await signerOf(digest, keys, registry) : undefined;
  const files = new Map<string, SourceFile>();
  for (const layer of manifestOf(bytes).layers) for (const file of await filesOf(layer, registry)) files.set(file.path, file);
  if (files.size === 0) throw new Error('holds no file of a library');
  return { files: [...files.values()], source: digest, ...(signer === undefined ? {} : { signer }) };
}

/** A whole library in a tar, or one file a layer as `conftest push` writes them. */
async function filesOf(layer: Descriptor, registry: Registry): Promise<readonly SourceFile[]> {
  if (/tar\+gzip$|\.tar\.gzip$/.test(layer.mediaType)) return readTar(await blobOf(layer, registry));
  if (!/^application\/vnd\.cncf\.openpolicyagent\.(?:policy|data)\.layer\./.test(layer.mediaType)) return [];
  const title = layer.annotations?.['org.opencontainers.image.title'];
  if (title === undefined) throw new Error('has a layer without a name (`org.opencontainers.image.title`)');
  const path = safePath(title);
  return [toLibraryFile(path, await blobOf(layer, registry))];
}

async function blobOf({ digest }: Descriptor, registry: Registry): Promise<Buffer> {
  const bytes = await registry.blob(digest);
  if (sha256(bytes) !== digest) throw new Error(`came with a layer that is not ${digest}`);
  return bytes;
}

function manifestOf(bytes: Buffer): z.infer<typeof Manifest> {
  try {
    return Manifest.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    throw new Error('has a manifest that cannot be read; an index of several platforms is none');
  }
}

const SIGNATURE = 'dev.cosignproject.cosign/signature';
const Payload = z.object({ critical: z.object({ image: z.object({ 'docker-manifest-digest': z.string() }) }) });

/** The key that signed the manifest. Source: cosign, SIGNATURE_SPEC.md: the tag `sha256-<digits>.sig`, ECDSA P-256 over the payload. */
async function signerOf(digest: string, keys: NonNullable<Ask['keys']>, registry: Registry): Promise<string> {
  const signatures = manifestOf(await registry.manifest(`${digest.replace(':', '-')}.sig`).catch(unsigned)).layers;
  for (const layer of signatures.slice(0, 20)) {
    const payload = await blobOf(layer, registry);
    const signature = Buffer.from(layer.annotations?.[SIGNATURE] ?? '', 'base64');
    const signed = [...keys].find(([key]) => isGood(key, payload, signature));
    if (signed && digestIn(payload) === digest) return signed[1];
  }
  return unsigned();
}

function unsigned(): never {
  throw new Error('is not signed by any of the keys under `signatures`');
}

function isGood(key: string, payload: Buffer, signature: Buffer): boolean {
  try {
    const opened = createPublicKey(key);
    return opened.asymmetricKeyDetails?.namedCurve === 'prime256v1' && verify('sha256', payload, opened, signature);
  } catch {
    return false;
  }
}

function digestIn(payload: Buffer): string | undefined {
  try {
    return Payload.parse(JSON.parse(payload.toString('utf8'))).critical.image['docker-manifest-digest'];
  } catch {
    return undefined;
  }
}

const sha256 = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
