import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { python } from '../../../../src/core/extract/python/index.ts';
import { EXTRACTORS } from '../../../../src/core/extract/registry.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/settings/default-settings.ts';
import { readFile } from './read-file.ts';

const DAG = 'from airflow import DAG\n';
const codes = (text: string): readonly string[] => readFile(text).problems.map(({ code }) => code);

describe('files of Python', () => {
  it('that name no framework are not even parsed', () => {
    const reading = python.read({ path: 'a.py', text: 'import os\nprint(os.name)\n', size: 0 }, '', () => {
      throw new Error('parsed');
    });
    expect(reading).toEqual({ part: null, problems: [] });
  });

  it('that name one and make nothing of it are of no format', () => {
    expect(readFile(`${DAG}def helper(): return 1\n`)).toMatchObject({ known: false, problems: [] });
  });

  it('of installed packages are nobody’s', () => {
    const tree = { paths: [], has: () => false, nearest: () => undefined };
    expect(python.claim('dags/a.py', tree, DEFAULT_SETTINGS)).toMatchObject({ unit: 'dags/a.py', unsure: true });
    for (const path of ['venv/lib/a.py', 'x/site-packages/a.py', 'dags/a.pyc', 'a.sql'])
      expect(python.claim(path, tree, DEFAULT_SETTINGS)).toBeNull();
  });

  it('are asked behind dbt, before SQL', () => {
    const ids = EXTRACTORS.map(({ id }) => id);
    expect(ids.indexOf('python')).toBeGreaterThan(ids.indexOf('dbt'));
    expect(ids.indexOf('python')).toBeLessThan(ids.indexOf('sql'));
  });
});

describe('Python that is broken', () => {
  it('is a problem at its place, and the rest is read', () => {
    const text = `${DAG}with DAG("daily"):\n    BashOperator(task_id="a")\n\ndef broken(:\n    pass\n\nDAG("other")\n`;
    const told = readFile(text);
    expect(told.problems).toMatchObject([{ code: 'python-unreadable', undecided: true, location: { start: { line: 5 } } }]);
    expect(told.assets.map(({ id }) => id)).toEqual(['airflow:daily', 'airflow:daily.a', 'airflow:other']);
  });

  it('may be of Python 2', () => {
    const told = readFile(
      `${DAG}print "x"\nexec "y"\ntry:\n    pass\nexcept Exception, e:\n    raise E, "z"\nDAG("old", default_args={"owner": "me"})\n`,
    );
    expect(told.asset('airflow:old').facts['owner']?.value).toBe('me');
  });

  it('of any kind never throws', () => {
    const pieces = fc.constantFrom(
      'DAG(',
      ')',
      '"',
      "'",
      '"""',
      'f"{',
      '}',
      '[',
      'for a in b:',
      '\n',
      '\n    ',
      'x = ',
      'if x:',
      '>>',
      'task',
      '\\',
      ':',
      '@',
      'def f(',
      'lambda',
      '**',
      '# MAGIC %sql',
      'spark.sql("',
      'é',
      '😀',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        expect(Array.isArray(readFile(DAG + parts.join('')).problems)).toBe(true);
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});

describe('names that objects have by nature', () => {
  it('are names like any other', () => {
    const told = readFile(
      `${DAG}d = {"__proto__": {"polluted": 1}, "constructor": 2}\nwith DAG("__proto__", tags=["__proto__", "constructor"], params=d, default_args=d):\n    BashOperator(task_id="constructor")\n`,
    );
    expect(Object.keys(told.fact('airflow:__proto__', 'tags')?.value as object)).toEqual(['__proto__', 'constructor']);
    expect(told.asset('airflow:__proto__.constructor').kind).toBe('task');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

describe('code that is made to be hard', () => {
  const many = (text: string, count: number): string => text.repeat(count);

  it.each([
    ['nests', `x = ${many('(', 20_000)}1${many(')', 20_000)}`],
    ['nests and never closes', `x = ${many('[{(', 20_000)}`],
    ['is one long list', `x = [${many('1,', 200_000)}]`],
    ['loops in loops', 'for a in range(400):\n  for b in range(400):\n    for c in range(400):\n      DAG(f"{a}{b}{c}")'],
    [
      'calls twice as often at each step',
      `${Array.from({ length: 40 }, (_, at) => `def f${at}():\n  f${at + 1}()\n  f${at + 1}()\n`).join('')}f0()`,
    ],
    ['orders all tasks behind all', `t = [${many('BashOperator(task_id="x"),', 3000)}]\nfor i in range(300):\n  t >> t`],
  ])('%s, is a problem of the file', (_, body) => {
    expect(codes(DAG + body)).not.toEqual([]);
  });

  it.each([
    ['grows lists of themselves', `l = [1]\n${many('l = l + l\n', 60)}${many('l.extend(l)\n', 60)}`],
    ['grows texts of themselves', `s = "aaaaaaaaaa"\n${many('s = s + s\n', 60)}`],
    ['grows dictionaries of themselves', `d = {}\n${many('d = {"a": d, "b": d}\n', 60)}DAG("x", params=d, tags=d)`],
    ['nests lists of themselves', `l = ["x"]\n${many(`l = [${many('l,', 100)}]\n`, 12)}DAG("x", schedule=l, tags=l)`],
    ['calls itself', 'def f(x):\n  return f(x) + g(x)\ndef g(x):\n  return f(x)\nDAG(f(1))'],
    ['is one long line', `x = "${many('a', 1_000_000)}"\nDAG("x")`],
    ['holds long SQL', `spark.sql("select * from ${many('a join ', 50_000)}b")`],
    ['holds brackets in SQL', `spark.sql("select ${many('(', 50_000)}")`],
    ['holds templates that never close', `DAG("${many('{{', 20_000)}")`],
  ])('%s, is answered', (_, body) => {
    expect(readFile(`${DAG}import pyspark\n${body}\nDAG("end")\n`).assets.map(({ id }) => id)).toContain('airflow:end');
  });
});
