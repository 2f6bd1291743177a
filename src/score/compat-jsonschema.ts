import { differencesOf } from './compare-texts.ts';
import { readCases, verdictRows, type Verdict } from './compat-verdicts.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';

interface Case {
  readonly case: string;
  readonly base: unknown;
  readonly head: unknown;
  readonly breaking: boolean;
}

/**
 * JSON Schemas: whether a document that was valid may be refused (`backward`), by the verdicts of a comparer of schemas for event
 * pipelines. It takes any document for possible, so that a new property of an open object already breaks.
 */
export async function scoreJsonSchemaCompatibility(context: ScoreContext): Promise<readonly ScoreRow[]> {
  const cases = readCases<Case>(context, 'compat-jsonschema');
  if (!cases) return [{ case: 'compat-jsonschema', measure: 'breaking by verdict', value: 'absent' }];
  const verdicts: Verdict[] = [];
  for (const one of cases) {
    const { differences } = await differencesOf('json-schema', 'a.schema.json', JSON.stringify(one.base), JSON.stringify(one.head));
    const said = differences.some(({ breaks }) => breaks.includes('backward'));
    verdicts.push({ case: one.case, wanted: one.breaking, said });
  }
  return verdictRows('compat-jsonschema', verdicts);
}
