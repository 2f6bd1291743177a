import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { TollgateError } from '../../core/errors.ts';
import { cacheFolder } from './cache-folder.ts';

/** The version that set-up installs. Any other 1.x that is found first is used too, and recorded. */
export const OPA_VERSION = '1.18.2';

export interface FoundOpa {
  readonly path: string;
  readonly version: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** OPA as DESIGN says: `TOLLGATE_OPA`, PATH, the cache, where `go install` puts it. Never downloads: that is set-up's. Error: opa-missing. */
export function findOpa(env: Environment): FoundOpa {
  const tried: string[] = [];
  for (const { name, path } of places(env)) {
    const found = path === undefined || !existsSync(path) ? undefined : versionOf(path, env);
    if (found?.startsWith('1.') && path !== undefined) return { path, version: found };
    tried.push(`${name} (${whyNot(name, path, found)})`);
  }
  throw new TollgateError('opa-missing', `cannot find OPA ${OPA_VERSION}`, {
    lines: [`tried: ${tried.join(', ')}`, 'do:    put an `opa` 1.x on PATH, or set TOLLGATE_OPA to its path'],
  });
}

function whyNot(name: string, path: string | undefined, version: string | undefined): string {
  if (version !== undefined) return `opa ${version}, not 1.x`;
  if (path === undefined) return name === 'TOLLGATE_OPA' ? 'not set' : 'no opa';
  return existsSync(path) ? `${path} does not run` : 'no opa';
}

interface Place {
  readonly name: string;
  readonly path: string | undefined;
}

function places(env: Environment): readonly Place[] {
  // A relative folder on PATH would name a file of the repository that is judged.
  const onPath = (env['PATH'] ?? '').split(delimiter).flatMap((folder) => (isAbsolute(folder) ? [join(folder, 'opa')] : []));
  const goFolder = env['GOBIN'] ?? join(env['GOPATH'] ?? join(homedir(), 'go'), 'bin');
  return [
    { name: 'TOLLGATE_OPA', path: env['TOLLGATE_OPA'] },
    { name: 'PATH', path: onPath.find((path) => existsSync(path)) },
    { name: 'cache', path: join(cacheFolder(env), `opa-${OPA_VERSION}`) },
    { name: "Go's folder", path: join(goFolder, 'opa') },
  ];
}

/** What `opa version` says, asked once for each file: starting OPA costs more than judging. */
export function versionOf(path: string, env: Environment): string | undefined {
  const stat = statSync(path);
  const key = `${path}:${stat.size}:${stat.mtimeMs}`;
  const notes = join(cacheFolder(env), 'opa-versions.json');
  const known = readNotes(notes);
  if (known[key] !== undefined) return known[key];
  const version = askVersion(path);
  if (version !== undefined) writeNotes(notes, { ...known, [key]: version });
  return version;
}

function askVersion(path: string): string | undefined {
  try {
    return /^Version: (\S+)/m.exec(
      execFileSync(path, ['version'], { encoding: 'utf8', timeout: 20_000, env: {}, stdio: ['ignore', 'pipe', 'ignore'] }),
    )?.[1];
  } catch {
    return undefined;
  }
}

function readNotes(path: string): Readonly<Record<string, string>> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
}

/** A cache that cannot be written only costs time. */
function writeNotes(path: string, notes: Readonly<Record<string, string>>): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(notes));
  } catch {
    // Judging works without it.
  }
}
