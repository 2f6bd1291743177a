import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OPA } from '../policies/opa.ts';
import { runTollgate, type Answer } from './run-tollgate.ts';

interface Told {
  readonly problems: readonly {
    readonly code: string;
    readonly message: string;
    readonly location: { readonly file: string; readonly start: { readonly line: number } };
  }[];
  readonly findings: readonly { readonly policy: string }[];
}

const DEEP = 100_000;
const deep = (open: string, close: string, middle = ''): string => open.repeat(DEEP) + middle + close.repeat(DEEP);
const BINARY = Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256));
const MANY_TABLES = Array.from(
  { length: 60_000 },
  (_, index) => `CREATE TABLE mart.t${index} (id int, customer_email varchar(320));\n`,
).join('');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tollgate-bad-input-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

const told = ({ stdout }: Answer): Told => JSON.parse(stdout) as Told;
const DBT = 'name: shop\nversion: "1.0"\nmodel-paths: [models]\n';

describe.skipIf(!OPA)('a file that cannot be read is a located problem and exit code 2, in time (needs OPA)', () => {
  it.each([
    { what: 'broken YAML', path: 'models/shop.yml', content: 'models:\n  - name: orders\n    columns: [\n  - }\n' },
    { what: 'broken SQL', path: 'a.sql', content: "CREATE TABLE a (\n  id int,\n  note text DEFAULT 'never closed\n);\n" },
    { what: 'broken HCL', path: 'a.tf', content: 'resource "aws_s3_bucket" "raw" {\n  bucket = \n  tags = {\n' },
    { what: 'broken JSON', path: 'a.avsc', content: '{"type": "record", "name": "Order", "fields": [\n' },
    { what: 'nested JSON', path: 'a.avsc', content: deep('[', ']') },
    { what: 'nested JSON objects', path: 'a.avsc', content: deep('{"type":', '}', '1') },
    { what: 'nested YAML', path: 'models/shop.yml', content: `models:\n  - name: orders\n    meta: ${deep('[', ']')}\n` },
    { what: 'nested HCL', path: 'a.tf', content: `resource "aws_s3_bucket" "raw" {\n  bucket = ${deep('[', ']')}\n}\n` },
    { what: 'brackets that never close', path: 'a.sql', content: `SELECT ${'('.repeat(DEEP)}` },
    { what: 'binary as SQL', path: 'a.sql', content: BINARY },
    { what: 'binary as Terraform', path: 'a.tf', content: BINARY },
    { what: 'binary as Avro', path: 'a.avsc', content: BINARY },
    { what: 'binary as dbt properties', path: 'models/shop.yml', content: BINARY },
  ])('$what', ({ path, content }) => {
    if (path.startsWith('models/')) write('dbt_project.yml', DBT);
    write(path, content);
    const answer = runTollgate(['check', '--format', 'json', folder]);
    expect(answer.stderr).toBe('');
    expect(answer.code).toBe(2);
    const problem = told(answer).problems.find(({ location }) => location.file === path);
    expect(problem?.location.start.line).toBeGreaterThan(0);
    expect(problem?.message).toMatch(/\w/);
  });

  it('5 MB of SQL: judged or said to be too large', () => {
    expect(MANY_TABLES.length).toBeGreaterThan(3_000_000);
    write('a.sql', MANY_TABLES.repeat(2).slice(0, 5 * 1024 * 1024));
    const answer = runTollgate(['check', '--format', 'json', folder]);
    expect(answer.stderr).toBe('');
    expect(answer.code).toBe(2);
    expect(told(answer).problems.map(({ location }) => location.file)).toContain('a.sql');
  });

  it('100,000 nested brackets of SQL: read, with what stands behind them', () => {
    write('a.sql', `CREATE VIEW mart.v AS SELECT ${deep('(', ')', '1')} AS one;\nGRANT SELECT ON mart.v TO PUBLIC;\n`);
    const answer = runTollgate(['check', '--format', 'json', folder]);
    expect(answer).toMatchObject({ code: 0, stderr: '' });
    expect(told(answer).findings.map(({ policy }) => policy)).toContain('ACC001');
  });

  it.each(['setup.sql', 'warehouse/grants.sql'])('%s beside the models of a dbt project is judged', (path) => {
    write('dbt_project.yml', DBT);
    write('models/orders.sql', 'select 1 as id\n');
    write(path, '-- Access\nCREATE TABLE mart.a (id int);\nGRANT SELECT ON mart.a TO PUBLIC;\n');
    const answer = runTollgate(['check', '--format', 'json', folder]);
    expect(told(answer).findings.map(({ policy }) => policy)).toContain('ACC001');
  });

  it('what lies beside it is judged all the same', () => {
    write('broken.tf', 'resource "aws_s3_bucket" "raw" {\n  bucket = \n');
    write('grants.sql', 'CREATE TABLE mart.a (id int);\nGRANT SELECT ON mart.a TO PUBLIC;\n');
    const answer = runTollgate(['check', '--format', 'json', folder]);
    expect(answer.code).toBe(2);
    expect(told(answer).findings.map(({ policy }) => policy)).toContain('ACC001');
    expect(told(answer).problems.map(({ location }) => location.file)).toContain('broken.tf');
  });
});

