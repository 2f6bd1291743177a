import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aWorkTree, type TestWorkTree } from '../adapters/git/a-work-tree.ts';
import { runTollgate } from './run-tollgate.ts';

const policy = (id: string, title: string, name = id.toLowerCase()): string => `# METADATA
# title: ${title}
# description: Every table says what it is for.
# custom:
#   id: ${id}
#   severity: high
#   phase: enforce
package acme.${name}

deny contains {"msg": "Describe the table.", "asset": asset.id} if {
	some asset in input.assets
	asset.kind == "table"
}
`;
const TABLE = 'CREATE TABLE crm.contacts (id NUMBER NOT NULL);\n';

let library: TestWorkTree;
let other: TestWorkTree;
let governed: TestWorkTree;
let cache: string;
beforeEach(() => {
  [library, other, governed] = [aWorkTree(), aWorkTree(), aWorkTree()];
  cache = mkdtempSync(join(tmpdir(), 'tollgate-cache-'));
  library.commit({ 'acme/described.rego': policy('ACME001', 'Tables are described') });
  library.git('tag', 'v1.0.0');
});
afterEach(() => {
  for (const one of [library, other, governed]) one.remove();
  rmSync(cache, { recursive: true, force: true });
});

const run = (...args: readonly string[]) => runTollgate(args, { folder: governed.root, env: { TOLLGATE_CACHE: cache } });
const at = (of: TestWorkTree, tag: string): string => `git+file://${of.root}@${tag}`;
const extend = (references: readonly string[], more = ''): string =>
  `extends:\n${references.map((one) => `  - ${one}\n`).join('')}${more}sql: { dialects: [{ paths: ["*.sql"], dialect: snowflake }] }\n`;
const settle = (references: readonly string[], more = ''): void => {
  governed.commit({ 'a.sql': TABLE, '.github/tollgate.yml': extend(references, more) });
};
const lock = (): string => readFileSync(join(governed.root, '.github/tollgate.lock'), 'utf8');

describe('libraries that settings extend', () => {
  it('are pinned by update, and judge from the lock of the base', () => {
    settle([at(library, 'v1.0.0')]);
    const before = run('check', '--all');
    expect(before.code).toBe(2);
    expect(before.stdout).toMatch(/not pinned[\s\S]*tollgate\.yml:2:5/);
    const update = run('update');
    expect(update).toMatchObject({ code: 0 });
    expect(update.stdout).toContain(`+ ${at(library, 'v1.0.0')}  ${library.git('rev-parse', 'HEAD').slice(0, 12)}`);
    expect(update.stdout).toContain('1 newly blocks');
    governed.commit({});
    expect(run('check', '--all').stdout).toContain('ACME001');
    expect(run('update').stdout).toBe('.github/tollgate.lock is up to date\n');
  });

  it.each(['a list', 'alone'])('another version that settings name (%s) is compared with the one that is locked', (how) => {
    const named = (tag: string): string => (how === 'alone' ? `extends: ${at(library, tag)}\n` : extend([at(library, tag)]));
    governed.commit({ 'a.sql': TABLE, '.github/tollgate.yml': named('v1.0.0') });
    run('update');
    library.commit({ 'acme/described.rego': policy('ACME001', 'Tables are described').replace('phase: enforce', 'phase: observe') });
    library.git('tag', 'v1.1.0');
    governed.commit({ '.github/tollgate.yml': named('v1.1.0') });
    const { stdout } = run('update', '--check');
    expect(stdout).toContain(`- ${at(library, 'v1.0.0')}\n+ ${at(library, 'v1.1.0')}`);
    expect(stdout).toContain('ACME001 changed: phase enforce → observe');
    expect(stdout).toMatch(/^blocks → watched {2}ACME001/m);
  });

  it('judge without a network once they are kept, and are a problem at their line where they are not', () => {
    settle([at(library, 'v1.0.0')]);
    run('update');
    library.git('tag', '-d', 'v1.0.0');
    rmSync(join(library.root, '.git'), { recursive: true });
    expect(run('check', '--all').code).toBe(1);
    rmSync(join(cache, 'pinned'), { recursive: true });
    const { code, stdout } = run('check', '--all');
    expect(code).not.toBe(0);
    expect(stdout).toMatch(/could not be fetched[\s\S]*tollgate\.yml:2:5/);
  });

  it.each(['lock', 'cache'])('are a problem where the %s was tampered with', (what) => {
    settle([at(library, 'v1.0.0')]);
    run('update');
    if (what === 'lock') {
      const text = lock().replace(/digest: sha256:[\da-f]{64}/, `digest: sha256:${'0'.repeat(64)}`);
      writeFileSync(join(governed.root, '.github/tollgate.lock'), text);
    } else {
      const [name = ''] = readdirSync(join(cache, 'pinned'));
      const place = join(cache, 'pinned', name);
      writeFileSync(place, readFileSync(place, 'utf8').replace('Describe', 'Forget'));
    }
    governed.commit({});
    const { code, stdout } = run('check', '--all');
    expect(code).not.toBe(0);
    expect(stdout).toMatch(/not what was pinned[\s\S]*tollgate\.yml:2:5/);
  });

  it('extend others; two versions, a cycle and a package that both have are problems', () => {
    other.commit({ 'acme/other.rego': policy('ACME002', 'Tables have owners') });
    other.git('tag', 'v1');
    other.commit({ 'acme/other.rego': policy('ACME002', 'Tables have two owners'), 'library.yml': `extends: [${at(library, 'v2')}]\n` });
    other.git('tag', 'v2');
    library.commit({ 'library.yml': `extends: ["${at(other, 'v1')}"]\n` });
    library.git('tag', 'v2');
    settle([at(library, 'v2')]);
    expect(run('update').code).toBe(0);
    expect(run('catalogue').stdout).toMatch(/ACME001[\s\S]*ACME002/);
    settle([at(library, 'v2'), at(other, 'v2')]);
    expect(run('update').stdout).toMatch(/tollgate\.yml:2:5 .*two versions, v2 and v1/);
    library.commit({ 'library.yml': `extends: ["${at(other, 'v2')}"]\n` });
    library.git('tag', '--force', 'v2');
    settle([at(library, 'v2')]);
    expect(run('update').stdout).toMatch(/tollgate\.yml:2:5 .*leads back to itself/);
  });

  it('that hold one package are told apart, and the later one is left out', () => {
    other.commit({ 'acme/other.rego': policy('ACME009', 'Another', 'acme001') });
    other.git('tag', 'v1');
    settle([at(library, 'v1.0.0'), at(other, 'v1')]);
    run('update');
    governed.commit({});
    const { stdout, code } = run('check', '--all');
    expect(code).not.toBe(0);
    expect(stdout).toMatch(/has the package[\s\S]*tollgate\.yml:3:5/);
  });
});

