import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Breaks } from '../model/difference.ts';
import type { Json } from '../model/json.ts';
import { differencesOf, unitFiles } from './extractor-of.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally } from './tally.ts';

const CASE = 'compat-avro';

interface Case {
  readonly case: string;
  readonly reader: Json;
  readonly writer: Json;
  readonly compatible: boolean;
}

/** Pairs of schemas by Avro's own tests: each is asked as a change in both directions. */
export function scoreCompatAvro({ cases }: ScoreContext): readonly ScoreRow[] {
  const file = join(cases, CASE, 'cases.jsonl');
  if (!existsSync(file)) return [{ case: CASE, measure: 'verdicts', value: 'absent' }];
  const all = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Case);
  return [
    verdictRow(all, 'backward', ({ reader, writer }) => [writer, reader]),
    verdictRow(all, 'forward', ({ reader, writer }) => [reader, writer]),
  ];
}

type Sides = readonly [base: Json, head: Json];

function verdictRow(all: readonly Case[], direction: Breaks, sides: (one: Case) => Sides): ScoreRow {
  const into = newTally();
  let right = 0;
  for (const one of all) {
    const said = isBroken(sides(one), direction);
    if (said !== one.compatible) right++;
    tally(into, one.compatible ? [] : [one.case], said ? [one.case] : []);
  }
  const row = rowOf(CASE, `incompatible, told as ${direction}`, into);
  return { ...row, note: `${right} of ${all.length} verdicts exact · ${row.note ?? ''}` };
}

function isBroken([base, head]: Sides, direction: Breaks): boolean {
  return differencesOf('avro', fileOf(base), fileOf(head)).some(({ breaks }) => breaks.includes(direction));
}

function fileOf(schema: Json): ReturnType<typeof unitFiles> {
  const text = JSON.stringify(schema);
  return unitFiles('avro', [{ path: 'schema.avsc', text, size: text.length }], 'always');
}
