import { array, assert, constantFrom, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Asset, Fact } from '../../../../src/model/asset.ts';
import type { Location } from '../../../../src/model/source.ts';
import { parse, readFolder } from './read-folder.ts';
import { readOne } from '../../../../src/core/extract/read-one.ts';
import { EXTRACTORS } from '../../../../src/core/extract/registry.ts';

const factOf = (files: Readonly<Record<string, string>>, name: string): Fact | undefined => readFolder(files).assets[0]?.facts[name];

const queue = 'variable "word" {\n  default = "a"\n}\nresource "aws_sqs_queue" "q" {\n  tags = { word = var.word }\n}\n';

describe('variables', () => {
  test.each([
    ['their default', {}, 'a'],
    ['the file that is always read', { 'terraform.tfvars': 'word = "b"\n' }, 'b'],
    ['that file in JSON', { 'terraform.tfvars.json': '{"word": "b"}' }, 'b'],
    ['a file that is read by itself', { 'x.auto.tfvars': 'word = "c"\n', 'terraform.tfvars': 'word = "b"\n' }, 'c'],
    ['files that must be named, where all agree', { 'prod.tfvars': 'word = "d"\n', 'test.tfvars': 'word = "d"\n' }, 'd'],
  ])('have the value of %s', (_, files, expected) => {
    expect(factOf({ 'main.tf': queue, ...files }, 'tags')?.value).toEqual({ word: expected });
  });

  test('are unknown where the files that must be named differ', () => {
    const tags = factOf({ 'main.tf': queue, 'prod.tfvars': 'word = "d"\n', 'test.tfvars': 'word = "e"\n' }, 'tags');
    expect(tags).toMatchObject({ value: {}, unknown: 'var.word' });
  });
});

describe('expressions', () => {
  const locals =
    'variable "none" {}\nvariable "map" {\n  default = { eu = "eu-west-1" }\n}\nlocals {\n  on = true\n  list = ["x", "y"]\n}\n';

  test.each([
    ['var.map["eu"]', 'eu-west-1'],
    ['var.map.eu', 'eu-west-1'],
    ['lookup(var.map, "eu", "no")', 'eu-west-1'],
    ['lookup(var.map, "us", "no")', 'no'],
    ['local.list[1]', 'y'],
    ['local.on ? "yes" : "no"', 'yes'],
    ['var.none ? "same" : "same"', 'same'],
    ['local.on == true && length(local.list) > 1 ? "a" : "b"', 'a'],
    ['"${upper("é")}-$${x}-\\u00e9\\n"', 'É-${x}-é\n'],
    ['join("/", local.list)', 'x/y'],
    ['coalesce("", "second")', 'second'],
    ['<<-EOT\n    a ${local.list[0]}\n  EOT\n', '    a x\n'],
    ['"${var.none}-raw"', '? var.none'],
    ['each.value.name', '? each.value.name'],
    ['data.aws_region.here.name', '? data.aws_region.here.name'],
    ['cidrsubnet("10.0.0.0/8", 8, 1)', '? cidrsubnet("10.0.0.0/8", 8, 1)'],
    ['[for x in local.list : x]', '? [for x in local.list : x]'],
  ])('%s', (expression, expected) => {
    const region = factOf({ 'main.tf': `${locals}resource "aws_sqs_queue" "q" {\n  region = ${expression}\n}\n` }, 'region');
    expect(region?.unknown === undefined ? region?.value : `? ${region.unknown}`).toBe(expected);
  });
});

describe('blocks that stand for each member of a list', () => {
  const domain = (members: string) =>
    `variable "rules" {}\nresource "aws_opensearch_domain" "d" {\n  dynamic "encrypt_at_rest" {\n    for_each = ${members}\n    content {\n      enabled = true\n    }\n  }\n}\n`;

  test.each([
    ['[1]', { value: 'platform' }],
    ['[]', undefined],
    ['var.rules', { unknown: 'var.rules' }],
  ])('%s', (members, expected) => {
    const fact = factOf({ 'main.tf': domain(members) }, 'encryption_at_rest');
    if (expected === undefined) expect(fact).toBeUndefined();
    else expect(fact).toMatchObject(expected);
  });
});

describe('a broken block', () => {
  const text = 'resource "aws_db_instance" "a" {\n  x = {\n    y = 1\n\nresource "aws_db_instance" "b" {\n  storage_encrypted = true\n}\n';

  test('does not take the next one along, and is known by its first line', () => {
    const { assets, problems } = readFolder({ 'main.tf': text });
    expect(assets.map(({ name }) => name)).toEqual(['aws_db_instance.a', 'aws_db_instance.b']);
    expect(assets[0]?.extent).toMatchObject({ start: { line: 1 }, end: { line: 1 } });
    expect(assets[1]?.facts['encryption_at_rest']?.value).toBe('platform');
    expect(problems).toMatchObject([{ code: 'hcl-unreadable', undecided: true }]);
  });

  test('may say what was not found in it', () => {
    expect(factOf({ 'main.tf': text }, 'encryption_at_rest')).toMatchObject({ unknown: 'a part of the block that cannot be read' });
  });

  test.each([
    ['a text', 'resource "aws_sqs_queue" "q" {\n  region = "eu\n}\nresource "aws_sqs_queue" "r" {\n  region = "eu"\n}\n', 2],
    ['a block', 'resource "aws_sqs_queue" "q" {\n  region = "eu"\n', 1],
  ])('%s that does not end is told where it begins', (_, broken, line) => {
    const { problems } = readFolder({ 'main.tf': broken });
    expect(problems[0]).toMatchObject({ code: 'hcl-unreadable', location: { start: { line } } });
  });
});

