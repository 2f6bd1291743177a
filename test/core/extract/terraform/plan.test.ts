import { describe, expect, test } from 'vitest';
import type { Assembly } from '../../../../src/core/plug-ins.ts';
import { terraform } from '../../../../src/core/extract/terraform/index.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/settings/default-settings.ts';
import { parse } from './read-folder.ts';

const tree = { paths: [], has: () => false, nearest: () => undefined };

function readText(text: string, path = 'infra/plan.json'): Assembly & { readonly known: boolean } {
  const claim = terraform.claim(path, tree, DEFAULT_SETTINGS);
  const { part, problems } = terraform.read({ path, text, size: text.length }, claim?.role ?? '', parse);
  const assembly = part && terraform.assemble(claim?.unit ?? '', [{ path, role: claim?.role ?? '', part }], DEFAULT_SETTINGS);
  return { assets: [], changes: [], ...assembly, problems: [...problems, ...(assembly?.problems ?? [])], known: part !== null };
}

const bucket = (address: string, values: object) => ({ address, mode: 'managed', type: 'aws_s3_bucket', name: 'raw', values });
const plan = (parts: object) => JSON.stringify({ format_version: '1.2', ...parts }, null, 2);

const values = (assembly: Assembly, name: string) => {
  const facts = assembly.assets.find((asset) => asset.name === name)?.facts ?? {};
  return Object.fromEntries(Object.entries(facts).map(([fact, { value, unknown }]) => [fact, unknown === undefined ? value : { unknown }]));
};

describe('a plan', () => {
  const acl = {
    address: 'aws_s3_bucket_acl.open',
    mode: 'managed',
    type: 'aws_s3_bucket_acl',
    name: 'open',
    values: { acl: 'public-read' },
  };
  const text = plan({
    planned_values: {
      root_module: {
        resources: [bucket('aws_s3_bucket.raw', { bucket: 'raw', tags: null }), acl],
        child_modules: [
          {
            address: 'module.lake["eu"]',
            resources: [bucket('module.lake["eu"].aws_s3_bucket.raw[0]', { bucket: 'lake-${x}', tags: { owner: 'data' } })],
          },
        ],
      },
    },
    resource_changes: [{ address: 'aws_s3_bucket_acl.open', change: { actions: ['create'], after_unknown: { id: true, bucket: true } } }],
    configuration: {
      provider_config: { aws: { name: 'aws', expressions: { region: { constant_value: 'eu-west-1' } } } },
      root_module: {
        resources: [
          { address: 'aws_s3_bucket_acl.open', expressions: { bucket: { references: ['aws_s3_bucket.raw.id', 'aws_s3_bucket.raw'] } } },
        ],
      },
    },
  });

  test('gives the resources that it makes, by their addresses, in modules too', () => {
    const { assets, problems } = readText(text);
    expect(problems).toEqual([]);
    expect(assets.map(({ id }) => id)).toEqual([
      'terraform:infra/plan.json:aws_s3_bucket.raw',
      'terraform:infra/plan.json:aws_s3_bucket_acl.open',
      'terraform:infra/plan.json:module.lake["eu"].aws_s3_bucket.raw[0]',
    ]);
    expect(assets.map(({ location }) => text.slice(location.start.offset, location.end.offset))).toEqual([
      '"aws_s3_bucket.raw"',
      '"aws_s3_bucket_acl.open"',
      String.raw`"module.lake[\"eu\"].aws_s3_bucket.raw[0]"`,
    ]);
  });

  test('tells what others say of a resource, the region of its provider, and texts as they are', () => {
    const assembly = readText(text);
    expect(values(assembly, 'aws_s3_bucket.raw')).toEqual({ public_access: true, region: 'eu-west-1' });
    expect(values(assembly, 'module.lake["eu"].aws_s3_bucket.raw[0]')).toMatchObject({ owner: 'data', resource_type: 'aws_s3_bucket' });
    expect(assembly.assets.map(({ aliases }) => aliases)).toEqual([['path:s3://raw'], undefined, ['path:s3://lake-${x}']]);
  });

  test('leaves unknown what is known only after it, and absent what nobody sets', () => {
    const volume = { address: 'aws_ebs_volume.v', mode: 'managed', type: 'aws_ebs_volume', name: 'v', values: { size: 1 } };
    const of = (expressions: object) =>
      readText(
        plan({
          planned_values: { root_module: { resources: [volume] } },
          resource_changes: [{ address: 'aws_ebs_volume.v', change: { after_unknown: { encrypted: true, arn: true } } }],
          configuration: { root_module: { resources: [{ address: 'aws_ebs_volume.v', expressions }] } },
        }),
      );
    expect(values(of({ encrypted: { references: ['var.on'] } }), 'aws_ebs_volume.v')).toEqual({
      encryption_at_rest: { unknown: 'var.on' },
    });
    expect(values(of({ size: { constant_value: 1 } }), 'aws_ebs_volume.v')).toEqual({});
  });

  test('joins what stands once for each of a list by its index', () => {
    const one = (index: string) => bucket(`aws_s3_bucket.raw["${index}"]`, { bucket: null });
    const block = (index: string, acl: string) => ({
      address: `aws_s3_bucket_acl.x["${index}"]`,
      mode: 'managed',
      type: 'aws_s3_bucket_acl',
      name: 'x',
      values: { acl },
    });
    const assembly = readText(
      plan({
        planned_values: { root_module: { resources: [one('a'), one('b'), block('a', 'private'), block('b', 'public-read')] } },
        resource_changes: ['a', 'b'].map((index) => ({
          address: `aws_s3_bucket_acl.x["${index}"]`,
          change: { after_unknown: { bucket: true } },
        })),
        configuration: {
          root_module: { resources: [{ address: 'aws_s3_bucket_acl.x', expressions: { bucket: { references: ['aws_s3_bucket.raw'] } } }] },
        },
      }),
    );
    expect(values(assembly, 'aws_s3_bucket.raw["a"]')['public_access']).toBe(false);
    expect(values(assembly, 'aws_s3_bucket.raw["b"]')['public_access']).toBe(true);
  });

  test('reads every block of a list', () => {
    const rules = [{ expiration: [] }, { expiration: [{ days: 30 }] }];
    const assembly = readText(
      plan({ planned_values: { root_module: { resources: [bucket('aws_s3_bucket.raw', { lifecycle_rule: rules })] } } }),
    );
    expect(values(assembly, 'aws_s3_bucket.raw')['retention']).toEqual({ days: 30 });
  });

  test('with names of the language', () => {
    const odd = {
      address: 'aws_s3_bucket.__proto__',
      mode: 'managed',
      type: 'aws_s3_bucket',
      name: '__proto__',
      values: { constructor: 1 },
    };
    expect(readText(plan({ planned_values: { root_module: { resources: [odd] } } })).assets.map(({ name }) => name)).toEqual([
      'aws_s3_bucket.__proto__',
    ]);
  });
});

