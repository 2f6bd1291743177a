import { describe, expect, it } from 'vitest';
import { readFile } from './read-file.ts';

const JOB = 'python:jobs/load';
const read = (body: string) =>
  readFile(`from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\n${body}`, 'jobs/load.py');
const flowsOf = (body: string): readonly string[] => read(body).flows.map((flow) => flow.replace(` : ${JOB}`, ''));

describe('frames of Spark', () => {
  it.each([
    ['spark.read.parquet("s3a://in/x/").write.saveAsTable("crm.users")', 'path:s3://in/x > relation:crm.users'],
    ['spark.table("crm.a").filter("x").write.mode("overwrite").insertInto("crm.b")', 'relation:crm.a > relation:crm.b'],
    ['spark.read.format("jdbc").option("dbtable", "public.t").load().write.save("/out", format="delta")', 'relation:public.t > path:/out'],
    [
      'spark.read.format("jdbc").option("dbtable", "(select * from public.t) q").load().write.parquet("/out")',
      'relation:public.t > path:/out',
    ],
    [
      'spark.read.format("kafka").option("subscribe", "orders").load().writeStream.format("delta").start("/out")',
      'topic:orders > path:/out',
    ],
    ['spark.readStream.table("a.b").writeStream.toTable("a.c")', 'relation:a.b > relation:a.c'],
    ['spark.table("a.b").writeTo("a.c").using("iceberg").createOrReplace()', 'relation:a.b > relation:a.c'],
    ['spark.read.format("bigquery").load("p.d.t").write.format("bigquery").save("p.d.u")', 'relation:p.d.t > relation:p.d.u'],
    ['x = spark.sql("select * from delta.`s3://in/x`")\nx.write.csv("/out")', 'path:s3://in/x > path:/out'],
    ['spark.sparkContext.textFile("/in").map(f).saveAsTextFile("/out")', 'path:/in > path:/out'],
    ['spark.table("a.b").createOrReplaceTempView("v")\nspark.sql("insert into a.c select * from v")', 'relation:a.b > relation:a.c'],
    ['spark.table("a.b").createTempView("v")\nspark.table("v").write.saveAsTable("a.c")', 'relation:a.b > relation:a.c'],
    [
      'DeltaTable.forName(spark, "a.c").alias("t").merge(spark.table("a.b").alias("s"), "t.id = s.id").whenMatchedUpdateAll().execute()',
      'relation:a.b > relation:a.c',
    ],
    [
      'def each(batch, n):\n    batch.write.saveAsTable("a.c")\nspark.readStream.table("a.b").writeStream.foreachBatch(each).start()',
      'relation:a.b > relation:a.c',
    ],
    ['def clean(frame):\n    return frame.dropna()\nclean(spark.table("a.b")).write.saveAsTable("a.c")', 'relation:a.b > relation:a.c'],
    ['session.table("a.b").write.save_as_table("a.c")', 'relation:a.b > relation:a.c'],
    ['spark.sql("MERGE INTO a.c USING a.b ON true WHEN MATCHED THEN DELETE")', 'relation:a.b > relation:a.c'],
    ['spark.sql("COPY INTO a.c FROM \'s3://in/x\' FILEFORMAT = CSV")', 'path:s3://in/x > relation:a.c'],
  ])('%s', (body, flow) => {
    expect(flowsOf(body)).toContain(flow);
  });

  it('meet where frames do', () => {
    const flows = flowsOf(
      'a = spark.table("x.a")\nb = spark.table("x.b")\nc = spark.table("x.c")\na.join(b, "id").write.saveAsTable("x.out")\nc.show()',
    );
    expect(flows.toSorted()).toEqual(['relation:x.a > relation:x.out', 'relation:x.b > relation:x.out', `relation:x.c > ${JOB}`]);
  });

  it('keep the known end of a name, and the folder of a path', () => {
    const told = read(
      'catalog = dbutils.widgets.get("catalog")\nspark.table(f"{catalog}.crm.users").write.parquet(f"s3://out/{day}/users")',
    );
    expect(told.flows).toEqual([`relation:crm.users > path:s3://out : ${JOB}`]);
    expect(told.edges.map(({ location }) => told.slice(location))).toEqual(['{catalog}.crm.users']);
  });

  it('say what they write where that cannot be told', () => {
    const { fact } = read('spark.table("a.b").write.saveAsTable(target)');
    expect(fact(JOB, 'writes')).toMatchObject({ unknown: 'target' });
    expect(fact(JOB, 'upstream')?.value).toEqual(['a.b']);
  });
});

