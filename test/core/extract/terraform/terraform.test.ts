import { describe, expect, test } from 'vitest';
import { readFolder } from './read-folder.ts';

const one = (text: string) =>
  readFolder({ 'main.tf': text }).assets.find(({ kind, name }) => kind !== 'grant' && !name.startsWith('data.'));
const facts = (text: string) =>
  Object.fromEntries(
    Object.entries(one(text)?.facts ?? {}).map(([name, fact]) => [name, fact.unknown === undefined ? fact.value : `? ${fact.unknown}`]),
  );

describe('what a folder declares', () => {
  test('resources, data sources and modules by their address', () => {
    const text =
      'resource "aws_s3_bucket" "raw" {}\ndata "aws_caller_identity" "me" {}\nmodule "lake" {\n  source = "./lake"\n}\nlocals {}\n';
    const { assets, problems } = readFolder({ 'main.tf': text });
    expect(assets.map(({ name, kind, platform }) => [name, kind, platform])).toEqual([
      ['aws_s3_bucket.raw', 'bucket', 'aws'],
      ['data.aws_caller_identity.me', 'resource', 'aws'],
      ['module.lake', 'resource', 'terraform'],
    ]);
    expect(assets[0]?.id).toBe('terraform:infra:aws_s3_bucket.raw');
    expect(assets.map(({ location }) => text.slice(location.start.offset, location.end.offset))).toEqual(['"raw"', '"me"', '"lake"']);
    expect(text.slice(assets[2]?.extent.start.offset, assets[2]?.extent.end.offset)).toBe('module "lake" {\n  source = "./lake"\n}');
    expect(problems).toEqual([]);
  });

  test.each([
    ['count = 0', 0],
    ['count = 1', 1],
    ['count = var.on ? 1 : 0', 1],
    ['count = false ? 1 : 0', 0],
    ['count = var.off', 1],
    ['count = local.none', 0],
    ['count = local.none == 0 && true ? 2 : 0', 1],
    ['count = length(local.none_of) > 0 ? 1 : 0', 0],
  ])('%s', (count, expected) => {
    const text = `variable "off" {\n  default = 0\n}\nlocals {\n  none = 0\n  none_of = []\n}\nresource "aws_sqs_queue" "q" {\n  ${count}\n}\n`;
    expect(readFolder({ 'main.tf': text }).assets).toHaveLength(expected);
  });
});

describe('facts', () => {
  test.each([
    ['aws_db_instance', 'storage_encrypted = false', { encryption_at_rest: 'none' }],
    ['aws_db_instance', 'storage_encrypted = true', { encryption_at_rest: 'platform' }],
    ['aws_db_instance', 'storage_encrypted = true\n  kms_key_id = aws_kms_key.own.arn', { encryption_at_rest: 'customer-key' }],
    ['aws_db_instance', 'storage_encrypted = var.on', { encryption_at_rest: '? var.on' }],
    ['aws_db_instance', 'storage_encrypted = local.on', { encryption_at_rest: 'platform' }],
    ['aws_db_instance', 'publicly_accessible = !local.on', { public_access: false }],
    ['aws_db_instance', 'publicly_accessible = null', {}],
    ['aws_kinesis_stream', 'encryption_type = "NONE"', { encryption_at_rest: 'none' }],
    ['aws_opensearch_domain', 'encrypt_at_rest {\n    enabled = true\n  }', { encryption_at_rest: 'platform' }],
    ['aws_opensearch_domain', 'domain_endpoint_options {\n    enforce_https = false\n  }', { encryption_in_transit: false }],
    ['aws_s3_bucket', 'acl = "public-${local.word}"', { public_access: true }],
    ['aws_s3_bucket', 'acl = "private"', { public_access: false }],
    ['azurerm_storage_container', 'container_access_type = "blob"', { public_access: true }],
  ])('%s with %s', (type, body, expected) => {
    expect(facts(`locals {\n  on = true\n  word = "read"\n}\nresource "${type}" "x" {\n  ${body}\n}\n`)).toEqual(expected);
  });

  test('stand where the literal ends', () => {
    const text = 'resource "aws_db_instance" "x" {\n  storage_encrypted   = false # for now\n}\n';
    const place = one(text)?.facts['encryption_at_rest']?.location;
    expect(text.slice(place?.start.offset, place?.end.offset)).toBe('storage_encrypted   = false');
  });
});

describe('what cannot be read', () => {
  test('is told where it stands, and the other blocks are read', () => {
    const text = 'resource "aws_db_instance" "a" {\n  storage_encrypted = \n}\n\nresource "aws_ebs_volume" "b" {\n  encrypted = true\n}\n';
    const { assets, problems } = readFolder({ 'main.tf': text });
    expect(problems.map(({ code, undecided, location }) => [code, undecided, location.start.line])).toEqual([['hcl-unreadable', true, 2]]);
    expect(assets.find(({ name }) => name === 'aws_ebs_volume.b')?.facts['encryption_at_rest']?.value).toBe('platform');
  });

  test.each([
    ['brackets', `x = ${'['.repeat(50_000)}`],
    ['parentheses', `x = ${'('.repeat(20_000)}1${')'.repeat(20_000)}`],
    ['a chain of choices', `locals {\n  x = ${'a ? b : '.repeat(5_000)}c\n}`],
    ['locals that lead to each other', 'locals {\n  a = local.b\n  b = local.a\n}\nresource "aws_s3_bucket" "x" {\n  acl = local.a\n}'],
    [
      'locals that double',
      `locals {\n  a0 = "x"\n${Array.from({ length: 60 }, (_, i) => `  a${i + 1} = "\${local.a${i}}\${local.a${i}}"`).join('\n')}\n}\nresource "aws_s3_bucket" "x" {\n  acl = local.a60\n}`,
    ],
    ['names of the language itself', 'resource "__proto__" "constructor" {\n  __proto__ = 1\n  tags = {\n    __proto__ = "x"\n  }\n}'],
  ])('%s', (_, text) => {
    expect(() => readFolder({ 'main.tf': text })).not.toThrow();
  });
});
