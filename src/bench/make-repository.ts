import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A bare repository with a base of `size` files, and heads that each change the same `changed` of them in their own way. */
export interface BenchRepository {
  readonly path: string;
  readonly base: string;
  readonly heads: readonly string[];
}

/** A data repository of made-up tables, models, buckets and schemas, the same for the same numbers. */
export function makeRepository(size: number, changed: number, heads: number): BenchRepository {
  const path = mkdtempSync(join(tmpdir(), 'tollgate-bench-'));
  git(['init', '--bare', '--quiet', path]);
  const files = Array.from({ length: size }, (_, index) => fileOf(index, 0));
  const variants = Array.from({ length: heads }, (_, head) => head + 1);
  const edited = (variant: number): readonly MadeFile[] =>
    Array.from({ length: changed }, (_, index) => fileOf(Math.floor((index * size) / changed), variant));
  const stream = [
    commit(1, 'main', [...files, OWNERS, DBT_PROJECT]),
    ...variants.map((variant) => commit(variant + 1, `head-${variant}`, edited(variant), 1)),
  ];
  git(['--git-dir', path, 'fast-import', '--quiet'], stream.join(''));
  return { path, base: 'main', heads: variants.map((variant) => `head-${variant}`) };
}

interface MadeFile {
  readonly path: string;
  readonly text: string;
}

const OWNERS: MadeFile = { path: '.github/CODEOWNERS', text: '* @acme/data\nwarehouse/ @acme/warehouse\n' };
const DBT_PROJECT: MadeFile = { path: 'transform/dbt_project.yml', text: 'name: acme\nversion: "1.0"\nmodel-paths: [models]\n' };

/** Variant 0 is the base's. */
function fileOf(index: number, variant: number): MadeFile {
  const make = [table, model, bucket, schema][index % 4] ?? table;
  return make(index, variant);
}

function table(index: number, variant: number): MadeFile {
  const columns = Array.from({ length: 12 }, (_, column) => `  measure_${column} NUMBER(18, 2) NOT NULL`);
  const added = variant > 0 ? [`  email_${variant} STRING`] : [];
  const text = `CREATE OR REPLACE TABLE mart.fact_${index} (\n  id NUMBER NOT NULL PRIMARY KEY,\n${[...columns, ...added].join(',\n')}\n)\nCOMMENT = 'facts';\n`;
  return { path: `warehouse/${index % 40}/fact_${index}.sql`, text };
}

function model(index: number, variant: number): MadeFile {
  const added = variant > 0 ? `, o.customer_email as email_${variant}` : '';
  const text = `{{ config(materialized='table', tags=['daily']) }}\nwith o as (select * from {{ ref('stg_orders') }})\nselect o.id, o.amount${added}, o.ordered_at\nfrom o\n`;
  return { path: `transform/models/${index % 40}/orders_${index}.sql`, text };
}

function bucket(index: number, variant: number): MadeFile {
  const region = variant > 0 ? `us-east-${variant}` : 'eu-west-1';
  const text = `resource "aws_s3_bucket" "raw_${index}" {\n  bucket = "acme-raw-${index}"\n  region = "${region}"\n  tags = {\n    owner = "data"\n  }\n}\n`;
  return { path: `infra/${index}/main.tf`, text };
}

function schema(index: number, variant: number): MadeFile {
  const added = variant > 0 ? [{ name: `phone_${variant}`, type: 'string' }] : [];
  const fields = [{ name: 'id', type: 'string' }, { name: 'amount', type: 'double' }, ...added];
  return {
    path: `schemas/${index}.avsc`,
    text: JSON.stringify({ type: 'record', name: `Order${index}`, namespace: 'acme', fields }, null, 2),
  };
}

function commit(mark: number, branch: string, files: readonly MadeFile[], parent?: number): string {
  const head = `commit refs/heads/${branch}\nmark :${mark}\ncommitter Tollgate <bench@tollgate.example> ${1_700_000_000 + mark} +0000\n${data(branch)}`;
  const from = parent === undefined ? '' : `from :${parent}\n`;
  return head + from + files.map(({ path, text }) => `M 100644 inline ${path}\n${data(text)}`).join('');
}

const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;

function git(args: readonly string[], input = ''): string {
  const done = spawnSync('git', args, { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (done.status !== 0) throw new Error(`git ${args.join(' ')}: ${done.stderr}`);
  return done.stdout;
}
