import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { TollgateError } from '../../core/errors.ts';
import type { CompiledLibrary, LibrarySource, PolicyCompiler } from '../../core/ports.ts';
import type { LibraryReference } from '../../model/evaluation.ts';
import type { Build } from './build-wasm.ts';
import { HOST_BUILTINS, TIMED_BUILTINS } from './builtins/registry.ts';
import { cacheFolder } from './cache-folder.ts';
import { findOpa, type FoundOpa } from './find-opa.ts';

/** Grows whenever the same library compiles to something else. */
const COMPILER_VERSION = 36;

type Environment = Readonly<Record<string, string | undefined>>;

/** Compiles policy libraries with OPA and keeps the result by digest: what is there already costs no process. */
export function policyCompiler(env: Environment): PolicyCompiler {
  const memory = new Map<string, CompiledLibrary>();
  return {
    compile: async (libraries) => {
      const digest = digestOf(libraries);
      const kept = memory.get(digest) ?? readKept(digest, env) ?? (await compileFresh(libraries, digest, env));
      memory.set(digest, kept);
      return kept;
    },
  };
}

function digestOf(libraries: readonly LibrarySource[]): string {
  const hash = createHash('sha256').update(JSON.stringify([COMPILER_VERSION, [...HOST_BUILTINS.keys(), ...TIMED_BUILTINS.keys()]]));
  for (const { name, version, files } of libraries) {
    hash.update(JSON.stringify([name, version]));
    for (const { path, text } of files.toSorted((one, other) => Number(one.path > other.path) - Number(one.path < other.path)))
      hash.update(JSON.stringify([path, text]));
  }
  return hash.digest('hex');
}

type Kept = Omit<CompiledLibrary, 'wasm'>;

const placeOf = (digest: string, env: Environment): string => join(cacheFolder(env), 'libraries', digest);

function readKept(digest: string, env: Environment): CompiledLibrary | undefined {
  const folder = placeOf(digest, env);
  try {
    const kept = JSON.parse(readFileSync(join(folder, 'library.json'), 'utf8')) as Kept;
    return { ...kept, wasm: join(folder, 'policy.wasm') };
  } catch {
    return undefined;
  }
}

async function compileFresh(libraries: readonly LibrarySource[], digest: string, env: Environment): Promise<CompiledLibrary> {
  const opa = findOpa(env);
  const work = mkdtempSync(join(tmpdir(), 'tollgate-opa-'));
  try {
    // Loaded only here: what is kept already needs none of it.
    const { buildWasm } = await import('./build-wasm.ts');
    const build = await buildWasm(opa.path, libraries, work);
    return keep(build, { libraries, digest, opa, env });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

interface Compilation {
  readonly libraries: readonly LibrarySource[];
  readonly digest: string;
  readonly opa: FoundOpa;
  readonly env: Environment;
}

/** Written beside and moved into place, so that nobody ever reads half of it. */
function keep(build: Build, { libraries, digest, env }: Compilation): CompiledLibrary {
  const references = libraries.map((library): LibraryReference => ({
    name: library.name,
    version: library.version,
    digest: `sha256:${digestOf([library])}`,
  }));
  const kept: Kept = { references, policies: build.policies, digest, data: build.data, problems: build.problems };
  const folder = placeOf(digest, env);
  const draft = `${folder}.${process.pid}`;
  try {
    mkdirSync(draft, { recursive: true });
    writeFileSync(join(draft, 'policy.wasm'), build.wasm);
    writeFileSync(join(draft, 'library.json'), JSON.stringify(kept));
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  } catch (cause) {
    const lines = ['do:    make the folder writable, or set TOLLGATE_CACHE to one that is'];
    throw new TollgateError('opa-failed', `cannot keep the compiled policies in ${dirname(folder)}`, { lines, cause });
  }
  return { ...kept, wasm: join(folder, 'policy.wasm') };
}
