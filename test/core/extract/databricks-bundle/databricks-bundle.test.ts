import { describe, expect, test } from 'vitest';
import { databricksBundle } from '../../../../src/core/extract/databricks-bundle/index.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/settings/default-settings.ts';
import type { Asset, Facts } from '../../../../src/model/asset.ts';
import type { Tree } from '../../../../src/model/change-set.ts';
import type { Location } from '../../../../src/model/source.ts';

const noGrammar = (): never => {
  throw new TypeError('bundles need no grammar');
};

/** What the files of a bundle declare together; the first is its root. */
function read(files: Readonly<Record<string, string>>) {
  const [root = ''] = Object.keys(files);
  const folder = root.slice(0, Math.max(0, root.lastIndexOf('/')));
  const answers = Object.entries(files).map(([path, text]) => {
    const role = path === root ? 'root' : 'included';
    return { path, role, ...databricksBundle.read({ path, text, size: text.length }, role, noGrammar) };
  });
  const parts = answers.flatMap(({ path, role, part }) => (part === null ? [] : [{ path, role, part }]));
  const assembly = databricksBundle.assemble(folder, parts, DEFAULT_SETTINGS);
  const find = (id: string): Asset => {
    const found = assembly.assets.find((one) => one.id === `databricks-bundle:${folder === '' ? '.' : folder}${id}`);
    if (!found) throw new Error(`no asset ${id} among ${assembly.assets.map((one) => one.id).join(', ')}`);
    return found;
  };
  return {
    ...assembly,
    edges: assembly.edges ?? [],
    find,
    problems: [...answers.flatMap(({ problems }) => problems), ...assembly.problems],
    textAt: ({ file, start, end }: Location): string => (files[file] ?? '').slice(start.offset, end.offset),
  };
}

const said = ({ facts }: { readonly facts: Facts }): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(facts).map(([name, { value, unknown }]) => [name, unknown ?? value]));

const ROOT = `bundle:
  name: crm
include: [./resources/*.yml]
variables:
  catalog: { default: dev_crm }
  warehouse: { lookup: { warehouse: main } }
  team: { description: who it is for }
workspace: { host: https://example.cloud }
permissions:
  - { level: CAN_VIEW, group_name: users }
run_as: { service_principal_name: crm-loader }
targets:
  dev: { default: true }
  prod:
    variables: { catalog: crm }
    resources:
      jobs:
        load:
          tags: { tier: gold }
          tasks:
            - task_key: read
              description: twice a day
`;
const JOBS = `resources:
  jobs:
    load:
      name: "load \${bundle.target}"
      tags: { owner: data, team: "\${var.team}" }
      tasks:
        - task_key: read
          notebook_task: { notebook_path: ../src/read.py }
        - task_key: "write"
          depends_on: [{ task_key: read }]
          sql_task: { file: { path: ../sql/write.sql }, warehouse_id: "\${var.warehouse}" }
        - task_key: refresh
          pipeline_task: { pipeline_id: "\${resources.pipelines.clean.id}" }
      job_clusters:
        - job_cluster_key: small
          new_cluster: { data_security_mode: SINGLE_USER, aws_attributes: { zone_id: eu-west-1a }, custom_tags: { cost: "1" } }
  pipelines:
    clean:
      name: clean
      catalog: \${var.catalog}
      target: contacts
      libraries: [{ notebook: { path: ../src/clean.py } }]
  schemas:
    contacts:
      name: contacts
      catalog_name: \${var.catalog}
      comment: people
      grants: [{ principal: analysts, privileges: [USE_SCHEMA, SELECT] }]
  volumes:
    files: { name: files, catalog_name: main, schema_name: raw, storage_location: s3://raw/files }
`;
const FILES = {
  'crm/databricks.yml': ROOT,
  'crm/resources/jobs.yml': JOBS,
  'crm/other/ignored.yml': 'resources:\n  jobs:\n    other: { name: other }\n',
};

