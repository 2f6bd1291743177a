import { describe, expect, test } from 'vitest';
import { readFolder } from './read-folder.ts';

function fact(text: string, address: string, name: string) {
  return readFolder({ 'main.tf': text }).assets.find((asset) => asset.name === address)?.facts[name];
}

const told = (text: string, address: string, name: string) => {
  const found = fact(text, address, name);
  return found && (found.unknown === undefined ? found.value : { unknown: found.unknown });
};

const bucket = 'resource "aws_s3_bucket" "b" {}\n';
const policy = (value: string) => `${bucket}resource "aws_s3_bucket_policy" "p" {\n  bucket = aws_s3_bucket.b.id\n  policy = ${value}\n}\n`;
const open = '{ "Statement": [{ "Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "${aws_s3_bucket.b.arn}/*" }] }';

describe('a policy that lets everyone in', () => {
  test.each([
    ['as text with names in it', policy(`<<EOF\n${open}\nEOF\n`)],
    ['as text that the language would not take', policy(`<<EOF\n${open.replace('}] }', '},] }')}\nEOF\n`)],
    [
      'encoded',
      policy('jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "*", Resource = aws_s3_bucket.b.arn }] })'),
    ],
    [
      'by a name',
      `locals {\n  p = jsonencode({ Statement = { Effect = "Allow", Principal = "*", Action = "*" } })\n}\n${policy('local.p')}`,
    ],
    [
      'as a document of blocks',
      `data "aws_iam_policy_document" "d" {\n  statement {\n    actions = ["s3:*"]\n    principals {\n      type = "*"\n      identifiers = ["*"]\n    }\n  }\n}\n${policy('data.aws_iam_policy_document.d.json')}`,
    ],
    [
      'as a document made of another',
      `data "aws_iam_policy_document" "e" {\n  source_policy_documents = [data.aws_iam_policy_document.d.json]\n}\ndata "aws_iam_policy_document" "d" {\n  statement {\n    principals {\n      type = "*"\n      identifiers = ["*"]\n    }\n  }\n}\n${policy('data.aws_iam_policy_document.e.json')}`,
    ],
  ])('%s', (_, text) => {
    expect(told(text, 'aws_s3_bucket.b', 'public_access')).toBe(true);
  });

  test.each([
    [
      'under a condition',
      'jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "*", Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-1" } } }] })',
    ],
    ['by denying', 'jsonencode({ Statement = [{ Effect = "Deny", Principal = "*", Action = "*" }] })'],
    ['by a file', 'file("policy.json")'],
    ['by no JSON', '"{ not json"'],
  ])('not %s', (_, value) => {
    expect(told(policy(value), 'aws_s3_bucket.b', 'public_access')).toBeUndefined();
  });

  test('from elsewhere leaves unknown who is let in', () => {
    expect(told(policy('file("policy.json")'), 'aws_s3_bucket.b', 'grants')).toEqual({ unknown: 'file("policy.json")' });
  });

  test('documents that are made of each other end', () => {
    const doc = (name: string, of: string) =>
      `data "aws_iam_policy_document" "${name}" {\n  source_policy_documents = [data.aws_iam_policy_document.${of}.json]\n}\n`;
    expect(
      told(doc('a', 'b') + doc('b', 'a') + policy('data.aws_iam_policy_document.a.json'), 'aws_s3_bucket.b', 'public_access'),
    ).toBeUndefined();
  });
});

test('what a policy of a user or role allows is a grant', () => {
  const text =
    'resource "aws_iam_role_policy" "p" {\n  role = aws_iam_role.r.id\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["s3:*"], Resource = "*" }] })\n}\nresource "aws_iam_role" "r" {\n  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "*" } }] })\n}\n';
  expect(told(text, 'aws_iam_role_policy.p', 'grants')).toEqual([{ to: 'aws_iam_role.r', privileges: ['s3:*'], on: '*' }]);
  expect(told(text, 'aws_iam_role.r', 'public_access')).toBe(true);
});