describe('tags beside a table', () => {
  const table =
    'resource "snowflake_table" "people" {\n  database = "CRM"\n  schema = "CORE"\n  name = "PEOPLE"\n  column {\n    name = "EMAIL"\n    type = "VARCHAR"\n  }\n}\nresource "snowflake_tag" "pii" {\n  name = "PII"\n}\n';
  const association = (type: string, object: string) =>
    `resource "snowflake_tag_association" "a" {\n  object_identifiers = [${object}]\n  object_type = "${type}"\n  tag_id = snowflake_tag.pii.fully_qualified_name\n  tag_value = "email"\n}\n`;

  test.each([
    ['by reference', '"${snowflake_table.people.fully_qualified_name}.\\"EMAIL\\""'],
    ['by name', '"\\"CRM\\".\\"CORE\\".\\"PEOPLE\\".\\"EMAIL\\""'],
  ])('of a column, %s', (_, object) => {
    const [people] = readFolder({ 'main.tf': table, 'tags.tf': association('COLUMN', object) }).assets;
    expect(people?.fields[0]?.facts['tags']).toMatchObject({ value: { pii: 'email' }, location: { file: 'infra/tags.tf' } });
    expect(people?.facts['tags']).toBeUndefined();
    expect(people?.files).toContain('infra/tags.tf');
  });

  test('of the table itself', () => {
    const [people] = readFolder({ 'main.tf': table + association('TABLE', 'snowflake_table.people.fully_qualified_name') }).assets;
    expect(people?.facts['tags']?.value).toEqual({ pii: 'email' });
    expect(people?.fields[0]?.facts['tags']).toBeUndefined();
  });

  test('bring the mask that the tag carries', () => {
    const mask =
      'resource "snowflake_tag_masking_policy_association" "m" {\n  tag_id = snowflake_tag.pii.fully_qualified_name\n  masking_policy_id = "CRM.CORE.HIDE"\n}\n';
    const tagged = association('COLUMN', '"${snowflake_table.people.fully_qualified_name}.EMAIL"');
    const [people] = readFolder({ 'main.tf': table + tagged + mask }).assets;
    expect(people?.fields[0]?.facts['masking']?.value).toBe('CRM.CORE.HIDE');
  });
});

test('columns in a heredoc stand where they are written', () => {
  const text =
    'resource "google_bigquery_table" "t" {\n  schema = <<EOF\n[\n  { "name": "e_mail", "type": "STRING",\n    "description": "Wohin wir schreiben: \u00e9\u{1f600}" }, {"name": "city", "type": "STRING"}\n]\nEOF\n}\n';
  const { fields } = readFolder({ 'main.tf': text }).assets[0] ?? { fields: [] };
  expect(fields.map(({ location }) => text.slice(location.start.offset, location.end.offset))).toEqual(['"e_mail"', '"city"']);
  expect(fields.map(({ location }) => location.start.line)).toEqual([4, 5]);
});

describe('any text', () => {
  const pieces = [
    'resource "aws_s3_bucket" "b" {\n',
    '}\n',
    '  acl = "public-read"\n',
    '  tags = {\n',
    '  a = "x"\n',
    '"',
    '${',
    '}',
    '<<EOT\n',
    'EOT\n',
    'locals {\n',
    '  l = local.l\n',
    '  bucket = aws_s3_bucket.b.bucket\n',
    '#',
    '/*',
    '*/',
    '\r\n',
    '\ud800',
    '\0',
    'dynamic "rule" {\n',
    'count = ',
    '0\n',
  ];

  test('is answered, and all that is told of it stands in it', () => {
    assert(
      property(array(constantFrom(...pieces), { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        const { assets, problems } = readFolder({ 'main.tf': text });
        for (const location of [...assets.flatMap(placesOf), ...problems.map((problem) => problem.location)]) {
          expect(location.start.offset).toBeLessThanOrEqual(location.end.offset);
          expect(location.end.offset).toBeLessThanOrEqual(text.length);
          expect(text.slice(0, location.start.offset).split('\n').length).toBe(location.start.line);
        }
      }),
      { seed: 20261123, numRuns: 400 },
    );
  });

  test('that is too large for the time it may take is a problem of its file', () => {
    const text = 'resource "a" "b" {\n  bucket = "abcdefghij"\n}\n'.repeat(300_000);
    const file = { path: 'infra/main.tf', text, size: text.length };
    const answer = readOne({ file, claims: [{ extractor: 'terraform', role: 'hcl' }] }, EXTRACTORS, parse);
    expect(answer).toMatchObject({ part: null, problems: [{ code: 'read-failed', undecided: true }] });
  });
});

function placesOf({ location, extent, facts, fields }: Asset): readonly Location[] {
  return [
    location,
    extent,
    ...Object.values(facts).flatMap((fact) => [fact.location, ...Object.values(fact.parts ?? {})]),
    ...fields.map((field) => field.location),
  ];
}
