import { spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

type Files = Readonly<Record<string, string>>;

const TELLS = 'process.stdout.write(JSON.stringify({ args: process.argv.slice(2), folder: process.cwd() })); process.exitCode = 3;';
const LOCK = JSON.stringify({
  packages: { '': {}, 'node_modules/one': { version: '1.2.3' }, 'node_modules/far': { version: '1.0.0', optional: true } },
});
const INSTALLED = JSON.stringify({ packages: { 'node_modules/one': { version: '1.2.3' } } });

/** A checkout with all set up: set-up's own files, and stand-ins for what it hands over to. */
function aCheckout(changes: Files = {}): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'tollgate-set-up-')));
  const files: Files = {
    'package.json': '{"type":"module","devDependencies":{"node":"26.10.0"}}',
    'package-lock.json': LOCK,
    'node_modules/.package-lock.json': INSTALLED,
    'node_modules/one/package.json': '{}',
    opa: 'a stand-in',
    'src/setup/install-opa.ts': `process.stderr.write('looking\\n'); process.stdout.write('{"path":' + JSON.stringify(process.cwd() + '/opa') + ',"version":"1.18.2"}');`,
    'src/cli/main.ts': TELLS,
    'src/app/main.ts': `process.on('SIGTERM', () => process.exit(7)); process.stdout.write('up'); setInterval(() => undefined, 1000);`,
    ...changes,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  cpSync(join(import.meta.dirname, '../../src/setup'), join(root, 'src/setup'), {
    recursive: true,
    filter: (path) => !path.endsWith('.ts'),
  });
  mkdirSync(join(root, 'node_modules/node/bin'), { recursive: true });
  symlinkSync(process.execPath, join(root, 'node_modules/node/bin/node'));
  return root;
}

interface Run {
  readonly root: string;
  readonly args: readonly string[];
  readonly env?: Files;
}

/** On a machine with no npm on PATH: what would be installed cannot be. */
function run({ root, args, env = {} }: Run): SpawnSyncReturns<string> {
  const options = { cwd: root, env: { PATH: '/nowhere', HOME: root, ...env }, encoding: 'utf8' } as const;
  return spawnSync(process.execPath, ['src/setup/run.mjs', ...args], options);
}

const told = ({ stdout }: SpawnSyncReturns<string>): unknown => JSON.parse(stdout);

describe('set-up where nothing is missing', () => {
  it('hands over arguments, folder, output and exit code', () => {
    const root = aCheckout();
    const answer = run({ root, args: ['tollgate', 'assets', '--format', 'json'] });
    expect(told(answer)).toEqual({ args: ['assets', '--format', 'json'], folder: root });
    expect(answer.status).toBe(3);
  });

  it.each([
    [[], ['check', '--example']],
    [
      ['--format', 'json'],
      ['check', '--example', '--format', 'json'],
    ],
    [['--format=json'], ['check', '--example', '--format=json']],
    [['../repository'], ['check', '../repository']],
    [
      ['--base', 'main'],
      ['check', '--base', 'main'],
    ],
    [
      ['--format', 'json', '.'],
      ['check', '--format', 'json', '.'],
    ],
    [['--all'], ['check', '--all']],
    [['--help'], ['check', '--help']],
  ])('check %j judges what is named, else the example', (given, args) => {
    expect(told(run({ root: aCheckout(), args: ['check', ...given] }))).toMatchObject({ args });
  });

  it('means paths from where the person stands who told npm', () => {
    const root = aCheckout();
    const env = { npm_lifecycle_event: 'check', INIT_CWD: join(root, 'src') };
    expect(told(run({ root, args: ['check', '.'], env }))).toMatchObject({ folder: join(root, 'src') });
  });

  it('asks for OPA once, and again when it has gone or another is meant', () => {
    const root = aCheckout();
    const looks = (env: Files = {}): boolean => run({ root, args: ['tollgate'], env }).stderr.includes('looking');
    expect([looks(), looks(), looks({ TOLLGATE_OPA: '/another' })]).toEqual([true, false, true]);
    expect(looks({ TOLLGATE_OPA: '/another' })).toBe(false);
    rmSync(join(root, 'opa'));
    writeFileSync(join(root, 'opa'), 'a newer stand-in');
    expect(looks({ TOLLGATE_OPA: '/another' })).toBe(true);
  });

  it('passes a signal on and ends as its program ends', async () => {
    const root = aCheckout();
    const child = spawn(process.execPath, ['src/setup/run.mjs', 'start'], { cwd: root, env: { PATH: '/nowhere', HOME: root } });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGTERM');
    expect(await new Promise((resolve) => child.on('exit', resolve))).toBe(7);
  });
});

describe('set-up where something is missing', () => {
  it.each([
    ['another version', { 'node_modules/.package-lock.json': INSTALLED.replace('1.2.3', '1.2.2') }],
    ['no packages', { 'node_modules/.package-lock.json': '' }],
    ['a package that must be there', { 'package-lock.json': LOCK.replace(',"optional":true', '') }],
  ])('says what it does, what was tried and what to do: %s', (_, changes: Files) => {
    const answer = run({ root: aCheckout(changes), args: ['check'] });
    expect(answer.stderr).toBe(
      [
        'set-up: updating packages (npm ci), about half a minute',
        'error: cannot install the packages of package-lock.json',
        '  tried: npm ci (no npm on PATH)',
        '  do:    look at what npm says above; without a network, copy node_modules from a machine that has one',
        '',
      ].join('\n'),
    );
    expect(answer).toMatchObject({ status: 2, stdout: '' });
  });

  it('notices a package whose folder is gone', () => {
    const root = aCheckout();
    rmSync(join(root, 'node_modules/one'), { recursive: true });
    expect(run({ root, args: ['check'] })).toMatchObject({ status: 2 });
  });

  it('fetches the pinned Node where there is none', () => {
    const root = aCheckout();
    rmSync(join(root, 'node_modules/node'), { recursive: true });
    const answer = run({ root, args: ['check'] });
    expect(answer.stderr).toContain(
      'set-up: fetching Node 26.10.0\nerror: cannot fetch Node 26.10.0\n  tried: npm rebuild node (no npm on PATH)',
    );
    expect(answer.status).toBe(2);
  });

  it('shows why there is no OPA, and does not remember it', () => {
    const lines = ['tried: PATH (no opa)', 'do:    put an `opa` 1.x on PATH'];
    const source = `process.stdout.write(${JSON.stringify(JSON.stringify({ error: 'cannot find OPA', lines }))})`;
    const root = aCheckout({ 'src/setup/install-opa.ts': source });
    const answer = run({ root, args: ['check'] });
    expect(answer.stderr).toBe(`error: cannot find OPA\n  ${lines.join('\n  ')}\n`);
    expect(answer.status).toBe(2);
    expect(existsSync(join(root, 'node_modules/.tollgate-opa.json'))).toBe(false);
  });

  it('refuses a command that is not there', () => {
    const answer = run({ root: aCheckout(), args: ['chekc'] });
    expect(answer.stderr).toBe('error: no command `chekc`; there are check, tollgate, start, score, bench, test\n');
    expect(answer.status).toBe(2);
  });
});
