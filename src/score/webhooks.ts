import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jobsOf } from '../workflow/triggers.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';

/** Which real payloads start an evaluation, against the events that are said to; and whether any cannot be read. */
export async function scoreWebhooks(context: ScoreContext): Promise<readonly ScoreRow[]> {
  const folder = join(context.cases, 'github-webhooks');
  if (!existsSync(folder)) return [{ case: 'github-webhooks', measure: 'events that start an evaluation', value: 'absent' }];
  const outcomes = payloadsIn(folder).map(outcomeOf);
  const unread = outcomes.filter(({ started }) => started === undefined);
  const note = `${outcomes.length} payloads${unread.length === 0 ? '' : `; not read: ${unread.map(({ name }) => name).join(', ')}`}`;
  return [{ case: 'github-webhooks', measure: 'events that start an evaluation', ...agreement(outcomes), note }];
}

interface Payload {
  readonly event: string;
  readonly name: string;
  readonly body: Body;
}

/** The parts of a payload that say whether it should start an evaluation. */
interface Body {
  readonly action?: string;
  readonly ref?: string;
  readonly deleted?: boolean;
  readonly changes?: { readonly base?: unknown };
}

interface Outcome {
  readonly name: string;
  readonly expected: boolean;
  /** Undefined where the payload could not be read. */
  readonly started: boolean | undefined;
}

function payloadsIn(folder: string): readonly Payload[] {
  const events = readdirSync(folder, { withFileTypes: true }).filter((one) => one.isDirectory());
  return events.flatMap(({ name: event }) =>
    readdirSync(join(folder, event))
      .filter((file) => file.endsWith('.json'))
      .map((file) => ({ event, name: `${event}/${file}`, body: JSON.parse(readFileSync(join(folder, event, file), 'utf8')) as Body })),
  );
}

/** GitHub names the installation in everything it sends to an app; some of the payloads were sent to plain hooks. */
function outcomeOf({ event, name, body }: Payload): Outcome {
  try {
    const jobs = jobsOf(event, { installation: { id: 1 }, ...body });
    return { name, expected: isExpected(event, body), started: jobs.some(({ trigger }) => JUDGES.has(trigger.kind)) };
  } catch {
    return { name, expected: isExpected(event, body), started: undefined };
  }
}

/** What else is asked for judges nothing by itself. */
const JUDGES: ReadonlySet<string> = new Set(['pull', 'push', 'rerun', 'queue']);

/** Labels are what conditions in settings may ask about. */
const CLAIMED: Readonly<Record<string, readonly string[]>> = {
  pull_request: ['opened', 'reopened', 'synchronize', 'ready_for_review', 'labeled', 'unlabeled'],
  check_run: ['rerequested'],
  check_suite: ['rerequested'],
};

function isExpected(event: string, { action = '', ref = '', deleted, changes }: Body): boolean {
  if (event === 'push') return deleted !== true && ref.startsWith('refs/heads/');
  if (event === 'pull_request' && action === 'edited') return changes?.base !== undefined;
  return CLAIMED[event]?.includes(action) ?? false;
}

function agreement(outcomes: readonly Outcome[]): Pick<ScoreRow, 'precision' | 'recall'> {
  const right = outcomes.filter(({ expected, started }) => expected && started === true).length;
  const started = outcomes.filter((one) => one.started === true).length;
  const expected = outcomes.filter((one) => one.expected).length;
  return { precision: started === 0 ? 1 : right / started, recall: expected === 0 ? 1 : right / expected };
}