describe('columns that SQL in a string moves', () => {
  const columnsOf = (body: string): readonly string[] =>
    read(body).columns.map(({ from, to, how }) => `${from.asset}.${from.field} > ${to.asset}.${to.field} ${how}`);

  it('come from the columns that it names', () => {
    const { columns, slice } = read('spark.sql("INSERT INTO crm.b SELECT u.email AS mail, upper(u.name) AS name FROM crm.users u")');
    expect(columns.map(({ from, to, how }) => `${from.field} > ${to.field} ${how}`)).toEqual(['email > mail same', 'name > name computed']);
    expect(columns.every(({ by }) => by === JOB)).toBe(true);
    expect(columns.map(({ location }) => slice(location))).toEqual(['u.email', 'u.name']);
  });

  it('keep their way through frames that only choose rows', () => {
    const query = 'frame = spark.sql(f"select email as contact from {catalog}.crm.users")\n';
    expect(columnsOf(`${query}frame.filter("x").write.saveAsTable("crm.c")`)).toEqual([
      'relation:crm.users.email > relation:crm.c.contact same',
    ]);
    expect(columnsOf(`${query}frame.withColumn("x", f()).write.saveAsTable("crm.c")`)).toEqual([]);
  });

  it('are all columns of a table where a star is', () => {
    expect(columnsOf('spark.sql("create table crm.d as select * from crm.users")')).toEqual([
      'relation:crm.users.* > relation:crm.d.* same',
    ]);
  });
});

describe('tables that Spark declares', () => {
  it('have the columns of a schema, in either way to write it', () => {
    const told = read(`from pyspark.sql.types import *
schema = StructType([StructField("id", LongType(), False), StructField("at", StructType([StructField("city", StringType())]))])
spark.createDataFrame(rows, schema).filter("id > 1").write.saveAsTable("crm.a")
spark.read.schema("id INT NOT NULL, email STRING").json("/in").write.saveAsTable("crm.b")
`);
    const columns = (id: string): readonly string[] => told.asset(id).fields.map(({ name, type }) => `${name} ${type}`);
    expect(columns('python:crm.a')).toEqual(['id bigint', 'at struct', 'at.city string']);
    expect(columns('python:crm.b')).toEqual(['id INT', 'email STRING']);
    expect(told.asset('python:crm.a').fields[0]?.facts['nullable']?.value).toBe(false);
    for (const { fields } of told.assets) for (const { name, location } of fields) expect(name.endsWith(told.slice(location))).toBe(true);
  });

  it('are read out of SQL, with exact places behind escapes', () => {
    const told = read(
      "spark.sql(\"-- caf\\u00e9 \\n CREATE TABLE crm.users (id INT, email STRING COMMENT 'mail') LOCATION 's3://lake/users'\")",
    );
    const table = told.asset('python:crm.users');
    expect(table.aliases).toEqual(['relation:crm.users', 'path:s3://lake/users']);
    expect(told.slice(table.location)).toBe('crm.users');
    expect(table.fields.map(({ name, type, location }) => `${name} ${type} ${told.slice(location)}`)).toEqual([
      'id INT id',
      'email STRING email',
    ]);
    expect(table.fields[1]?.facts['description']?.value).toBe('mail');
  });

  it('are partial where a query gives what nobody names', () => {
    const told = read('spark.sql("create table crm.a as select *, id as key from crm.b")');
    expect(told.asset('python:crm.a').partial).toBe(true);
    expect(told.asset('python:crm.a').fields.map(({ name }) => name)).toEqual(['key']);
  });
});

describe('notebooks of Databricks', () => {
  const text = `# Databricks notebook source
spark.table("crm.a").createOrReplaceTempView("v")

# COMMAND ----------

# MAGIC %sql
# MAGIC CREATE TABLE crm.c (id INT);
# MAGIC INSERT INTO crm.b
# MAGIC SELECT * FROM v JOIN crm.d ON true

# COMMAND ----------

# MAGIC %md
# MAGIC select * from nothing
`;

  it('hold cells of SQL, that are read in their turn', () => {
    const told = readFile(text, 'notebooks/x.py');
    expect(told.asset('python:notebooks/x').platform).toBe('databricks');
    expect(told.flows).toEqual([
      'relation:crm.a > relation:crm.b : python:notebooks/x',
      'relation:crm.d > relation:crm.b : python:notebooks/x',
    ]);
    expect(told.edges.map(({ location }) => told.slice(location))).toEqual(['crm.a', 'crm.d']);
    expect(told.slice(told.asset('python:crm.c').location)).toBe('crm.c');
  });
});

describe('jobs of Glue', () => {
  it('read and write dynamic frames', () => {
    const told = readFile(
      `from awsglue.context import GlueContext
DB = "crm"
frame = glueContext.create_dynamic_frame.from_catalog(database=DB, table_name="users")
both = Join.apply(frame, glueContext.create_dynamic_frame.from_options("s3", {"paths": ["s3://in/x/"]}, "json"), "a", "b")
glueContext.write_dynamic_frame.from_options(frame=both, connection_type="s3", connection_options={"path": "s3://out"}, format="parquet")
glueContext.write_dynamic_frame.from_jdbc_conf(frame=frame, catalog_connection="c", connection_options={"dbtable": "t", "database": "d"})
sink = glueContext.getSink(path="s3://sink", connection_type="s3")
sink.setCatalogInfo(catalogDatabase="lake", catalogTableName="sunk")
sink.writeFrame(frame)
`,
      'jobs/load.py',
    );
    const flows = told.flows.map((flow) => flow.replace(` : ${JOB}`, ''));
    expect(told.asset(JOB).platform).toBe('glue');
    expect(flows.toSorted()).toEqual([
      'path:s3://in/x > path:s3://out',
      'relation:crm.users > path:s3://out',
      'relation:crm.users > path:s3://sink',
      'relation:crm.users > relation:d.t',
      'relation:crm.users > relation:lake.sunk',
    ]);
  });
});
