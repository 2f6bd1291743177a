import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Client } from 'pg';
import { vi } from 'vitest';

/** A PostgreSQL of its own database, and the end of it. */
export interface TestServer {
  readonly url: string;
  query(statement: string): Promise<readonly Record<string, unknown>[]>;
  stop(): Promise<void>;
}

/** Whether there is a PostgreSQL to test on: one that `TEST_DATABASE_URL` names, or the programs to start one. */
export const HAS_SERVER = process.env['TEST_DATABASE_URL'] !== undefined || programs() !== undefined;

/** The named server, or one that lives as long as the test, reached through a socket alone. */
export async function aServer(): Promise<TestServer> {
  const named = process.env['TEST_DATABASE_URL'];
  const cluster = named === undefined ? await startCluster() : { url: named, stop: () => Promise.resolve() };
  const name = `tollgate_test_${process.pid}`;
  const url = Object.assign(new URL(cluster.url), { pathname: name }).href;
  await queryAt(cluster.url, `create database ${name}`);
  return {
    url,
    query: (statement) => queryAt(url, statement),
    stop: async () => {
      await queryAt(cluster.url, `drop database ${name} with (force)`);
      await cluster.stop();
    },
  };
}

async function queryAt(connectionString: string, statement: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Where Debian keeps them, or the PATH. */
function programs(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((one, other) => Number(other) - Number(one)) : [];
  const folders = [...versions.map((version) => join(debian, version, 'bin')), ...(process.env['PATH'] ?? '').split(delimiter)];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

/** PostgreSQL refuses to run as root; its packages bring a user. */
function identity(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string): number => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
  return { uid: idOf('-u'), gid: idOf('-g') };
}

async function startCluster(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-pg-'));
  const bin = programs() ?? '';
  const who = identity();
  if (who.uid !== undefined) chownSync(folder, who.uid, who.gid ?? who.uid);
  const data = join(folder, 'data');
  const init = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  execFileSync(join(bin, 'initdb'), init, { ...who, cwd: folder, stdio: 'ignore' });
  const settings = ['listen_addresses=', `unix_socket_directories=${folder}`, 'fsync=off'].flatMap((one) => ['-c', one]);
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...settings], { ...who, cwd: folder, stdio: 'ignore' });
  const url = `postgres://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`;
  await vi.waitFor(() => queryAt(url, 'select 1'), { timeout: 20_000 });
  return {
    url,
    stop: async () => {
      const gone = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
