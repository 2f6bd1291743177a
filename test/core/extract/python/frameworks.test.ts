import { describe, expect, it } from 'vitest';
import { readFile } from './read-file.ts';

describe('live tables', () => {
  const told = readFile(
    `import dlt
@dlt.table(name="people", comment="All", table_properties={"quality": "silver"}, schema="id INT, email STRING")
@dlt.expect_or_drop("has id", "id IS NOT NULL")
def anything():
    return dlt.read_stream("raw").join(spark.table("LIVE.more"), "id")
@dlt.view
def seen():
    return spark.table("crm.users")
dlt.create_streaming_table("history")
dlt.apply_changes(target="history", source="people", keys=["id"])
`,
    'pipelines/p.py',
  );
  const JOB = 'python:pipelines/p';

  it('are tables with their columns and checks', () => {
    expect(told.asset('python:people')).toMatchObject({ kind: 'table', platform: 'databricks' });
    expect(told.asset('python:people').fields.map(({ name }) => name)).toEqual(['id', 'email']);
    expect(told.fact('python:people', 'quality')?.value).toEqual({ 'has id': { action: 'drop', rule: 'id IS NOT NULL' } });
    expect(told.fact('python:people', 'tags')?.value).toEqual({ quality: 'silver' });
    expect(told.asset('python:seen').kind).toBe('view');
  });

  it('read what their functions read', () => {
    const flows = told.flows.map((flow) => flow.replace(` : ${JOB}`, ''));
    expect(flows.toSorted()).toEqual([
      'relation:crm.users > relation:seen',
      'relation:more > relation:people',
      'relation:people > relation:history',
      'relation:raw > relation:people',
    ]);
  });
});

describe('Dagster', () => {
  const told = readFile(`from dagster import asset, AssetKey, AssetIn, op, job, ScheduleDefinition
import pandas as pd
@asset(key_prefix="mart", owners=["team:payments"], tags={"domain": "sales"}, deps=["users", AssetKey(["crm", "accounts"])])
def orders(context, raw_orders): ...
@asset(ins={"o": AssetIn(key=["mart", "orders"])}, deps=[orders])
def totals(o):
    o.to_csv("s3://out/totals.csv")
@op
def extract():
    return pd.read_csv("s3://in/x.csv")
@op
def load(frame):
    frame.to_sql("t", con)
@job(tags={"tier": "one"})
def daily():
    load(extract())
ScheduleDefinition(job=daily, cron_schedule="0 0 * * *")
`);

  it('assets say what they are made of, by parameters and by deps', () => {
    expect(told.asset('dagster:mart/orders').kind).toBe('dataset');
    expect(told.fact('dagster:mart/orders', 'owner')?.value).toBe('team:payments');
    expect(told.fact('dagster:mart/orders', 'upstream')?.value).toEqual(['users', 'crm/accounts', 'raw_orders']);
    expect(told.flows).toContain('dagster:users > dagster:mart/orders');
    expect(told.flows).toContain('dagster:mart/orders > path:s3://out/totals.csv : dagster:totals');
  });

  it('jobs hold the ops that they call', () => {
    expect(told.fact('dagster:job:daily', 'schedule')?.value).toBe('0 0 * * *');
    expect(told.fact('dagster:job:daily', 'tags')?.value).toEqual({ tier: 'one' });
    expect(told.fact('dagster:daily.load', 'depends_on')?.value).toEqual(['extract']);
    expect(told.flows).toContain('path:s3://in/x.csv > relation:t : dagster:daily.load');
  });
});

describe('Prefect', () => {
  it('flows hold the tasks that they call', () => {
    const told = readFile(`from prefect import flow, task
import pandas as pd
@task(tags=["db"])
def extract(path):
    return pd.read_csv(path)
@task(name="load it")
def load(frame):
    frame.to_sql("contacts", con, schema="crm")
@flow(name="daily")
def main():
    load.submit(extract("s3://in/x.csv"))
    load(extract("s3://in/y.csv"))
if __name__ == "__main__":
    main.serve(cron="0 1 * * *", tags=["prod"])
`);
    expect(told.assets.map(({ id }) => id)).toEqual(
      ['daily', 'daily.extract', 'daily.load it', 'daily.extract-1', 'daily.load it-1'].map((name) => `prefect:${name}`),
    );
    expect(told.fact('prefect:daily', 'schedule')?.value).toBe('0 1 * * *');
    expect(told.fact('prefect:daily', 'tags')?.value).toEqual({ prod: true });
    expect(told.fact('prefect:daily.load it', 'depends_on')?.value).toEqual(['extract']);
    expect(told.flows).toContain('path:s3://in/x.csv > relation:crm.contacts : prefect:daily.load it');
    expect(told.slice(told.asset('prefect:daily.load it').location)).toBe('load it');
  });
});

describe('dlt', () => {
  it('pipelines load resources into the tables of a dataset', () => {
    const told = readFile(`import dlt
@dlt.resource(primary_key="id", columns={"id": {"data_type": "bigint", "nullable": False}, "email": {"data_type": "text"}})
def issues():
    yield fetch()
@dlt.source
def tracker():
    return [issues()]
pipeline = dlt.pipeline(pipeline_name="tracker", destination="bigquery", dataset_name="work")
pipeline.run(tracker())
`);
    expect(told.asset('dlt:tracker').kind).toBe('job');
    expect(told.asset('python:work.issues')).toMatchObject({ platform: 'bigquery', partial: true });
    expect(told.asset('python:work.issues').fields.map(({ name, type }) => `${name} ${type}`)).toEqual(['id bigint', 'email text']);
    expect(told.asset('python:work.issues').fields[0]?.facts['key']?.value).toBe('primary');
    expect(told.flows).toEqual(['dlt:tracker > relation:work.issues']);
  });
});

describe('data frames', () => {
  it('name files and tables where the text does', () => {
    const told = readFile(
      `import pandas as pd
import awswrangler as wr
a = pd.read_sql("select x from crm.a join crm.b using (id)", con)
a.to_sql("out", con, schema="mart")
wr.s3.to_parquet(df=pd.read_csv("s3://in/x.csv"), path="s3://out/x", database="lake", table="x")
pd.read_csv(buffer).to_csv("local.csv")
cursor.execute("INSERT INTO crm.c SELECT * FROM crm.d")
`,
      'scripts/run.py',
    );
    expect(told.flows.map((flow) => flow.replace(' : python:scripts/run', '')).toSorted()).toEqual([
      'path:s3://in/x.csv > path:s3://out/x',
      'path:s3://in/x.csv > relation:lake.x',
      'python:scripts/run > path:local.csv',
      'relation:crm.a > relation:mart.out',
      'relation:crm.b > relation:mart.out',
      'relation:crm.d > relation:crm.c',
    ]);
  });
});
