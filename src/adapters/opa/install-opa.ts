import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isTollgateError, TollgateError } from '../../core/errors.ts';
import { cacheFolder } from './cache-folder.ts';
import { downloadOpa, OFFICIAL, RELEASES } from './download-opa.ts';
import { findOpa, OPA_VERSION, versionOf, type FoundOpa } from './find-opa.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface InstallOptions {
  /** Told, line by line, what takes its time. */
  readonly report: (line: string) => void;
  /** Missing: the official ones. */
  readonly releases?: string;
  /** As Node says it: `linux-x64`. Missing: this machine's. */
  readonly machine?: string;
}

/** Finds OPA, or installs the pinned one into this user's cache: the official release by its SHA-256, else through Go. Error: opa-missing. */
export async function installOpa(env: Environment, options: InstallOptions): Promise<FoundOpa> {
  const known = tryToFind(env);
  if (!(known instanceof TollgateError)) return known;
  const target = join(cacheFolder(env), `opa-${OPA_VERSION}`);
  const draft = makeDraft(env);
  const ways = [
    { name: 'download', install: () => download(join(draft, 'opa'), options) },
    { name: 'go install', install: () => goInstall(draft, env, options.report) },
  ];
  try {
    const tried: string[] = [];
    for (const { name, install } of ways) {
      const failed = await install();
      const version = failed === null ? versionOf(join(draft, 'opa'), env) : undefined;
      if (version !== undefined) return moveIn(join(draft, 'opa'), { path: target, version });
      tried.push(`${name} (${failed ?? 'it does not run on this machine'})`);
    }
    throw missing(known, tried);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function tryToFind(env: Environment): FoundOpa | TollgateError {
  try {
    return findOpa(env);
  } catch (error) {
    if (isTollgateError(error)) return error;
    throw error;
  }
}

function makeDraft(env: Environment): string {
  const folder = cacheFolder(env);
  try {
    mkdirSync(folder, { recursive: true });
    return mkdtempSync(join(folder, 'installing-'));
  } catch (cause) {
    const lines = ['do:    make the folder writable, or set TOLLGATE_CACHE to one that is'];
    throw new TollgateError('opa-missing', `cannot install OPA ${OPA_VERSION} in ${folder}`, { lines, cause });
  }
}

/** Moved into place whole, so that nobody ever runs half of it. */
function moveIn(from: string, found: FoundOpa): FoundOpa {
  renameSync(from, found.path);
  return found;
}

async function download(path: string, { report, releases = RELEASES, machine }: InstallOptions): Promise<string | null> {
  const kind = machine ?? `${process.platform}-${process.arch}`;
  const release = OFFICIAL.get(kind);
  if (!release) return `no official file for ${kind}`;
  report(`downloading OPA ${OPA_VERSION}, about 60 MB`);
  const bytes = await downloadOpa(`${releases}/v${OPA_VERSION}/${release.file}`, release.sha256);
  if (typeof bytes === 'string') return bytes;
  writeFileSync(path, bytes);
  chmodSync(path, 0o755);
  return null;
}

const GO_TIMEOUT_MS = 15 * 60_000;

function goInstall(folder: string, env: Environment, report: (line: string) => void): Promise<string | null> {
  report(`building OPA ${OPA_VERSION} with go install, about 2 minutes, once`);
  const args = ['install', `github.com/open-policy-agent/opa@v${OPA_VERSION}`];
  const options = { env: { ...env, GOBIN: folder, GOFLAGS: '', CGO_ENABLED: '0' }, timeout: GO_TIMEOUT_MS, encoding: 'utf8' } as const;
  return new Promise((resolve) => {
    execFile('go', args, options, (error, _output, errors) => resolve(error ? goFault(error, errors) : null));
  });
}

function goFault(error: Error, errors: string): string {
  if ('code' in error && error.code === 'ENOENT') return 'no go';
  return errors.trim().split('\n').at(-1)?.slice(0, 200) ?? error.message;
}

function missing(known: TollgateError, tried: readonly string[]): TollgateError {
  const found = known.lines.find((line) => line.startsWith('tried: ')) ?? 'tried: ';
  const others = known.lines.filter((line) => !line.startsWith('tried: '));
  return new TollgateError('opa-missing', `cannot find OPA ${OPA_VERSION}, and this machine cannot download it`, {
    lines: [[found, ...tried].join(', '), ...others],
  });
}
