import { isMap, isNode, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import type { Problem } from '../../model/problem.ts';
import type { SourceFile } from '../../model/source.ts';
import { lineIndex } from '../text/line-index.ts';
import { isTooDeep } from '../text/depth-guard.ts';

/** Where a repository pins what its settings extend. */
export const LOCK_PATH = '.github/tollgate.lock';

/** What a reference stood for when it was taken. */
export interface Pin {
  /** `sha256:` and 64 digits, over every file of the library: see `treeText`. */
  readonly digest: string;
  /** The commit of the tag (Git), or the digest of the manifest (OCI). */
  readonly source: string;
  /** The key that signed it, as `SHA256:…`; missing where no signature was asked for. */
  readonly signer?: string;
}

/** Pins by reference, as `extends` writes it. */
export type Lock = ReadonlyMap<string, Pin>;

const LockFile = z.strictObject({
  version: z.literal(1),
  libraries: z.record(
    z.string(),
    z.strictObject({
      digest: z.string().regex(/^sha256:[\da-f]{64}$/, 'sha256: and 64 digits'),
      source: z.string().regex(/^(?:[\da-f]{40}|[\da-f]{64}|sha256:[\da-f]{64})$/, 'a commit or the digest of a manifest'),
      signer: z.string().optional(),
    }),
  ),
});

/** Reads a lock. One that cannot be read pins nothing, and says so. */
export function parseLock(file: SourceFile): { readonly lock: Lock; readonly problems: readonly Problem[] } {
  const document = file.size > MAX_BYTES || isTooDeep(file.text) ? undefined : parseDocument(file.text, { logLevel: 'silent' });
  if (!document) return broken(file, 0, 'it is larger or deeper than a lock can be');
  const [error] = document.errors;
  if (error) return broken(file, error.pos[0], error.message.split('\n', 1)[0] ?? '');
  if (!isMap(document.contents)) return broken(file, 0, 'it holds no `libraries`');
  const read = LockFile.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (read.success) return { lock: new Map(Object.entries(read.data.libraries).map(([name, pin]) => [name, toPin(pin)])), problems: [] };
  return badEntry(file, document, read.error.issues);
}

function badEntry(file: SourceFile, document: Document, [issue]: readonly z.core.$ZodIssue[]): ReturnType<typeof broken> {
  const path = issue?.path ?? [];
  const node = document.getIn(path, true);
  return broken(file, (isNode(node) && node.range?.[0]) || 0, `\`${path.map(String).join('.')}\`: ${issue?.message ?? ''}`);
}

const MAX_BYTES = 512 * 1024;

const toPin = ({ digest, source, signer }: { digest: string; source: string; signer?: string | undefined }): Pin => ({
  digest,
  source,
  ...(signer === undefined ? {} : { signer }),
});

function broken(file: SourceFile, at: number, why: string): { readonly lock: Lock; readonly problems: readonly Problem[] } {
  const message = `This lock cannot be read, so it pins nothing: ${why}. \`tollgate update\` writes it anew.`;
  return {
    lock: new Map(),
    problems: [{ code: 'library-lock', message, location: lineIndex(file.path, file.text).location(at, at), undecided: true }],
  };
}

/** The text of a lock: sorted by reference, a line for each fact, so that a change shows as what it is. */
export function formatLock(lock: Lock): string {
  const entries = [...lock].sort(([one], [other]) => Number(one > other) - Number(one < other));
  const lines = entries.flatMap(([name, { digest, source, signer }]) => [
    `  ${JSON.stringify(name)}:`,
    `    digest: ${digest}`,
    `    source: ${JSON.stringify(source)}`,
    ...(signer === undefined ? [] : [`    signer: ${JSON.stringify(signer)}`]),
  ]);
  return ['# Written by `tollgate update`. What settings extend is judged by exactly this.', 'version: 1', ...body(lines), ''].join('\n');
}

const body = (lines: readonly string[]): readonly string[] => (lines.length === 0 ? ['libraries: {}'] : ['libraries:', ...lines]);
