import { describe, expect, it } from 'vitest';
import { readFile } from './read-file.ts';

const HEAD =
  'from airflow import DAG\nfrom airflow.decorators import dag, task, task_group\nfrom airflow.operators.bash import BashOperator\n';

const ids = (text: string): readonly string[] => readFile(HEAD + text).assets.map(({ id }) => id);

describe('DAGs of Airflow', () => {
  const told = readFile(`${HEAD}
OWNER = "payments"
default_args = {"owner": OWNER, "retries": 2}
with DAG("daily", default_args=default_args, schedule="0 3 * * *", tags=["core", "domain:sales"], catchup=False, description="Loads") as d:
    BashOperator(task_id="load", bash_command="x", snowflake_conn_id="warehouse")
`);

  it('are jobs with their owner, schedule and tags', () => {
    expect(told.asset('airflow:daily')).toMatchObject({ kind: 'job', platform: 'airflow', name: 'daily' });
    expect(told.fact('airflow:daily', 'owner')?.value).toBe('payments');
    expect(told.fact('airflow:daily', 'schedule')?.value).toBe('0 3 * * *');
    expect(told.fact('airflow:daily', 'tags')?.value).toEqual({ core: true, domain: 'sales' });
    expect(told.fact('airflow:daily', 'catchup')?.value).toBe(false);
  });

  it('stand where their id is written, their owner where that is', () => {
    expect(told.slice(told.asset('airflow:daily').location)).toBe('daily');
    const owner = told.fact('airflow:daily', 'owner');
    expect(owner && told.slice(owner.location)).toBe('payments');
    const tags = told.fact('airflow:daily', 'tags');
    expect(tags?.parts?.['domain'] && told.slice(tags.parts['domain'])).toBe('domain:sales');
  });

  it('hold tasks, with the owner of the DAG and their connections', () => {
    expect(told.asset('airflow:daily.load').kind).toBe('task');
    expect(told.fact('airflow:daily.load', 'owner')?.value).toBe('payments');
    expect(told.fact('airflow:daily.load', 'operator')?.value).toBe('BashOperator');
    expect(told.fact('airflow:daily.load', 'connections')?.value).toEqual(['warehouse']);
    expect(told.slice(told.asset('airflow:daily.load').location)).toBe('load');
  });

  it('are found however they are made', () => {
    expect(ids('d = DAG(dag_id="a")\nt = BashOperator(task_id="t", dag=d)')).toEqual(['airflow:a', 'airflow:a.t']);
    expect(ids('@dag(schedule=None)\ndef b():\n    BashOperator(task_id="t")\nb()')).toEqual(['airflow:b', 'airflow:b.t']);
    expect(ids('@dag(dag_id="c")\ndef made():\n    @task\n    def t(): ...\n    t()\nmade()')).toEqual(['airflow:c', 'airflow:c.t']);
  });

  it('that datasets start read them', () => {
    const { fact, flows } = readFile(`from airflow import DAG
from airflow.datasets import Dataset
orders = Dataset("s3://lake/orders")
with DAG("after", schedule=(orders | Dataset("s3://lake/users"))):
    BashOperator(task_id="t", outlets=[Dataset("s3://lake/out")], inlets=[orders])
`);
    expect(fact('airflow:after', 'schedule')?.value).toEqual(['s3://lake/orders', 's3://lake/users']);
    expect(flows).toContain('dataset:s3://lake/orders > airflow:after');
    expect(flows).toContain('dataset:s3://lake/orders > dataset:s3://lake/out : airflow:after.t');
  });

  it('declare their datasets, under the name of the file too', () => {
    const { asset } = readFile('from airflow.sdk import Asset, DAG\nDAG("x", schedule=[Asset("s3://lake/orders")])');
    expect(asset('airflow:dataset:s3://lake/orders')).toMatchObject({
      kind: 'dataset',
      aliases: ['dataset:s3://lake/orders', 'path:s3://lake/orders'],
    });
  });
});

describe('what the text does not tell', () => {
  it('is unknown by the expression that stands there, never absent', () => {
    const { fact } = readFile(`${HEAD}
from airflow.models import Variable
with DAG("daily", schedule=Variable.get("cron"), tags=[TEAM, "core"], default_args={"owner": Variable.get("owner")}):
    BashOperator(task_id="t", region="{{ var.value.region }}")
`);
    expect(fact('airflow:daily', 'schedule')).toMatchObject({ unknown: 'Variable.get("cron")' });
    expect(fact('airflow:daily', 'schedule')?.value).toBeUndefined();
    expect(fact('airflow:daily', 'owner')?.unknown).toBe('Variable.get("owner")');
    expect(fact('airflow:daily', 'tags')).toMatchObject({ value: { core: true }, unknown: 'TEAM' });
    expect(fact('airflow:daily.t', 'region')).toMatchObject({ unknown: '{{ var.value.region }}' });
  });

  it('may be among arguments that are not told whole', () => {
    const { fact } = readFile(`${HEAD}
with DAG("daily", default_args=common(), **more):
    BashOperator(task_id="t")
with DAG("other", default_args={"owner": "me", **common()}):
    BashOperator(task_id="u", **settings)
with DAG(**everything): ...
`);
    expect(fact('airflow:daily', 'owner')).toMatchObject({ unknown: 'common()' });
    expect(fact('airflow:daily', 'tags')).toMatchObject({ unknown: '**more' });
    expect(fact('airflow:daily', 'schedule')).toMatchObject({ unknown: '**more' });
    expect(fact('airflow:daily.t', 'owner')).toMatchObject({ unknown: 'common()' });
    expect(fact('airflow:other.u', 'owner')?.value).toBe('me');
    expect(fact('airflow:?', 'dag_id')).toMatchObject({ unknown: '**everything' });
  });

  it('stands as a question mark in a name, with a fact that says so', () => {
    const { asset, fact } = readFile(`${HEAD}
with DAG(f"load_{name}"):
    for table in tables():
        BashOperator(task_id=f"copy_{table}")
`);
    expect(asset('airflow:load_?').kind).toBe('job');
    expect(fact('airflow:load_?', 'dag_id')?.unknown).toBe('name');
    expect(fact('airflow:load_?.copy_?', 'task_id')?.unknown).toBe('tables()');
  });
});

