import { describe, expect, test } from 'vitest';
import type { Asset, Facts } from '../../../../src/model/asset.ts';
import { readFolder } from './read-folder.ts';

const values = (facts: Facts | undefined) =>
  Object.fromEntries(
    Object.entries(facts ?? {}).map(([name, { value, unknown }]) => [name, unknown === undefined ? value : { value, unknown }]),
  );

function assetIn(text: string, name: string): Asset {
  const found = readFolder({ 'main.tf': text }).assets.find((asset) => asset.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
}

const told = (text: string, name: string) => values(assetIn(text, name).facts);

describe('what another resource says of a bucket', () => {
  const bucket = 'resource "aws_s3_bucket" "raw" {\n  bucket = "raw-data"\n}\n';

  test.each([
    [
      'a block of public access',
      'resource "aws_s3_bucket_public_access_block" "raw" {\n  bucket = aws_s3_bucket.raw.id\n  block_public_acls = true\n  block_public_policy = true\n  ignore_public_acls = true\n  restrict_public_buckets = true\n}',
      { public_access: false },
    ],
    [
      'an ACL',
      'resource "aws_s3_bucket_acl" "raw" {\n  bucket = aws_s3_bucket.raw.bucket\n  acl = "public-read"\n}',
      { public_access: true },
    ],
    [
      'an ACL written out',
      'resource "aws_s3_bucket_acl" "raw" {\n  bucket = aws_s3_bucket.raw.id\n  access_control_policy {\n    grant {\n      grantee {\n        uri = "http://acs.amazonaws.com/groups/global/AllUsers"\n      }\n    }\n  }\n}',
      { public_access: true },
    ],
    [
      'an ACL that a block of public access makes void',
      'resource "aws_s3_bucket_acl" "raw" {\n  bucket = aws_s3_bucket.raw.id\n  acl = "public-read"\n}\nresource "aws_s3_bucket_public_access_block" "raw" {\n  bucket = aws_s3_bucket.raw.id\n  ignore_public_acls = true\n}',
      { public_access: false },
    ],
    [
      'a key of its own',
      'resource "aws_s3_bucket_server_side_encryption_configuration" "raw" {\n  bucket = aws_s3_bucket.raw.id\n  rule {\n    apply_server_side_encryption_by_default {\n      sse_algorithm = "aws:kms"\n      kms_master_key_id = aws_kms_key.own.arn\n    }\n  }\n}',
      { encryption_at_rest: 'customer-key' },
    ],
    [
      "the platform's key, by the name of the bucket",
      'resource "aws_s3_bucket_server_side_encryption_configuration" "raw" {\n  bucket = "raw-data"\n  rule {\n    apply_server_side_encryption_by_default {\n      sse_algorithm = "AES256"\n    }\n  }\n}',
      { encryption_at_rest: 'platform' },
    ],
    [
      'a policy for everyone',
      'resource "aws_s3_bucket_policy" "raw" {\n  bucket = aws_s3_bucket.raw.id\n  policy = jsonencode({\n    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "*" }]\n  })\n}',
      { public_access: true },
    ],
    [
      'how long it keeps data',
      'resource "aws_s3_bucket_lifecycle_configuration" "raw" {\n  bucket = aws_s3_bucket.raw.id\n  rule {\n    id = "old"\n    status = "Enabled"\n    expiration {\n      days = 90\n    }\n  }\n}',
      { retention: { days: 90 } },
    ],
  ])('%s', (_, companion, expected) => {
    expect(told(bucket + companion, 'aws_s3_bucket.raw')).toMatchObject(expected);
  });

  test('says nothing of another bucket', () => {
    const other = 'resource "aws_s3_bucket_acl" "x" {\n  bucket = aws_s3_bucket.other.id\n  acl = "public-read"\n}';
    expect(told(bucket + other, 'aws_s3_bucket.raw')['public_access']).toBeUndefined();
  });
});

describe('region and tags', () => {
  test.each([
    ['the provider', 'provider "aws" {\n  region = "eu-west-1"\n}', '', 'eu-west-1'],
    [
      'the provider that it names',
      'provider "aws" {\n  region = "eu-west-1"\n}\nprovider "aws" {\n  alias = "us"\n  region = "us-east-1"\n}',
      'provider = aws.us',
      'us-east-1',
    ],
    ['a variable with a value', 'variable "r" {\n  default = "eu-central-1"\n}\nprovider "aws" {\n  region = var.r\n}', '', 'eu-central-1'],
    ['its own word', 'provider "aws" {\n  region = "eu-west-1"\n}', 'region = "eu-north-1"', 'eu-north-1'],
    ['a variable without a value', 'variable "r" {}\nprovider "aws" {\n  region = var.r\n}', '', { value: undefined, unknown: 'var.r' }],
  ])('region by %s', (_, providers, body, expected) => {
    expect(told(`${providers}\nresource "aws_s3_bucket" "raw" {\n  ${body}\n}`, 'aws_s3_bucket.raw')['region']).toEqual(expected);
  });

  test.each([
    ['{ owner = "crm" }', { owner: 'crm', team: 'data' }],
    ['merge(local.common, { env = "prod" })', { common: 'yes', env: 'prod', team: 'data' }],
    ['merge(var.tags, { env = "prod" })', { value: { env: 'prod', team: 'data' }, unknown: 'var.tags' }],
  ])('tags = %s, beside those of the provider', (tags, expected) => {
    const text = `variable "tags" {}\nlocals {\n  common = { common = "yes" }\n}\nprovider "aws" {\n  default_tags {\n    tags = { team = "data" }\n  }\n}\nresource "aws_sqs_queue" "q" {\n  tags = ${tags}\n}`;
    expect(told(text, 'aws_sqs_queue.q')['tags']).toEqual(expected);
  });
});

describe('Snowflake', () => {
  const table = `resource "snowflake_table" "people" {
  database = "CRM"
  schema   = "CORE"
  name     = "PEOPLE"
  column {
    name     = "EMAIL"
    type     = "VARCHAR(200)"
    nullable = false
  }
  column {
    name = "CITY"
    type = "VARCHAR"
  }
}
`;

  test('columns with their place, type and whether they may be null', () => {
    const { fields } = assetIn(table, 'snowflake_table.people');
    expect(fields.map(({ name, type }) => [name, type])).toEqual([
      ['EMAIL', 'VARCHAR(200)'],
      ['CITY', 'VARCHAR'],
    ]);
    expect(fields[0]?.facts['nullable']?.value).toBe(false);
    expect(fields.map(({ location }) => table.slice(location.start.offset, location.end.offset))).toEqual(['"EMAIL"', '"CITY"']);
  });

  test.each([
    ['by reference', 'snowflake_table.people.fully_qualified_name'],
    ['by name', '"CRM.CORE.PEOPLE"'],
  ])('a masking policy that is applied %s masks its column', (_, reference) => {
    const applied = `resource "snowflake_table_column_masking_policy_application" "m" {\n  table = ${reference}\n  column = "EMAIL"\n  masking_policy = "CRM.CORE.MASK_EMAIL"\n}\n`;
    const { fields } = assetIn(table + applied, 'snowflake_table.people');
    expect(fields.map(({ facts }) => facts['masking']?.value)).toEqual(['CRM.CORE.MASK_EMAIL', undefined]);
  });

  test('grants, on what they name', () => {
    const grant = `resource "snowflake_grant_privileges_to_account_role" "g" {
  account_role_name = "PUBLIC"
  privileges        = ["SELECT"]
  on_schema_object {
    object_type = "TABLE"
    object_name = snowflake_table.people.fully_qualified_name
  }
}
resource "snowflake_grant_privileges_to_account_role" "all" {
  account_role_name = "ANALYST"
  all_privileges    = true
  with_grant_option = true
  on_schema {
    schema_name = "CRM.CORE"
  }
}
`;
    const [one] = told(table + grant, 'snowflake_grant_privileges_to_account_role.g')['grants'] as {
      to: string;
      privileges: string[];
      on: string;
    }[];
    expect(one).toMatchObject({ to: 'PUBLIC', privileges: ['SELECT'] });
    const [all] = told(table + grant, 'snowflake_grant_privileges_to_account_role.all')['grants'] as { option?: boolean }[];
    expect(all).toMatchObject({ to: 'ANALYST', privileges: ['ALL PRIVILEGES'], option: true });
    expect(assetIn(table + grant, 'snowflake_grant_privileges_to_account_role.g').kind).toBe('grant');
  });
});

describe('Databricks', () => {
  test('columns and the owner of a table', () => {
    const text =
      'resource "databricks_sql_table" "t" {\n  name = "people"\n  catalog_name = "crm"\n  schema_name = "core"\n  owner = "crm-team"\n  column {\n    name = "email"\n    type = "string"\n  }\n}\n';
    const asset = assetIn(text, 'databricks_sql_table.t');
    expect(asset.fields.map(({ name, type }) => [name, type])).toEqual([['email', 'string']]);
    expect(asset.facts['owner']?.value).toBe('crm-team');
    expect([asset.kind, asset.platform]).toEqual(['table', 'databricks']);
  });

  test('grants', () => {
    const text =
      'resource "databricks_grants" "g" {\n  catalog = "crm"\n  grant {\n    principal = "account users"\n    privileges = ["SELECT"]\n  }\n  grant {\n    principal = "analysts"\n    privileges = ["USE_CATALOG"]\n  }\n}\n';
    expect(told(text, 'databricks_grants.g')['grants']).toMatchObject([
      { to: 'account users', privileges: ['SELECT'] },
      { to: 'analysts', privileges: ['USE_CATALOG'] },
    ]);
  });
});

test('BigQuery: columns of a schema, those of records inside', () => {
  const text =
    'resource "google_bigquery_table" "t" {\n  dataset_id = "crm"\n  table_id = "people"\n  schema = jsonencode([\n    { name = "email", type = "STRING", mode = "REQUIRED" },\n    { name = "home", type = "RECORD", fields = [{ name = "street", type = "STRING" }] },\n  ])\n}\n';
  expect(assetIn(text, 'google_bigquery_table.t').fields.map(({ name }) => name)).toEqual(['email', 'home', 'home.street']);
});

describe('JSON', () => {
  test('says the same as the language', () => {
    const text =
      '{"resource": {"aws_db_instance": {"crm": {"storage_encrypted": false, "tags": {"owner": "${var.owner}"}}}}, "variable": {"owner": {"default": "crm"}}}';
    const { assets, problems } = readFolder({ 'main.tf.json': text });
    expect(problems).toEqual([]);
    expect(assets.map(({ name, facts }) => [name, values(facts)])).toEqual([
      ['aws_db_instance.crm', expect.objectContaining({ encryption_at_rest: 'none', tags: { owner: 'crm' } })],
    ]);
    const place = assets[0]?.facts['encryption_at_rest']?.location;
    expect(text.slice(place?.start.offset, place?.end.offset)).toBe('"storage_encrypted": false');
  });
});
