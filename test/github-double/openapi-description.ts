import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** GitHub's own description of its API: the operations that the double serves, with all they refer to. */
export interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>>; readonly parameters: Readonly<Record<string, Parameter>> };
}

export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: unknown }>> };
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: unknown;
}

/** The package is 385 MB unpacked, so it is no dependency: its archive is fetched once, and only what is used is kept. */
const PACKAGE = '@octokit/openapi@23.0.2';
const MEMBER = 'package/generated/api.github.com.json';
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/tollgate/', import.meta.url));

/** Reads the description from the cache, after fetching it where it is not there. Throws, in clear words, where that is impossible. */
export function openApiDescription(operations: readonly string[]): Description {
  const path = `${CACHE}github-api-23.0.2.json`;
  const cached = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Description) : undefined;
  if (cached && operations.every((id) => operationIds(cached).has(id))) return cached;
  const description = trim(fetchDescription(), new Set(operations));
  mkdirSync(CACHE, { recursive: true });
  const own = `${path}.${process.pid}`;
  writeFileSync(own, JSON.stringify(description));
  renameSync(own, path);
  return description;
}

function operationIds({ paths }: Description): ReadonlySet<string> {
  return new Set(Object.values(paths).flatMap((operations) => Object.values(operations).map(({ operationId }) => operationId)));
}

function fetchDescription(): Description {
  const folder = mkdtempSync(join(tmpdir(), 'github-api-'));
  try {
    const packed = execFileSync('npm', ['pack', PACKAGE, '--silent', '--pack-destination', folder], { encoding: 'utf8', timeout: 110_000 });
    const archive = join(folder, packed.trim().split('\n').at(-1) ?? '');
    const text = execFileSync('tar', ['-xzOf', archive, MEMBER], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    return JSON.parse(text) as Description;
  } catch (error) {
    throw new Error(
      `cannot get ${PACKAGE}, GitHub's description of its API, which every request of these tests is checked by. ` +
        `Run the tests once where the npm registry can be reached; it is then kept in node_modules/.cache/tollgate.`,
      { cause: error },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function trim({ paths, components }: Description, wanted: ReadonlySet<string>): Description {
  const kept: Record<string, Record<string, Operation>> = {};
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      if (!wanted.has(operation.operationId)) continue;
      const { operationId, parameters, requestBody } = operation;
      (kept[path] ??= {})[method] = { operationId, ...(parameters ? { parameters } : {}), ...(requestBody ? { requestBody } : {}) };
    }
  }
  const missing = [...wanted].filter((id) => !operationIds({ paths: kept, components }).has(id));
  if (missing.length > 0) throw new Error(`GitHub's description has no operation ${missing.join(', ')}`);
  return { paths: kept, components: { parameters: components.parameters, schemas: referred(kept, components) } };
}

/** All schemas that the operations refer to, and those that these refer to. */
function referred(paths: unknown, { schemas, parameters }: Description['components']): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  const open: unknown[] = [paths, parameters];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    for (const [, name = ''] of JSON.stringify(one).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (name in kept) continue;
      kept[name] = schemas[name];
      open.push(schemas[name]);
    }
  }
  return kept;
}