describe('code that makes tasks', () => {
  it('is followed through loops over lists that are written out', () => {
    const told = ids('with DAG("d"):\n    for i, name in enumerate(["a", "b"]):\n        BashOperator(task_id=f"{name}_{i}")\n');
    expect(told).toEqual(['airflow:d', 'airflow:d.a_0', 'airflow:d.b_1']);
  });

  it('is followed through functions, comprehensions and dictionaries', () => {
    const told = ids(`
import functools
def make(suffix, kind="x"):
    return BashOperator(task_id=f"{kind}_{suffix}")
with DAG("d"):
    make("1")
    make("2", kind="y")
    [make(one) for one in ("3", "4")]
    for key, value in {"5": "z"}.items():
        make(key, kind=value)
    BashOperator(**{"task_id": "six"})
    functools.partial(BashOperator, retries=2)(task_id="seven")
`);
    expect(told.slice(1)).toEqual(['x_1', 'y_2', 'x_3', 'x_4', 'z_5', 'six', 'seven'].map((name) => `airflow:d.${name}`));
  });

  it('names tasks of groups by their groups', () => {
    const told = ids(`
from airflow.utils.task_group import TaskGroup
@task
def one(): ...
@task_group
def both(): one()
with DAG("d"):
    with TaskGroup("outer") as outer:
        with TaskGroup(group_id="inner"):
            BashOperator(task_id="t")
        with TaskGroup("bare", prefix_group_id=False):
            BashOperator(task_id="u")
    both()
    both()
    one()
    one.override(task_id="named")()
    one()
`);
    const names = ['outer.inner.t', 'outer.u', 'both.one', 'both__1.one', 'one', 'named', 'one__1'];
    expect(told.slice(1)).toEqual(names.map((name) => `airflow:d.${name}`));
  });

  it('takes every way that a condition may go', () => {
    const told = ids(
      'with DAG("d"):\n    if enabled():\n        BashOperator(task_id="a")\n    else:\n        BashOperator(task_id="b")\n    if False:\n        BashOperator(task_id="c")\n',
    );
    expect(told).toEqual(['airflow:d', 'airflow:d.a', 'airflow:d.b']);
  });

  it('maps one task over many values', () => {
    const told = ids(
      '@task\ndef f(x): ...\nwith DAG("d"):\n    f.expand(x=[1, 2])\n    BashOperator.partial(task_id="b").expand(bash_command=["a"])\n',
    );
    expect(told).toEqual(['airflow:d', 'airflow:d.f', 'airflow:d.b']);
  });
});

describe('the order of tasks', () => {
  const order = (body: string, task: string): unknown =>
    readFile(`${HEAD}from airflow.models.baseoperator import chain, cross_downstream
from airflow.utils.edgemodifier import Label
from airflow.utils.task_group import TaskGroup
with DAG("d"):
    a, b, c, e = [BashOperator(task_id=name) for name in ["a", "b", "c", "e"]]
${body}`).fact(`airflow:d.${task}`, 'depends_on')?.value;

  it.each([
    ['    a >> b >> c', 'c', ['b']],
    ['    a >> [b, c] >> e', 'e', ['b', 'c']],
    ['    e << [a, b]', 'e', ['a', 'b']],
    ['    a >> Label("ok") >> b', 'b', ['a']],
    ['    c.set_upstream([a, b])', 'c', ['a', 'b']],
    ['    a.set_downstream(c)', 'c', ['a']],
    ['    chain(a, [b, c], e)', 'e', ['b', 'c']],
    ['    cross_downstream([a, b], [c, e])', 'e', ['a', 'b']],
    [
      '    with TaskGroup("g") as g:\n        x = BashOperator(task_id="x")\n        y = BashOperator(task_id="y")\n        x >> y\n    g >> a',
      'a',
      ['g.y'],
    ],
    [
      '    with TaskGroup("g") as g:\n        x = BashOperator(task_id="x")\n        y = BashOperator(task_id="y")\n        x >> y\n    a >> g',
      'g.x',
      ['a'],
    ],
  ])('%s', (body, task, before) => {
    expect(order(body, task)).toEqual(before);
  });

  it('follows what functions hand to each other', () => {
    const { fact } = readFile(`${HEAD}
@task
def extract(): return 1
@task
def load(data): ...
with DAG("d"):
    load(extract()["rows"])
`);
    expect(fact('airflow:d.load', 'depends_on')?.value).toEqual(['extract']);
  });
});
