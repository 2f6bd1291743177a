import { describe, expect, test } from 'vitest';
import type { Asset } from '../../../../src/model/asset.ts';
import { readFolder } from './read-folder.ts';

const facts = (asset: Asset | undefined) =>
  Object.fromEntries(Object.entries(asset?.facts ?? {}).map(([name, { value, unknown }]) => [name, unknown ?? value]));

const LAKE = `variable "encrypted" {}
variable "name" { default = "lake" }
variable "zone" {}
resource "aws_ebs_volume" "disk" {
  encrypted = var.encrypted
  tags = { Name = var.name, Zone = var.zone }
}
resource "aws_s3_bucket" "raw" {
  bucket = "\${var.name}-raw"
}
output "bucket" { value = aws_s3_bucket.raw.id }
`;

const ROOT = `locals { on = false }
module "one" {
  source    = "./modules/lake"
  encrypted = local.on
  zone      = var.zone
}
module "two" {
  source    = "./modules/lake"
  encrypted = true
  name      = "second"
  zone      = "b"
}
resource "aws_s3_bucket_acl" "open" {
  bucket = module.two.bucket
  acl    = "public-read"
}
`;

describe('a module of the repository', () => {
  const files = { 'main.tf': ROOT, 'modules/lake/main.tf': LAKE };
  const named = (name: string) => readFolder(files).assets.find((asset) => asset.name === name);

  test('belongs to its callers, once for each call, and is not judged by itself', () => {
    expect(
      readFolder(files)
        .assets.map(({ id }) => id)
        .toSorted(),
    ).toEqual([
      'terraform:infra:aws_s3_bucket_acl.open',
      'terraform:infra:module.one',
      'terraform:infra:module.one.aws_ebs_volume.disk',
      'terraform:infra:module.one.aws_s3_bucket.raw',
      'terraform:infra:module.two',
      'terraform:infra:module.two.aws_ebs_volume.disk',
      'terraform:infra:module.two.aws_s3_bucket.raw',
    ]);
  });

  test('has the values of each call, defaults where a call gives none, and what the caller does not know stays unknown', () => {
    expect(facts(named('module.one.aws_ebs_volume.disk'))).toEqual({
      encryption_at_rest: 'none',
      tags: 'var.zone',
      resource_type: 'aws_ebs_volume',
    });
    expect(named('module.one.aws_ebs_volume.disk')?.facts['tags']?.value).toEqual({ Name: 'lake' });
    expect(facts(named('module.two.aws_ebs_volume.disk'))).toEqual({
      encryption_at_rest: 'platform',
      tags: { Name: 'second', Zone: 'b' },
      resource_type: 'aws_ebs_volume',
    });
  });

  test('stands where it is written, and both files say something about it', () => {
    const disk = named('module.two.aws_ebs_volume.disk');
    expect(disk?.file).toBe('infra/modules/lake/main.tf');
    expect(LAKE.slice(disk?.location.start.offset, disk?.location.end.offset)).toBe('"disk"');
    expect(disk?.files).toEqual(['infra/modules/lake/main.tf', 'infra/main.tf']);
    const at = disk?.facts['encryption_at_rest']?.location;
    expect(LAKE.slice(at?.start.offset, at?.end.offset)).toBe('encrypted = var.encrypted');
  });

  test('gives its outputs to its caller', () => {
    expect(facts(named('module.two.aws_s3_bucket.raw'))).toMatchObject({ public_access: true });
    expect(facts(named('module.one.aws_s3_bucket.raw'))).not.toHaveProperty('public_access');
  });

  test('has the provider of its caller', () => {
    const provider = 'provider "aws" { region = "eu-west-1" }\nprovider "aws" {\n  alias  = "far"\n  region = "us-east-1"\n}\n';
    const near = 'module "a" {\n  source = "./m"\n}\n';
    const far = 'module "b" {\n  source = "./m"\n  providers = { aws = aws.far }\n}\n';
    const read = readFolder({ 'main.tf': provider + near + far, 'm/main.tf': 'resource "aws_s3_bucket" "x" {}' });
    const regions = read.assets.filter(({ name }) => name.endsWith('.x')).map((asset) => [asset.name, facts(asset)['region']]);
    expect(regions).toEqual([
      ['module.a.aws_s3_bucket.x', 'eu-west-1'],
      ['module.b.aws_s3_bucket.x', 'us-east-1'],
    ]);
  });

  test('that the call switches off makes nothing', () => {
    const off = readFolder({
      'main.tf': 'module "a" {\n  source = "./m"\n  count = 0\n}\n',
      'm/main.tf': 'resource "aws_s3_bucket" "x" {}',
    });
    expect(off.assets.map(({ name }) => name)).toEqual(['aws_s3_bucket.x']);
    const child = 'variable "on" { default = false }\nresource "aws_s3_bucket" "x" {\n  count = var.on ? 1 : 0\n}\n';
    const passed = readFolder({ 'main.tf': 'module "a" {\n  source = "./m"\n  on = false\n}\n', 'm/main.tf': child });
    expect(passed.assets.map(({ name }) => name)).toEqual(['module.a']);
    const unsaid = readFolder({ 'main.tf': 'module "a" {\n  source = "./m"\n}\n', 'm/main.tf': child });
    expect(unsaid.assets.map(({ name }) => name)).toEqual(['module.a', 'module.a.aws_s3_bucket.x']);
  });
});

