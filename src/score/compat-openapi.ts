import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { differencesOf } from './compare-texts.ts';
import { readCases, verdictRows, type Verdict } from './compat-verdicts.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally, type Tally } from './tally.ts';

interface Case {
  readonly case: string;
  readonly base: string;
  readonly head: string;
  readonly breaking: boolean;
  readonly changes: readonly {
    readonly id: string;
    readonly level: string;
    readonly operation: string | null;
    readonly path: string | null;
  }[];
}

/**
 * OpenAPI: what breaks clients, by the verdicts of a comparer of descriptions on its own tests. Recall and precision count operations
 * (method and path); the ids of the changes of level error that are missed or found stand beside them.
 */
export async function scoreOpenApiCompatibility(context: ScoreContext): Promise<readonly ScoreRow[]> {
  const cases = readCases<Case>(context, 'compat-openapi');
  if (!cases) return [{ case: 'compat-openapi', measure: 'breaking by verdict', value: 'absent' }];
  const verdicts: Verdict[] = [];
  const operations = newTally();
  const ids = new Map<string, Count>();
  for (const one of cases) {
    const texts = [one.base, one.head].map((name) => textOf(context, name));
    const broken = await brokenOperations(one.base, texts[0] ?? '', texts[1] ?? '');
    verdicts.push({ case: one.case, wanted: one.breaking, said: broken.size > 0 });
    countOne(one, broken, operations, ids);
  }
  return [...verdictRows('compat-openapi', verdicts), rowOf('compat-openapi', 'operations that break', operations), idRow(ids)];
}

interface Count {
  found: number;
  missed: number;
}

function textOf({ cases }: ScoreContext, name: string): string {
  const path = join(cases, 'compat-openapi', 'data', name);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** As the published cases name them: `GET /contacts`. */
async function brokenOperations(name: string, base: string, head: string): Promise<ReadonlySet<string>> {
  const { differences } = await differencesOf('openapi', `api.openapi${extname(name)}`, base, head);
  const broken = differences.filter(({ breaks }) => breaks.includes('clients'));
  return new Set(broken.map(({ asset }) => /(?<=:)[A-Z]+ \S+$/.exec(asset)?.[0] ?? asset));
}

function countOne({ changes }: Case, broken: ReadonlySet<string>, operations: Tally, ids: Map<string, Count>): void {
  const errors = changes.filter(({ level, operation }) => level === 'error' && operation !== null);
  const nameOf = ({ operation, path }: Case['changes'][number]): string => `${operation} ${path}`;
  tally(operations, [...new Set(errors.map(nameOf))], [...broken]);
  for (const error of errors) {
    const count = ids.get(error.id) ?? { found: 0, missed: 0 };
    if (broken.has(nameOf(error))) count.found++;
    else count.missed++;
    ids.set(error.id, count);
  }
}

function idRow(ids: ReadonlyMap<string, Count>): ScoreRow {
  const missed = [...ids].filter(([, count]) => count.missed > 0);
  const note =
    missed.length === 0 ? 'each id is found wherever it is wanted' : missed.map(([id, count]) => `${id} missed ${count.missed}`).join('; ');
  return { case: 'compat-openapi', measure: 'ids of level error found', value: `${ids.size - missed.length} of ${ids.size}`, note };
}
