import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';

/** The published cases of a folder; undefined where they are not on this machine. */
export function readCases<Case>({ cases }: ScoreContext, folder: string): readonly Case[] | undefined {
  const path = join(cases, folder, 'cases.jsonl');
  if (!existsSync(path)) return undefined;
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as Case);
}

export interface Verdict {
  readonly case: string;
  readonly wanted: boolean;
  readonly said: boolean;
}

/** How many cases have the verdict that was published, and how many of those that break are found. */
export function verdictRows(name: string, verdicts: readonly Verdict[]): readonly ScoreRow[] {
  const exact = verdicts.filter(({ wanted, said }) => wanted === said).length;
  const hits = verdicts.filter(({ wanted, said }) => wanted && said).length;
  const said = verdicts.filter((one) => one.said).length;
  const wanted = verdicts.filter((one) => one.wanted).length;
  const wrong = verdicts.filter((one) => one.wanted !== one.said).map((one) => `${one.wanted ? 'missed' : 'alarm'} ${one.case}`);
  return [
    {
      case: name,
      measure: 'exact verdict: breaks or not',
      value: `${((100 * exact) / Math.max(1, verdicts.length)).toFixed(1)} % of ${verdicts.length}`,
      ...(wrong.length > 0 ? { note: wrong.join('; ') } : {}),
    },
    {
      case: name,
      measure: 'cases that break',
      precision: hits / Math.max(1, said),
      recall: hits / Math.max(1, wanted),
      note: `${wanted} of ${verdicts.length}`,
    },
  ];
}