const FINE = `# METADATA
# title: Tables have no grants to everyone
# custom:
#   id: OWN001
package own.grants

deny contains {"asset": asset.id, "msg": "granted"} if {
	some asset in input.assets
	some grant in asset.grants
	lower(grant.to) == "public"
}
`;

const LOOPS = `# METADATA
# title: Never ends
# custom:
#   id: OWN002
package own.loops

deny contains {"msg": "never"} if {
	many := numbers.range(1, 100000)
	count([1 | some x in many; some y in many; some z in many; (x + y) + z == 0]) > 0
}
`;

const BROKEN = `# METADATA
# title: Does not compile
# custom:
#   id: OWN003
package own.broken

deny contains {"msg": nothing_defines_this} if {
	some asset in input.assets
}
`;

describe.skipIf(!OPA)('a policy at fault is named, and the others still find (needs OPA)', () => {
  beforeEach(() => {
    write('data/grants.sql', 'CREATE TABLE mart.a (id int);\nGRANT SELECT ON mart.a TO PUBLIC;\n');
    write('library/grants/grants.rego', FINE);
  });

  const judge = (): Answer => runTollgate(['check', '--format', 'json', '--policies', join(folder, 'library'), join(folder, 'data')]);

  it('that does not compile, at its line', () => {
    write('library/broken/broken.rego', BROKEN);
    const answer = judge();
    expect(answer.code).toBe(2);
    const { problems, findings } = told(answer);
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'policy-does-not-compile',
        location: expect.objectContaining({
          file: expect.stringMatching(/broken\/broken\.rego$/),
          start: expect.objectContaining({ line: 7 }),
        }),
      }),
    ]);
    expect(findings.map(({ policy }) => policy)).toEqual(['OWN001']);
  });

  it('that loops for ever', () => {
    write('library/loops/loops.rego', LOOPS);
    const answer = judge();
    expect(answer.code).toBe(2);
    const { problems, findings } = told(answer);
    expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining('OWN002')]);
    expect(findings.map(({ policy }) => policy)).toEqual(['OWN001']);
  });
});

it('a machine without OPA and with an empty cache is told what to do', () => {
  write('a.sql', 'CREATE TABLE a (id int);\n');
  const nowhere = join(folder, 'nothing-here');
  const env = { PATH: nowhere, HOME: nowhere, GOBIN: nowhere, GOPATH: nowhere, TOLLGATE_OPA: '', TOLLGATE_CACHE: join(folder, 'cache') };
  const answer = runTollgate(['check', join(folder, 'a.sql')], { env });
  expect(answer).toMatchObject({ code: 2, stdout: '' });
  expect(answer.stderr).toContain('error: cannot find OPA 1.');
  expect(answer.stderr).toMatch(/tried: .*PATH/);
  expect(answer.stderr).toContain('do:    put an `opa` 1.x on PATH, or set TOLLGATE_OPA to its path');
});
