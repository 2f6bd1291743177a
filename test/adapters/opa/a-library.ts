import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOpa } from '../../../src/adapters/opa/find-opa.ts';
import type { LibrarySource } from '../../../src/core/ports.ts';
import type { SourceFile } from '../../../src/model/source.ts';

/** Whether there is an OPA to compile with. Set-up makes sure of it; a bare checkout may have none. */
export const HAS_OPA = ((): boolean => {
  try {
    return findOpa(process.env).path !== '';
  } catch {
    return false;
  }
})();

/** Our environment with a cache that nothing was ever put in. */
export function freshCache(): Readonly<Record<string, string | undefined>> {
  return { ...process.env, TOLLGATE_CACHE: mkdtempSync(join(tmpdir(), 'tollgate-cache-')), TOLLGATE_OPA: findOpa(process.env).path };
}

/** A policy of its own folder and package: METADATA with this id, then these rules. */
export function aPolicyFile(id: string, rules: string): SourceFile {
  const name = id.toLowerCase();
  const text = `# METADATA\n# title: Policy ${id}\n# custom:\n#   id: ${id}\npackage made.${name}\n\n${rules}\n`;
  return { path: `made/${name}/${name}.rego`, text, size: Buffer.byteLength(text) };
}

export function aLibrary(...files: LibrarySource['files']): LibrarySource {
  return { name: 'made', version: '1.0.0', files };
}

/** A policy that always finds one thing, to see that others live on beside a hostile one. */
export const GOOD = aPolicyFile('GOOD1', 'deny contains {"asset": "a", "msg": "found"} if input.asked');