describe('files that are no plan', () => {
  test.each(['{}', '[]', '', '{"format_version": "1.0"}', '{"planned_values": 1}', '{"terraform_version": "1", "planned_values": {'])(
    '%s is not one',
    (text) => {
      expect(readText(text)).toMatchObject({ known: false, assets: [] });
    },
  );

  test('only files that are called so are asked', () => {
    expect(terraform.claim('a/tfplan.json', tree, DEFAULT_SETTINGS)).toEqual({ unit: 'a/tfplan.json', role: 'plan', unsure: true });
    expect(terraform.claim('a/other.json', tree, DEFAULT_SETTINGS)).toBeNull();
    expect(terraform.claim('planning/other.json', tree, DEFAULT_SETTINGS)).toBeNull();
  });

  test('a broken plan is a problem, and what can be read of it is', () => {
    const { problems, assets } = readText(
      plan({ planned_values: { root_module: { resources: [bucket('aws_s3_bucket.raw', {})] } } }).slice(0, -2),
    );
    expect(problems).toMatchObject([{ code: 'json-unreadable', undecided: true }]);
    expect(assets.map(({ name }) => name)).toEqual(['aws_s3_bucket.raw']);
  });

  test('modules in modules, deeper than anyone builds', () => {
    const deep = `${'{"child_modules":['.repeat(5000)}${']}'.repeat(5000)}`;
    const { problems } = readText(`{"format_version":"1","planned_values":{"root_module":${deep}}}`);
    expect(problems.map(({ code }) => code)).toEqual(['json-too-deep']);
  });
});
