import { composeLocal, type Local } from '../compose/local.ts';
import { cliContext } from '../core/evaluate/cli-context.ts';
import { periodOf, usedIn } from '../core/exceptions/quota.ts';
import { daysBetween } from '../core/is-over.ts';
import type { ExceptionStanding } from '../model/exception.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { gather } from '../workflow/gather.ts';
import { judgeOnce } from '../workflow/judge-change.ts';
import { oneOf, readOptions, text } from './arguments.ts';

/** How much of its quota a policy has used in the period that today is in. */
interface Usage {
  readonly policy: string;
  readonly period: string;
  readonly used: number;
  readonly of: number;
}

interface Seen {
  readonly exceptions: readonly ExceptionStanding[];
  readonly quota: readonly Usage[];
  /** What is wrong with files of exceptions. */
  readonly problems: readonly Problem[];
  readonly today: string;
}

/** `tollgate exceptions`: how each stands, what it covers in the whole tree, and what is left of the quota. 2 where a file could not be read. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, { format: text });
  const format = oneOf(values.format, ['text', 'json']);
  const local = composeLocal();
  try {
    const { today, ...seen } = await see(positionals[0] ?? '.', local);
    process.stdout.write(format === 'json' ? `${JSON.stringify(seen, null, 2)}\n` : asText({ today, ...seen }));
    return unread({ today, ...seen }).length > 0 ? 2 : 0;
  } finally {
    await local.close();
  }
}

async function see(path: string, local: Local): Promise<Seen> {
  const checkout = await local.sourceControl.checkout({ path, all: true });
  const governance = await gather(checkout, local);
  const context = cliContext(checkout, local.now());
  const { evaluation } = await judgeOnce(checkout, governance, context, local);
  const problems = evaluation.problems.filter(({ code }) => code === 'exception');
  const { exceptions } = evaluation;
  return { exceptions, quota: quotaOf(exceptions, governance.settings, context.now), problems, today: context.now };
}

function quotaOf(exceptions: readonly ExceptionStanding[], settings: Settings, now: string): readonly Usage[] {
  const { per, policy: of } = settings.exceptions.quota;
  const period = periodOf(now.slice(0, 10), per);
  const used = exceptions.filter(({ state }) => state !== 'not counting');
  const policies = [...new Set(used.flatMap((one) => one.policies))].sort();
  return policies.map((policy) => ({ policy, period, used: usedIn(period, policy, used, per).length, of }));
}

/** Files that are no exception at all; those of exceptions that do not count are told in their own line. */
function unread({ problems, exceptions }: Seen): readonly Problem[] {
  const files = new Set(exceptions.map(({ file }) => file));
  return problems.filter(({ location }) => !files.has(location.file));
}

function asText(seen: Seen): string {
  const { exceptions, quota, today } = seen;
  const width = Math.max(...exceptions.map(({ id }) => id.length), 0);
  const rows = exceptions.map((one) => row(one, width, today));
  const trouble = unread(seen).map(
    ({ location, message }) => `${location.file}:${location.start.line}:${location.start.column}  ${message}`,
  );
  const used = quota.map(({ policy, period, used, of }) => `${policy}: ${used} of ${of} used in ${period}`);
  const inForce = exceptions.filter(({ state }) => state === 'in force').length;
  const sum = exceptions.length === 0 ? 'no exceptions' : `${exceptions.length} exceptions, ${inForce} in force`;
  return [...rows, ...trouble, [sum, ...used].join(' · '), ''].join('\n');
}

function row({ id, state, policies, expires, covers, requestedBy, why }: ExceptionStanding, width: number, today: string): string {
  const left = daysBetween(today, expires);
  const ends = left < 0 ? `ended ${expires}` : `ends ${expires} (${left === 0 ? 'today' : `in ${left} days`})`;
  const use = covers === 0 ? 'covers nothing' : `covers ${covers}`;
  const head = [id.padEnd(width), state.padEnd(12), policies.join(','), ends, use, `asked for by ${requestedBy}`].join('  ');
  return why === undefined ? head : `${head}\n  ${why}`;
}
