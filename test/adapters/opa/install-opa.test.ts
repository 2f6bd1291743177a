import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { downloadOpa } from '../../../src/adapters/opa/download-opa.ts';
import { findOpa } from '../../../src/adapters/opa/find-opa.ts';
import { installOpa } from '../../../src/adapters/opa/install-opa.ts';
import type { TollgateError } from '../../../src/core/errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A machine with nothing on it: no OPA, no Go, an empty cache. */
function bareMachine(): Environment & { readonly TOLLGATE_CACHE: string; readonly PATH: string } {
  const home = mkdtempSync(join(tmpdir(), 'tollgate-bare-'));
  mkdirSync(join(home, 'bin'));
  return { PATH: join(home, 'bin'), GOBIN: join(home, 'go'), TOLLGATE_CACHE: join(home, 'cache') };
}

/** A program at this path that says it is this OPA. */
function fakeOpa(path: string, version: string): string {
  writeFileSync(path, `#!/bin/sh\necho "Version: ${version}"\n`, { mode: 0o755 });
  return path;
}

async function errorOf(promise: Promise<unknown>): Promise<TollgateError> {
  return promise.then(
    () => {
      throw new Error('it found something');
    },
    (error: TollgateError) => error,
  );
}

let server: Server;
let releases: string;
/** An address where nobody answers. */
let nobody: string;
beforeAll(async () => {
  server = createServer((_, response) => response.end('not what was promised'));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const gone = createServer();
  await new Promise<void>((resolve) => void gone.listen(0, '127.0.0.1', resolve));
  nobody = `http://127.0.0.1:${(gone.address() as AddressInfo).port}`;
  await new Promise((resolve) => gone.close(resolve));
  releases = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const report = (): void => undefined;

describe('finding OPA', () => {
  it('takes TOLLGATE_OPA before PATH, and the cache after both', () => {
    const env = bareMachine();
    mkdirSync(env.TOLLGATE_CACHE);
    const cached = fakeOpa(join(env.TOLLGATE_CACHE, 'opa-1.18.2'), '1.18.2');
    expect(findOpa(env)).toEqual({ path: cached, version: '1.18.2' });
    const onPath = fakeOpa(join(env.PATH, 'opa'), '1.3.0');
    expect(findOpa(env)).toEqual({ path: onPath, version: '1.3.0' });
    const told = fakeOpa(join(env.PATH, 'another'), '1.9.9');
    expect(findOpa({ ...env, TOLLGATE_OPA: told })).toEqual({ path: told, version: '1.9.9' });
  });

  it('never takes a program out of a folder that PATH names relatively', () => {
    const env = bareMachine();
    expect(() => findOpa({ ...env, PATH: ':.:bin' })).toThrow('cannot find OPA 1.18.2');
  });

  it('passes over another major version and a program that does not run, and says so', async () => {
    const env = bareMachine();
    fakeOpa(join(env.PATH, 'opa'), '0.70.0');
    const broken = join(env.PATH, 'broken');
    writeFileSync(broken, 'no program', { mode: 0o755 });
    const { lines } = await errorOf(installOpa({ ...env, TOLLGATE_OPA: broken }, { report, releases: nobody, machine: 'linux-x64' }));
    expect(lines[0]).toContain(`TOLLGATE_OPA (${broken} does not run), PATH (opa 0.70.0, not 1.x)`);
  });
});

describe('installing OPA', () => {
  it('without a network and without Go says what was tried and what to do', async () => {
    const env = bareMachine();
    const error = await errorOf(installOpa(env, { report, releases: nobody, machine: 'linux-x64' }));
    expect(error).toMatchObject({ code: 'opa-missing', message: 'cannot find OPA 1.18.2, and this machine cannot download it' });
    expect(error.lines).toEqual([
      "tried: TOLLGATE_OPA (not set), PATH (no opa), cache (no opa), Go's folder (no opa), download (no network), go install (no go)",
      'do:    put an `opa` 1.x on PATH, or set TOLLGATE_OPA to its path',
    ]);
    expect(readdirSync(env.TOLLGATE_CACHE)).toEqual([]);
  });

  it('says for which machine there is no official file', async () => {
    const { lines } = await errorOf(installOpa(bareMachine(), { report, releases, machine: 'sunos-x64' }));
    expect(lines[0]).toContain('download (no official file for sunos-x64)');
  });

  it('keeps nothing of a file that is not the promised one', async () => {
    const env = bareMachine();
    const { lines } = await errorOf(installOpa(env, { report, releases, machine: 'linux-x64' }));
    expect(lines[0]).toMatch(/download \(SHA-256 is [0-9a-f]{12}…, not 9903e5125ac2…\)/);
    expect(readdirSync(env.TOLLGATE_CACHE)).toEqual([]);
  });

  it('hands over a file that is the promised one', async () => {
    const promised = createHash('sha256').update('not what was promised').digest('hex');
    const bytes = await downloadOpa(`${releases}/x`, promised);
    expect(Buffer.from(bytes).toString('utf8')).toBe('not what was promised');
  });

  it('installs nothing where something is found', async () => {
    const env = bareMachine();
    const onPath = fakeOpa(join(env.PATH, 'opa'), '1.18.2');
    const told: string[] = [];
    expect(await installOpa(env, { report: (line) => told.push(line), releases: nobody })).toEqual({ path: onPath, version: '1.18.2' });
    expect(told).toEqual([]);
  });
});