describe('a bundle', () => {
  const { assets, find, problems, textAt } = read(FILES);

  test('is its root and what it includes', () => {
    expect(problems).toEqual([]);
    const base = assets.filter(({ facts }) => facts['environment'] === undefined);
    expect(base.map(({ kind, name }) => [kind, name])).toEqual([
      ['resource', 'crm'],
      ['job', 'jobs.load'],
      ['task', 'jobs.load.read'],
      ['task', 'jobs.load.write'],
      ['task', 'jobs.load.refresh'],
      ['cluster', 'jobs.load.small'],
      ['pipeline', 'pipelines.clean'],
      ['namespace', 'schemas.contacts'],
      ['stage', 'volumes.files'],
    ]);
    expect(said(find(''))).toEqual({
      grants: [{ to: 'users', privileges: ['CAN_VIEW'], on: 'crm' }],
      owner: 'crm-loader',
      host: 'https://example.cloud',
      targets: ['dev', 'prod'],
    });
  });

  test('names stand where they are written, in their own file', () => {
    expect(textAt(find(':jobs.load').location)).toBe('load');
    expect(textAt(find(':jobs.load.write').location)).toBe('"write"');
    expect(find(':jobs.load.write').file).toBe('crm/resources/jobs.yml');
    expect(textAt(find(':schemas.contacts').facts['description']?.location ?? find('').location)).toBe('comment: people');
  });

  test('facts: names, tags, owners, grants, places', () => {
    expect(said(find(':jobs.load'))).toMatchObject({
      physical_name: 'load ${bundle.target}',
      tags: '${var.team}',
      owner: 'crm-loader',
      grants: [{ to: 'users', privileges: ['CAN_VIEW'], on: 'jobs.load' }],
    });
    expect(find(':jobs.load').facts['tags']?.value).toEqual({ owner: 'data' });
    expect(said(find(':jobs.load.small#cluster'))).toMatchObject({
      region: 'eu-west-1',
      data_security_mode: 'SINGLE_USER',
      tags: { cost: '1' },
    });
    expect(said(find(':pipelines.clean'))).toMatchObject({ catalog: 'dev_crm', schema: 'contacts' });
    expect(said(find(':schemas.contacts'))).toMatchObject({
      qualified_name: 'dev_crm.contacts',
      grants: [{ to: 'analysts', privileges: ['USE_SCHEMA', 'SELECT'], on: 'schemas.contacts' }],
    });
    expect(said(find(':schemas.contacts'))).not.toHaveProperty('owner');
    expect(find(':schemas.contacts').aliases).toEqual(['relation:dev_crm.contacts']);
    expect(find(':volumes.files').aliases).toEqual(['path:/Volumes/main/raw/files']);
    expect(said(find(':jobs.load.write'))).toMatchObject({ depends_on: ['jobs.load.read'] });
  });
});

describe('targets', () => {
  const { find, assets } = read(FILES);

  test('what a target overrides is an asset of its own, with both words merged', () => {
    const job = find(':jobs.load@prod');
    expect(said(job)).toMatchObject({ environment: 'prod', physical_name: 'load prod' });
    expect(job.facts['tags']?.value).toEqual({ owner: 'data', tier: 'gold' });
    expect(job.files).toEqual(['crm/resources/jobs.yml', 'crm/databricks.yml']);
    expect(said(find(':jobs.load.read@prod'))).toMatchObject({ description: 'twice a day' });
  });

  test('and so is what a variable of it makes another; what is the same stands once', () => {
    expect(said(find(':pipelines.clean@prod'))['catalog']).toBe('crm');
    expect(find(':schemas.contacts@prod').aliases).toEqual(['relation:crm.contacts']);
    expect(assets.map(({ id }) => id).filter((id) => id.includes('volumes.') || id.endsWith('@dev'))).toEqual([
      'databricks-bundle:crm:volumes.files',
    ]);
  });
});

describe('what runs what', () => {
  const { edges, textAt } = read(FILES);
  const id = (name: string): string => `databricks-bundle:crm:${name}`;

  test('files by their path in the repository, other resources by their id', () => {
    const base = edges.filter(({ from, to }) => !`${from.asset}${to.asset}`.includes('@'));
    expect(base.map(({ from, to }) => [from.asset, to.asset])).toEqual([
      [id('jobs.load.read'), 'path:crm/src/read.py'],
      [id('jobs.load.write'), 'path:crm/sql/write.sql'],
      [id('jobs.load.refresh'), id('pipelines.clean')],
      [id('pipelines.clean'), 'path:crm/src/clean.py'],
      ['path:s3://raw/files', id('volumes.files')],
    ]);
    expect(base[0] && textAt(base[0].location)).toBe('../src/read.py');
  });

  test('files of a Git source count from its root; tables that are ingested flow', () => {
    const { edges: flows } = read({
      'databricks.yml': `bundle: { name: a }
resources:
  jobs:
    j: { git_source: { git_url: x }, tasks: [{ task_key: t, notebook_task: { notebook_path: src/a } }] }
  pipelines:
    p: { catalog: main, schema: crm, ingestion_definition: { objects: [{ table: { source_schema: Sales, source_table: Contacts, destination_table: contacts } }] } }
`,
    });
    expect(flows.map(({ from, to, by }) => [from.asset, to.asset, by])).toEqual([
      ['databricks-bundle:.:jobs.j.t', 'path:src/a', undefined],
      ['relation:sales.contacts', 'relation:main.crm.contacts', 'databricks-bundle:.:pipelines.p'],
    ]);
  });
});