describe('signed libraries', () => {
  const key = (name: string): { readonly file: string; readonly text: string } => {
    const file = join(cache, name);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', file]);
    return { file, text: readFileSync(`${file}.pub`, 'utf8').trim() };
  };
  const demand = (text: string): string => `signatures:\n  "git+file://${library.root}": "${text}"\n`;

  it('are taken where one of the keys signed the tag, and refused otherwise', () => {
    const [good, bad] = [key('good'), key('bad')];
    library.git('-c', 'gpg.format=ssh', '-c', `user.signingKey=${good.file}`, 'tag', '-s', '-m', 'Signed', 'v3');
    settle([at(library, 'v3')], demand(bad.text));
    const refused = run('update');
    expect(refused.code).toBe(2);
    expect(refused.stdout).toMatch(/tollgate\.yml:2:5 .*not signed by any of the keys/);
    settle([at(library, 'v3')], demand(good.text));
    expect(run('update').stdout).toMatch(/signed by SHA256:/);
    governed.commit({});
    expect(run('check', '--all').code).toBe(1);
    settle([at(library, 'v3')], demand(bad.text));
    expect(run('check', '--all').stdout).toContain('without a signature');
  });

  it('a signature of another tag is none', () => {
    const { file, text } = key('good');
    library.git('-c', 'gpg.format=ssh', '-c', `user.signingKey=${file}`, 'tag', '-s', '-m', 'Signed', 'v3');
    library.git('update-ref', 'refs/tags/v4', library.git('rev-parse', 'v3'));
    settle([at(library, 'v4')], demand(text));
    expect(run('update').stdout).toContain('not signed by any of the keys');
  });
});

describe('a floor of the organisation', () => {
  it('that a change loosens is a finding where it is written, and still counts', () => {
    settle(['default'], 'phases: { PII001: enforce }\n');
    governed.write({
      '.github/tollgate.yml': extend(['default'], 'phases:\n  PII001: observe\n'),
      'org.yml': 'phases: { PII001: enforce }\n',
    });
    const { code, stdout } = run('check', '--organisation', 'org.yml');
    expect(code).toBe(1);
    expect(stdout).toMatch(/GOV003[\s\S]*tollgate\.yml:4:11/);
  });

  it('whose own lock pins its libraries asks nothing of the lock of a repository', () => {
    governed.commit({ 'a.sql': TABLE, '.github/tollgate.yml': extend([at(library, 'v1.0.0')]) });
    run('update');
    governed.write({ 'org/tollgate.lock': lock(), 'org/tollgate.yml': `extends: [default, "${at(library, 'v1.0.0')}"]\n` });
    rmSync(join(governed.root, '.github/tollgate.lock'));
    governed.commit({ '.github/tollgate.yml': 'sql: { dialects: [{ paths: ["*.sql"], dialect: snowflake }] }\n' });
    expect(run('check', '--all').stdout).not.toContain('ACME001');
    const { code, stdout } = run('check', '--all', '--organisation', 'org/tollgate.yml');
    expect(code).toBe(1);
    expect(stdout).toContain('ACME001');
    expect(run('update', '--check', '--organisation', 'org/tollgate.yml')).toMatchObject({
      code: 0,
      stdout: '.github/tollgate.lock is up to date\n',
    });
    governed.write({ 'org/tollgate.lock': 'version: 9\n' });
    const broken = run('check', '--all', '--organisation', 'org/tollgate.yml');
    expect(broken.code).toBe(2);
    expect(broken.stdout).toMatch(/library-lock[\s\S]*org\/tollgate\.lock:1/);
  });

  it('has its libraries pinned by update', () => {
    settle(['default']);
    governed.write({ 'org.yml': `extends: [default, "${at(library, 'v1.0.0')}"]\n` });
    expect(run('update').stdout).toContain('is up to date');
    const { code, stdout } = run('update', '--organisation', 'org.yml');
    expect(code).toBe(0);
    expect(stdout).toContain(`+ ${at(library, 'v1.0.0')}`);
    expect(stdout).toContain('1 newly blocks');
    expect(lock()).toContain(at(library, 'v1.0.0'));
    governed.commit({});
    expect(run('check', '--all', '--organisation', 'org.yml').stdout).toContain('ACME001');
  });
});