describe('modules that are not in the repository, or never end', () => {
  test.each(['terraform-aws-modules/s3-bucket/aws', 'git::https://example.com/m.git', '../../../outside', './missing', '/etc'])(
    '%s is a call and no more',
    (source) => {
      const { assets, problems } = readFolder({ 'main.tf': `module "a" {\n  source = "${source}"\n}\n` });
      expect(assets.map(({ name }) => name)).toEqual(['module.a']);
      expect(problems).toEqual([]);
    },
  );

  test('what such a module gives is unknown', () => {
    const text = 'module "a" {\n  source = "acme/a/aws"\n}\nresource "aws_ebs_volume" "v" {\n  encrypted = module.a.on\n}\n';
    const { assets } = readFolder({ 'main.tf': text });
    expect(facts(assets.find(({ name }) => name === 'aws_ebs_volume.v'))).toEqual({ encryption_at_rest: 'module.a.on' });
  });

  test('a folder that calls itself, and two that call each other', () => {
    const own = readFolder({ 'main.tf': 'module "a" {\n  source = "./"\n}\nresource "aws_s3_bucket" "x" {}\n' });
    expect(own.assets.map(({ name }) => name)).toEqual(['module.a', 'aws_s3_bucket.x']);
    const two = readFolder({
      'a/main.tf': 'module "b" {\n  source = "../b"\n}\nresource "aws_s3_bucket" "a" {}\n',
      'b/main.tf': 'module "a" {\n  source = "../a"\n}\nresource "aws_s3_bucket" "b" {}\n',
    });
    expect(two.assets.map(({ id }) => id).toSorted()).toEqual([
      'terraform:infra/a:aws_s3_bucket.a',
      'terraform:infra/a:module.b',
      'terraform:infra/a:module.b.aws_s3_bucket.b',
      'terraform:infra/a:module.b.module.a',
    ]);
  });

  test('modules that call two others each, twenty deep, end with a problem', () => {
    const level = (at: number) => `module "l" {\n  source = "../m${at + 1}"\n}\nmodule "r" {\n  source = "../m${at + 1}"\n}\n`;
    const wide = Array.from({ length: 20 }, (_, at) => [`m${at}/main.tf`, level(at).repeat(1)]);
    const many = Array.from({ length: 2000 }, (_, at) => `resource "aws_s3_bucket" "b${at}" {}\n`).join('');
    const { assets, problems } = readFolder({ ...Object.fromEntries(wide), 'm5/more.tf': many });
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['terraform-modules']));
    expect(assets.length).toBeLessThan(60_000);
  });

  test('large values of a module that is called often are told at first, and unknown later', () => {
    const child = `locals {\n  many = [${'1,'.repeat(15_000)}]\n}\nresource "aws_ebs_volume" "v" {\n  size = length(local.many)\n  encrypted = length(local.many) > 1\n}\n`;
    const calls = Array.from({ length: 100 }, (_, at) => `module "m${at}" {\n  source = "./m"\n}\n`).join('');
    const { assets } = readFolder({ 'main.tf': calls, 'm/main.tf': child });
    const told = assets.filter(({ name }) => name.endsWith('.v')).map(({ facts: { encryption_at_rest: fact } }) => fact);
    expect(told).toHaveLength(100);
    expect(told[0]?.value).toBe('platform');
    expect(told.at(-1)).toMatchObject({ unknown: 'local.many' });
  });

  test('a variable and an argument that lead to each other', () => {
    const { assets } = readFolder({
      'main.tf': 'module "a" {\n  source = "./m"\n  on = module.a.on\n}\n',
      'm/main.tf': 'variable "on" {}\noutput "on" { value = var.on }\nresource "aws_ebs_volume" "v" {\n  encrypted = var.on\n}\n',
    });
    expect(Object.keys(facts(assets.find(({ name }) => name.endsWith('.v'))))).toContain('encryption_at_rest');
    expect(assets.find(({ name }) => name.endsWith('.v'))?.facts['encryption_at_rest']?.value).toBeUndefined();
  });

  test('calls by names of the language', () => {
    const { assets } = readFolder({
      'main.tf': 'module "__proto__" {\n  source = "./m"\n  constructor = true\n}\n',
      'm/main.tf': 'variable "constructor" {}\nresource "aws_ebs_volume" "v" {\n  encrypted = var.constructor\n}\n',
    });
    expect(facts(assets.find(({ name }) => name === 'module.__proto__.aws_ebs_volume.v'))).toMatchObject({
      encryption_at_rest: 'platform',
    });
  });
});

