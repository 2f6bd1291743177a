import { describe, expect, it } from 'vitest';
import { python } from '../../../../src/core/extract/python/index.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/settings/default-settings.ts';
import { parse } from './read-file.ts';

const cell = (...source: readonly string[]): object => ({ cell_type: 'code', source });

function readNotebook(cells: readonly object[], language = 'python') {
  const text = JSON.stringify({ cells, metadata: { kernelspec: { language } } }, null, 1);
  const file = { path: 'notebooks/x.ipynb', text, size: text.length };
  const reading = python.read(file, 'notebook', parse);
  const assembly = python.assemble(
    file.path,
    reading.part ? [{ path: file.path, role: 'notebook', part: reading.part }] : [],
    DEFAULT_SETTINGS,
  );
  const edges = (assembly.edges ?? []).filter(({ from }) => from.field === undefined);
  return {
    ...assembly,
    problems: reading.problems,
    flows: edges.map(({ from, to }) => `${from.asset} > ${to.asset}`),
    slices: edges.map(({ location }) => text.slice(location.start.offset, location.end.offset)),
    line: (at: number) => text.slice(0, edges[at]?.location.start.offset).split('\n').length === edges[at]?.location.start.line,
  };
}

describe('notebooks of Jupyter', () => {
  it('are claimed by their name', () => {
    const tree = { paths: [], has: () => false, nearest: () => undefined };
    expect(python.claim('a/x.ipynb', tree, DEFAULT_SETTINGS)).toEqual({ unit: 'a/x.ipynb', role: 'notebook', unsure: true });
  });

  it('are code in strings, with the places of the file', () => {
    const told = readNotebook([
      { cell_type: 'markdown', source: ['spark.table("not.this")'] },
      cell('%pip install x\n', 'from pyspark.sql import SparkSession\n', '# "é" \\ \t tab\n', 'frame = spark.table("crm.users")'),
      cell('%%sql\n', 'INSERT INTO crm.b\n', 'SELECT * FROM crm.a'),
      cell('frame.write.saveAsTable("crm.c")\n'),
    ]);
    expect(told.problems).toEqual([]);
    expect(told.flows).toEqual(['relation:crm.a > relation:crm.b', 'relation:crm.users > relation:crm.c']);
    expect(told.slices).toEqual(['crm.a', 'crm.users']);
    expect([told.line(0), told.line(1)]).toEqual([true, true]);
    expect(told.assets.map(({ id, platform }) => `${id} ${platform}`)).toEqual(['python:notebooks/x spark']);
  });

  it('of other languages, and files that are broken, are no code', () => {
    expect(readNotebook([cell('import pyspark; spark.table("a.b").show()')], 'scala').assets).toEqual([]);
    const text = '{"cells": [{"cell_type": "code", "source": ["import pyspark';
    const { part, problems } = python.read({ path: 'x.ipynb', text, size: text.length }, 'notebook', parse);
    expect(part).toBeNull();
    expect(problems[0]).toMatchObject({ code: 'json-unreadable', undecided: true });
  });
});
