import { describe, expect, it } from 'vitest';
import { readFile } from './read-file.ts';

const within = (body: string) =>
  readFile(`from airflow import DAG\nfrom operators import *\nwith DAG("d"):\n    ${body.replaceAll('\n', '\n    ')}\n`);

describe('operators that move data', () => {
  it('load files into a table of BigQuery, and declare its columns', () => {
    const told = within(`GCSToBigQueryOperator(
    task_id="load",
    bucket="lake",
    source_objects=["crm/a.csv", "crm/b.csv"],
    destination_project_dataset_table="prod:crm.contacts$20240101",
    time_partitioning={"type": "DAY", "expirationMs": 86400000},
    schema_fields=[
        {"name": "id", "type": "INTEGER", "mode": "REQUIRED"},
        {"name": "email", "type": "STRING", "description": "Where to write", "policyTags": {"names": ["tags/pii"]}},
        {"name": "address", "type": "RECORD", "fields": [{"name": "city", "type": "STRING"}]},
    ],
)`);
    expect(told.flows).toEqual([
      'path:gs://lake/crm/a.csv > relation:prod.crm.contacts : airflow:d.load',
      'path:gs://lake/crm/b.csv > relation:prod.crm.contacts : airflow:d.load',
    ]);
    const table = told.asset('python:prod.crm.contacts');
    expect(table).toMatchObject({ kind: 'table', platform: 'bigquery', aliases: ['relation:prod.crm.contacts'] });
    expect(table.fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'id INTEGER',
      'email STRING',
      'address RECORD',
      'address.city STRING',
    ]);
    expect(table.fields.map(({ location }) => told.slice(location))).toEqual(['id', 'email', 'address', 'city']);
    expect(table.fields[0]?.facts['nullable']?.value).toBe(false);
    expect(table.fields[1]?.facts['masking']?.value).toBe('tags/pii');
    expect(told.fact('python:prod.crm.contacts', 'retention')?.value).toEqual({ days: 1 });
  });

  it.each([
    [
      'S3ToRedshiftOperator(task_id="t", s3_bucket="b", s3_key="k.csv", schema="crm", table="users")',
      'path:s3://b/k.csv > relation:crm.users',
    ],
    [
      'BigQueryToGCSOperator(task_id="t", source_project_dataset_table="crm.users", destination_cloud_storage_uris=["gs://b/u.csv"])',
      'relation:crm.users > path:gs://b/u.csv',
    ],
    [
      'GCSToGCSOperator(task_id="t", source_bucket="a", source_object="x/*.csv", destination_bucket="b", destination_object="y/")',
      'path:gs://a/x > path:gs://b/y',
    ],
    ['S3CopyObjectOperator(task_id="t", source_bucket_key="s3://a/x", dest_bucket_key="s3://b/y")', 'path:s3://a/x > path:s3://b/y'],
    [
      'CopyFromExternalStageToSnowflakeOperator(task_id="t", stage="crm.stage", table="users", schema="crm")',
      'relation:crm.stage > relation:crm.users',
    ],
    [
      'BigQueryInsertJobOperator(task_id="t", configuration={"query": {"query": "select * from crm.a", "destinationTable": {"projectId": "p", "datasetId": "d", "tableId": "t"}}})',
      'relation:crm.a > relation:p.d.t',
    ],
    ['SnowflakeOperator(task_id="t", sql="insert into crm.b select * from crm.a")', 'relation:crm.a > relation:crm.b'],
    ['PostgresOperator(task_id="t", sql=["create table b as select 1 from a join c using (id)"])', 'relation:a > relation:b'],
    ['AthenaOperator(task_id="t", query="select * from db.t", output_location="s3://out/")', 'relation:db.t > path:s3://out'],
  ])('%s', (body, flow) => {
    expect(within(body).flows).toContain(`${flow} : airflow:d.t`);
  });

  it('find places inside of SQL, through names that are put in', () => {
    const told = readFile(`from airflow import DAG
SCHEMA = "crm"
with DAG("d"):
    SnowflakeOperator(task_id="t", sql=f"""
        INSERT INTO {SCHEMA}.people
        SELECT * FROM crm.users JOIN {other}.accounts ON true
    """)
`);
    expect(told.flows).toEqual([
      'relation:crm.users > relation:crm.people : airflow:d.t',
      'relation:accounts > relation:crm.people : airflow:d.t',
    ]);
    expect(told.edges.map(({ location }) => told.slice(location))).toEqual(['crm.users', '{other}.accounts']);
    const writes = told.fact('airflow:d.t', 'writes');
    expect(writes?.parts?.['0'] && told.slice(writes.parts['0'])).toBe('{SCHEMA}.people');
  });

  it('name what they write where that cannot be told', () => {
    const { fact, flows } = within(
      'GCSToBigQueryOperator(task_id="t", bucket="b", source_objects=["x"], destination_project_dataset_table=TABLE)',
    );
    expect(fact('airflow:d.t', 'writes')).toMatchObject({ unknown: 'TABLE' });
    expect(flows).toEqual(['path:gs://b/x > airflow:d.t']);
  });

  it('declare columns of a table whose name cannot be told, under the expression that stands there', () => {
    const told = within(
      'GCSToBigQueryOperator(task_id="t", bucket="b", source_objects=["x"], destination_project_dataset_table="{{ var.value.table }}", schema_fields=[{"name": "email", "type": "STRING"}])',
    );
    const table = told.asset('python:{{ var.value.table }}');
    expect(table.fields.map(({ name }) => name)).toEqual(['email']);
    expect(table.facts['physical_name']).toMatchObject({ unknown: '{{ var.value.table }}' });
    expect(table.aliases).toEqual([]);
  });

  it('run files of SQL, and other DAGs', () => {
    const { fact } = within(
      'SQLExecuteQueryOperator(task_id="t", sql="sql/load.sql", conn_id="wh")\nTriggerDagRunOperator(task_id="u", trigger_dag_id="next")',
    );
    expect(fact('airflow:d.t', 'sql_file')?.value).toBe('sql/load.sql');
    expect(fact('airflow:d.u', 'triggers')?.value).toBe('next');
  });

  it('say how data is kept and who may read it', () => {
    const { fact } = within(
      'LocalFilesystemToS3Operator(task_id="t", dest_bucket="b", dest_key="k", encrypt=True, acl_policy="public-read")\nX(task_id="u", encryption_configuration={"kmsKeyName": "k"}, region_name="eu-west-1")',
    );
    expect(fact('airflow:d.t', 'encryption_at_rest')?.value).toBe('platform');
    expect(fact('airflow:d.t', 'public_access')?.value).toBe(true);
    expect(fact('airflow:d.u', 'encryption_at_rest')?.value).toBe('customer-key');
    expect(fact('airflow:d.u', 'region')?.value).toBe('eu-west-1');
  });

  it('hand SQL to hooks and cursors, in the language of theirs', () => {
    const told = readFile(`from airflow import DAG
from airflow.decorators import task
@task
def copy():
    hook = PostgresHook(postgres_conn_id="crm")
    hook.run('CREATE TABLE crm.b ("id" int)')
    hook.get_conn().cursor().execute("INSERT INTO crm.b SELECT id FROM crm.a")
with DAG("d"):
    copy()
`);
    expect(told.asset('python:crm.b')).toMatchObject({ platform: 'postgres', fields: [{ name: 'id' }] });
    expect(told.flows).toEqual(['relation:crm.a > relation:crm.b : airflow:d.copy']);
  });

  it('follow the function that a task runs, on its behalf', () => {
    const { flows } = readFile(`from airflow import DAG
from airflow.decorators import task
import pandas as pd
def copy(table):
    pd.read_csv("s3://in/x.csv").to_sql(table, con, schema="crm")
@task
def extract():
    return pd.read_sql("select * from crm.a", con)
@task
def load(frame):
    frame.to_parquet("s3://out/a.parquet")
with DAG("d"):
    PythonOperator(task_id="copy", python_callable=copy, op_kwargs={"table": "users"})
    load(extract())
`);
    expect(flows).toContain('path:s3://in/x.csv > relation:crm.users : airflow:d.copy');
    expect(flows).toContain('relation:crm.a > path:s3://out/a.parquet : airflow:d.load');
  });
});