describe('files that override others', () => {
  const base = 'resource "aws_ebs_volume" "v" {\n  encrypted = false\n  kms_key_id = "k"\n}\n';
  const over = '\n\nresource "aws_ebs_volume" "v" {\n  encrypted = true\n}\nresource "aws_s3_bucket" "more" {}\n';

  test.each(['override.tf', 'dev_override.tf'])('%s is merged in, and its values stand in it', (name) => {
    const { assets } = readFolder({ [name]: over, 'zzz.tf': base });
    expect(assets.map((asset) => asset.name)).toEqual(['aws_ebs_volume.v', 'aws_s3_bucket.more']);
    const fact = assets[0]?.facts['encryption_at_rest'];
    expect(fact?.value).toBe('customer-key');
    expect(fact?.location.file).toBe(`infra/${name}`);
    expect(over.slice(fact?.location.start.offset, fact?.location.end.offset)).toBe('encrypted = true');
    expect(assets[0]?.files).toEqual(['infra/zzz.tf', `infra/${name}`]);
  });

  test('blocks take the place of those of their type', () => {
    const table = (name: string) => `resource "databricks_sql_table" "t" {\n  column {\n    name = "${name}"\n    type = "int"\n  }\n}\n`;
    const { assets } = readFolder({ 'main.tf': table('old'), 'main_override.tf': `\n${table('new_one')}` });
    const [field] = assets[0]?.fields ?? [];
    expect(assets[0]?.fields.map(({ name }) => name)).toEqual(['new_one']);
    expect(field?.location.file).toBe('infra/main_override.tf');
    expect(`\n${table('new_one')}`.slice(field?.location.start.offset, field?.location.end.offset)).toBe('"new_one"');
  });
});

describe('moved blocks', () => {
  test('say that a resource goes on under another address', () => {
    const text = 'moved {\n  from = aws_s3_bucket.old\n  to   = aws_s3_bucket.raw\n}\nresource "aws_s3_bucket" "raw" {}\n';
    const { changes } = readFolder({ 'main.tf': text });
    expect(changes).toMatchObject([
      { asset: 'terraform:infra:aws_s3_bucket.old', kind: 'removed', assetKind: 'bucket', renamedTo: 'aws_s3_bucket.raw', declared: true },
    ]);
    const at = changes[0]?.location;
    expect(text.slice(at?.start.offset, at?.end.offset)).toMatch(/^moved \{[^}]+\}$/);
  });

  test('of a module take its resources along; what still stands under the old address did not move', () => {
    const text = 'moved {\n  from = module.a\n  to   = module.b\n}\nmodule "b" {\n  source = "./m"\n}\n';
    const moved = readFolder({ 'main.tf': text, 'm/main.tf': 'resource "aws_s3_bucket" "x" {}' }).changes;
    expect(moved.map(({ name, renamedTo }) => [name, renamedTo])).toEqual([
      ['module.a', 'module.b'],
      ['module.a.aws_s3_bucket.x', 'module.b.aws_s3_bucket.x'],
    ]);
    const both =
      'moved {\n  from = aws_s3_bucket.a\n  to = aws_s3_bucket.b\n}\nresource "aws_s3_bucket" "a" {}\nresource "aws_s3_bucket" "b" {}\n';
    expect(readFolder({ 'main.tf': both }).changes).toEqual([]);
  });
});