describe('encryption', () => {
  const on = (type: string, body: string) => told(`resource "${type}" "x" {\n${body}\n}\n`, `${type}.x`, 'encryption_at_rest');

  test.each([
    ['aws_instance', 'root_block_device {\n  encrypted = true\n}\nebs_block_device {\n  device_name = "b"\n}', 'none'],
    ['aws_launch_template', 'block_device_mappings {\n  ebs {\n    encrypted = true\n    kms_key_id = "k"\n  }\n}', 'customer-key'],
    ['aws_instance', 'ebs_block_device {\n  snapshot_id = "s"\n}', undefined],
    ['aws_codebuild_project', 'artifacts {\n  type = "S3"\n  encryption_disabled = true\n}', 'none'],
    ['aws_codebuild_project', 'artifacts {\n  type = "NO_ARTIFACTS"\n  encryption_disabled = true\n}', undefined],
    ['aws_workspaces_workspace', 'root_volume_encryption_enabled = true', 'none'],
    [
      'aws_glue_security_configuration',
      'encryption_configuration {\n  s3_encryption {\n    s3_encryption_mode = "SSE-KMS"\n  }\n}',
      'none',
    ],
    [
      'aws_emr_security_configuration',
      'configuration = jsonencode({ EncryptionConfiguration = { EnableAtRestEncryption = false } })',
      'none',
    ],
    ['aws_emr_security_configuration', 'configuration = var.json', { unknown: 'var.json' }],
    ['aws_keyspaces_table', 'encryption_specification {\n  type = "AWS_OWNED_KMS_KEY"\n}', 'platform'],
    ['aws_db_instance', 'replicate_source_db = var.source', { unknown: 'var.source' }],
  ])('%s: %s', (type, body, expected) => {
    expect(on(type, body)).toEqual(expected);
  });

  test('of a replica is that of its source', () => {
    const text =
      'resource "aws_db_instance" "x" {\n  replicate_source_db = aws_db_instance.y.arn\n}\nresource "aws_db_instance" "y" {\n  storage_encrypted = true\n}\n';
    expect(told(text, 'aws_db_instance.x', 'encryption_at_rest')).toBe('platform');
  });
});

test('lists of very many members are unknown, and what stands beside them is read', () => {
  const text = `locals {\n  many = [${'1,'.repeat(60_000)}]\n}\nresource "aws_ebs_volume" "v" {\n  encrypted = local.many\n  kms_key_id = "k"\n}\nresource "aws_s3_bucket" "b" {}\n`;
  const { assets, problems } = readFolder({ 'main.tf': text });
  expect(problems).toEqual([]);
  expect(assets.map(({ name }) => name)).toEqual(['aws_ebs_volume.v', 'aws_s3_bucket.b']);
  expect(assets[0]?.facts['encryption_at_rest']).toMatchObject({ unknown: 'local.many' });
  expect(assets[0]?.facts['encryption_at_rest']).not.toHaveProperty('value');
});

describe('what is about a resource that is not in the text', () => {
  const open = 'policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "*" }] })';

  test.each([
    ['aws_s3_bucket_policy', `bucket = aws_s3_bucket.elsewhere.id\n${open}`],
    ['aws_sqs_queue_policy', `queue_url = var.queue\n${open}`],
    ['aws_s3_bucket_acl', 'bucket = "elsewhere"\nacl = "public-read"'],
    [
      'aws_s3_bucket_acl',
      'bucket = var.b\naccess_control_policy {\n  grant {\n    grantee {\n      uri = "http://acs.amazonaws.com/groups/global/AllUsers"\n    }\n  }\n}',
    ],
    ['azurerm_mssql_firewall_rule', 'server_id = var.s\nstart_ip_address = "0.0.0.0"\nend_ip_address = "255.255.255.255"'],
  ])('is told of by itself: %s %s', (type, body) => {
    expect(told(`resource "${type}" "x" {\n${body}\n}\n`, `${type}.x`, 'public_access')).toBe(true);
  });

  test('and there where it is in the text, once', () => {
    const text = `${policy('jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "*" }] })')}`;
    expect(told(text, 'aws_s3_bucket_policy.p', 'public_access')).toBeUndefined();
    expect(told(text, 'aws_s3_bucket.b', 'public_access')).toBe(true);
  });

  test('a rule of a firewall opens its server, unless that has no public network', () => {
    const server = (more: string) =>
      `resource "azurerm_mssql_server" "s" {\n${more}\n}\nresource "azurerm_mssql_firewall_rule" "all" {\n  server_id = azurerm_mssql_server.s.id\n  start_ip_address = "0.0.0.0"\n  end_ip_address = "255.255.255.255"\n}\n`;
    expect(told(server(''), 'azurerm_mssql_server.s', 'public_access')).toBe(true);
    expect(told(server('public_network_access_enabled = false'), 'azurerm_mssql_server.s', 'public_access')).toBe(false);
  });
});

test('a key of a queue counts whatever the switch says', () => {
  const queue = (body: string) => told(`resource "aws_sqs_queue" "q" {\n${body}\n}\n`, 'aws_sqs_queue.q', 'encryption_at_rest');
  expect(queue('sqs_managed_sse_enabled = false\nkms_master_key_id = "alias/aws/sqs"')).toBe('platform');
  expect(queue('sqs_managed_sse_enabled = false')).toBe('none');
});
