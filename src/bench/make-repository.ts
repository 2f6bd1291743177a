import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A bare repository with two commits: `size` files, of which the head changes `changed`. */
export interface BenchRepository {
  readonly path: string;
  readonly base: string;
  readonly head: string;
}

/** A data repository of made-up tables, models, buckets and schemas, the same for the same numbers. */
export function makeRepository(size: number, changed: number): BenchRepository {
  const path = mkdtempSync(join(tmpdir(), 'tollgate-bench-'));
  git(['init', '--bare', '--quiet', path]);
  const files = Array.from({ length: size }, (_, index) => fileOf(index, false));
  const edited = Array.from({ length: changed }, (_, index) => fileOf(Math.floor((index * size) / changed), true));
  const stream = [commit(1, 'base', [...files, SETTINGS, DBT_PROJECT]), commit(2, 'change', edited, 1)].join('');
  git(['--git-dir', path, 'fast-import', '--quiet'], stream);
  const sha = (revision: string): string => git(['--git-dir', path, 'rev-parse', revision]).trim();
  return { path, base: sha('refs/heads/main~1'), head: sha('refs/heads/main') };
}

interface MadeFile {
  readonly path: string;
  readonly text: string;
}

const SETTINGS: MadeFile = { path: '.github/CODEOWNERS', text: '* @acme/data\nwarehouse/ @acme/warehouse\n' };
const DBT_PROJECT: MadeFile = { path: 'transform/dbt_project.yml', text: 'name: acme\nversion: "1.0"\nmodel-paths: [models]\n' };

function fileOf(index: number, changed: boolean): MadeFile {
  const make = [table, model, bucket, schema][index % 4] ?? table;
  return make(index, changed);
}

function table(index: number, changed: boolean): MadeFile {
  const columns = Array.from({ length: 12 }, (_, column) => `  measure_${column} NUMBER(18, 2) NOT NULL`);
  const added = changed ? ['  email STRING'] : [];
  const text = `CREATE OR REPLACE TABLE mart.fact_${index} (\n  id NUMBER NOT NULL PRIMARY KEY,\n${[...columns, ...added].join(',\n')}\n)\nCOMMENT = 'facts';\n`;
  return { path: `warehouse/${index % 40}/fact_${index}.sql`, text };
}

function model(index: number, changed: boolean): MadeFile {
  const added = changed ? ', o.customer_email' : '';
  const text = `{{ config(materialized='table', tags=['daily']) }}\nwith o as (select * from {{ ref('stg_orders') }})\nselect o.id, o.amount${added}, o.ordered_at\nfrom o\n`;
  return { path: `transform/models/${index % 40}/orders_${index}.sql`, text };
}

function bucket(index: number, changed: boolean): MadeFile {
  const region = changed ? 'us-east-1' : 'eu-west-1';
  const text = `resource "aws_s3_bucket" "raw_${index}" {\n  bucket = "acme-raw-${index}"\n  region = "${region}"\n  tags = {\n    owner = "data"\n  }\n}\n`;
  return { path: `infra/${index}/main.tf`, text };
}

function schema(index: number, changed: boolean): MadeFile {
  const added = changed ? [{ name: 'phone', type: 'string' }] : [];
  const fields = [{ name: 'id', type: 'string' }, { name: 'amount', type: 'double' }, ...added];
  return {
    path: `schemas/${index}.avsc`,
    text: JSON.stringify({ type: 'record', name: `Order${index}`, namespace: 'acme', fields }, null, 2),
  };
}

function commit(mark: number, message: string, files: readonly MadeFile[], parent?: number): string {
  const head = `commit refs/heads/main\nmark :${mark}\ncommitter Tollgate <bench@tollgate.example> ${1_700_000_000 + mark} +0000\n${data(message)}`;
  const from = parent === undefined ? '' : `from :${parent}\n`;
  return head + from + files.map(({ path, text }) => `M 100644 inline ${path}\n${data(text)}`).join('');
}

const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;

function git(args: readonly string[], input = ''): string {
  const done = spawnSync('git', args, { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (done.status !== 0) throw new Error(`git ${args.join(' ')}: ${done.stderr}`);
  return done.stdout;
}
