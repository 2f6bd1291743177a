import { describe, expect, test } from 'vitest';
import { readFolder } from './read-folder.ts';

const short = (end: { readonly asset: string }) => end.asset.replace('terraform:infra:', '');

function edges(text: string, more: Readonly<Record<string, string>> = {}) {
  const { edges: found = [] } = readFolder({ 'main.tf': text, ...more });
  return found.map(({ from, to, by }) => [short(from), short(to), ...(by === undefined ? [] : [short({ asset: by })])]);
}

const BUCKET = 'resource "aws_s3_bucket" "lake" {\n  bucket = "lake"\n}\n';

describe('what feeds what', () => {
  test.each([
    [
      'a stream into a bucket',
      `${BUCKET}resource "aws_kinesis_firehose_delivery_stream" "f" {\n  kinesis_source_configuration {\n    kinesis_stream_arn = aws_kinesis_stream.s.arn\n  }\n  extended_s3_configuration {\n    bucket_arn = aws_s3_bucket.lake.arn\n  }\n}\nresource "aws_kinesis_stream" "s" {}\n`,
      [
        ['aws_kinesis_stream.s', 'aws_kinesis_firehose_delivery_stream.f'],
        ['aws_kinesis_firehose_delivery_stream.f', 'aws_s3_bucket.lake'],
      ],
    ],
    [
      'a queue into a function',
      'resource "aws_lambda_event_source_mapping" "m" {\n  event_source_arn = aws_sqs_queue.q.arn\n  function_name = aws_lambda_function.f.arn\n}\n',
      [['aws_sqs_queue.q', 'aws_lambda_function.f', 'aws_lambda_event_source_mapping.m']],
    ],
    [
      'a bucket into its copy',
      `${BUCKET}resource "aws_s3_bucket_replication_configuration" "r" {\n  bucket = aws_s3_bucket.lake.id\n  rule {\n    destination {\n      bucket = "arn:aws:s3:::copy"\n    }\n  }\n}\n`,
      [['aws_s3_bucket.lake', 'path:s3://copy', 'aws_s3_bucket_replication_configuration.r']],
    ],
    [
      'a place into a stage',
      'resource "snowflake_stage" "s" {\n  url = "s3://lake/raw/"\n}\n',
      [['path:s3://lake/raw', 'snowflake_stage.s']],
    ],
    [
      'a place of Google into a stage',
      'resource "snowflake_stage" "s" {\n  url = "gcs://lake/raw/"\n}\n',
      [['path:gs://lake/raw', 'snowflake_stage.s']],
    ],
    [
      'a bucket whose name is not known into a location',
      'resource "aws_s3_bucket" "b" {\n  bucket = var.name\n}\nresource "databricks_external_location" "l" {\n  url = "s3://${aws_s3_bucket.b.bucket}/x"\n}\n',
      [['aws_s3_bucket.b', 'databricks_external_location.l']],
    ],
    [
      'files into an external table',
      'resource "google_bigquery_table" "t" {\n  external_data_configuration {\n    source_uris = ["gs://lake/a/*", "gs://lake/b/*"]\n  }\n}\n',
      [
        ['path:gs://lake/a', 'google_bigquery_table.t'],
        ['path:gs://lake/b', 'google_bigquery_table.t'],
      ],
    ],
    [
      'a table into a stream',
      'resource "snowflake_stream_on_table" "s" {\n  table = "\\"DB\\".\\"CRM\\".\\"CONTACTS\\""\n}\n',
      [['relation:db.crm.contacts', 'snowflake_stream_on_table.s']],
    ],
    ['nothing, where the end is not told', 'resource "snowflake_stage" "s" {\n  url = var.url\n}\n', []],
  ])('%s', (_, text, expected) => {
    expect(edges(text)).toEqual(expected);
  });

  test('stands at the mention, and is a fact of where it goes', () => {
    const text = 'resource "snowflake_stage" "s" {\n  url = "s3://lake/raw/"\n}\n';
    const { edges: [edge] = [], assets } = readFolder({ 'main.tf': text });
    expect(text.slice(edge?.location.start.offset, edge?.location.end.offset)).toBe('"s3://lake/raw/"');
    expect(assets[0]?.facts['upstream']?.value).toEqual(['s3://lake/raw']);
  });

  test('through modules of the repository', () => {
    const text = `${BUCKET}module "in" {\n  source = "./in"\n  to     = aws_s3_bucket.lake.arn\n}\n`;
    const child =
      'variable "to" {}\nresource "aws_kinesis_firehose_delivery_stream" "f" {\n  s3_configuration {\n    bucket_arn = var.to\n  }\n}\n';
    expect(edges(text, { 'in/main.tf': child })).toEqual([['module.in.aws_kinesis_firehose_delivery_stream.f', 'aws_s3_bucket.lake']]);
  });
});

describe('other names', () => {
  test.each([
    ['a bucket', BUCKET, 'path:s3://lake'],
    ['a bucket of Google', 'resource "google_storage_bucket" "b" {\n  name = "lake"\n}\n', 'path:gs://lake'],
    [
      'a table in resources',
      'resource "snowflake_table" "t" {\n  database = snowflake_database.d.name\n  schema = "CRM"\n  name = "CONTACTS"\n}\nresource "snowflake_database" "d" {\n  name = "DB"\n}\n',
      'relation:db.crm.contacts',
    ],
    [
      'a table of a data set',
      'resource "google_bigquery_table" "t" {\n  dataset_id = "crm"\n  table_id = "contacts"\n}\n',
      'relation:crm.contacts',
    ],
    ['a topic', 'resource "google_pubsub_topic" "t" {\n  name = "orders"\n}\n', 'topic:orders'],
  ])('%s', (_, text, alias) => {
    expect(readFolder({ 'main.tf': text }).assets[0]?.aliases).toEqual([alias]);
  });

  test('are none where they cannot be told', () => {
    const text = 'resource "aws_s3_bucket" "b" {\n  bucket = var.name\n}\nresource "snowflake_table" "t" {\n  name = "x"\n}\n';
    expect(readFolder({ 'main.tf': text }).assets.map(({ aliases }) => aliases)).toEqual([undefined, undefined]);
  });
});