describe('variables', () => {
  const named = (variables: string, name: string) =>
    said(
      read({ 'databricks.yml': `bundle: { name: a }\nvariables:\n${variables}resources:\n  jobs:\n    j: { name: "${name}" }\n` }).find(
        ':jobs.j',
      ),
    )['physical_name'];

  test.each([
    ['  a: { default: x }\n', '${var.a}', 'x'],
    ['  a: { default: x }\n', 'n-${var.a}-${bundle.name}', 'n-x-a'],
    ['  a: { default: "${var.b}1" }\n  b: { default: y }\n', '${var.a}', 'y1'],
    ['  a: { type: complex, default: { k: v } }\n', '${var.a.k}', 'v'],
    ['  a: { default: "${var.b}" }\n  b: { default: "${var.a}" }\n', '${var.a}', '${var.a}'],
    ['  a: { lookup: { job: x } }\n', '${var.a}', '${var.a}'],
    ['  a: { default: x }\n', '${workspace.current_user.userName}', '${workspace.current_user.userName}'],
  ])('%s in %s', (variables, name, expected) => {
    expect(named(variables, name)).toBe(expected);
  });
});

describe('which files', () => {
  const tree = (...paths: readonly string[]): Tree => ({
    paths,
    has: (path) => paths.includes(path),
    nearest: (path, name) => {
      const folders = path
        .split('/')
        .slice(0, -1)
        .map((_, at, steps) => steps.slice(0, steps.length - at).join('/'));
      return [...folders, ''].find((folder) => paths.includes(folder === '' ? name : `${folder}/${name}`));
    },
  });

  test('a root file, and YAML below it', () => {
    const claims = (path: string) =>
      databricksBundle.claim(path, tree('a/databricks.yml', 'a/b/bundle.yml', 'a/b/c.yaml'), DEFAULT_SETTINGS);
    expect(claims('a/databricks.yml')).toMatchObject({ unit: 'a', role: 'root', unsure: false });
    expect(claims('a/b/c.yaml')).toMatchObject({ unit: 'a/b', role: 'included', unsure: true });
    expect(claims('a/x.py')).toBeNull();
    expect(claims('other/c.yaml')).toBeNull();
  });

  test('of other tools, nothing is read', () => {
    const part = (text: string, role: string) => databricksBundle.read({ path: 'a.yml', text, size: text.length }, role, noGrammar).part;
    expect(part('resources:\n  limits: { cpu: 1 }\n', 'included')).toBeNull();
    expect(part('variables:\n  A: b\n', 'included')).toBeNull();
    expect(part('resources:\n  jobs: {}\n', 'root')).toBeNull();
    expect(part('resources:\n  jobs: {}\n', 'included')).not.toBeNull();
  });

  test('what is included from nowhere is told, and the resources below are read', () => {
    const { assets, problems } = read({
      'databricks.yml': 'bundle: { name: a }\ninclude: [elsewhere/*.yml]\n',
      'jobs/j.yml': 'resources:\n  jobs:\n    j: { name: j }\n',
    });
    expect(problems.map(({ code }) => code)).toEqual(['bundle-include']);
    expect(assets.map(({ name }) => name)).toEqual(['a', 'jobs.j']);
  });

  test('a root that cannot be read is a problem', () => {
    expect(read({ 'databricks.yml': `bundle: ${'['.repeat(100_000)}` }).problems.map(({ code }) => code)).toEqual(['yaml-too-deep']);
  });
});

describe('hostile bundles are answered', () => {
  const many = (count: number, line: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => line(index)).join('');

  test('variables that double each other', () => {
    const doubling = many(40, (index) => `  v${index}: { default: ["\${var.v${index + 1}}", "\${var.v${index + 1}}"] }\n`);
    const { find } = read({
      'databricks.yml': `bundle: { name: a }\nvariables:\n${doubling}  v40: { default: x }\nresources:\n  jobs:\n    j: { name: "\${var.v0}" }\n`,
    });
    expect(find(':jobs.j').facts['physical_name']).toMatchObject({ unknown: '${var.v0}' });
  });

  test('many permissions for many resources stand with the bundle alone', () => {
    const { find, assets } = read({
      'databricks.yml': `bundle: { name: a }\npermissions:\n${many(1000, (index) => `  - { level: CAN_VIEW, user_name: u${index} }\n`)}resources:\n  jobs:\n${many(1000, (index) => `    j${index}: { name: j }\n`)}`,
    });
    expect(assets).toHaveLength(1001);
    expect(find('').facts['grants']?.value).toHaveLength(1000);
    expect(find(':jobs.j7').facts['grants']).toMatchObject({ unknown: 'the permissions of the bundle' });
  });

  test('names of the language are names', () => {
    const { assets } = read({
      'databricks.yml': 'bundle: { name: __proto__ }\nresources:\n  jobs:\n    __proto__: { name: constructor }\n',
    });
    expect(assets.map(({ name }) => name)).toEqual(['__proto__', 'jobs.__proto__']);
  });
});
