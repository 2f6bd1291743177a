import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { composeLocal, type Local } from '../compose/local.ts';
import { cliContext } from '../core/evaluate/cli-context.ts';
import { BASELINE_PATH, keyOf, parseBaseline, shrinkBaseline, writeBaseline } from '../core/baseline/baseline.ts';
import { TollgateError } from '../core/errors.ts';
import type { Evaluation } from '../model/evaluation.ts';
import type { Finding } from '../model/finding.ts';
import { gather } from '../workflow/gather.ts';
import { judgeOnce } from '../workflow/judge-change.ts';
import { flag, readOptions } from './arguments.ts';

/**
 * `tollgate baseline`: lists what stands today where there is no baseline yet, else takes out what is fixed. With `--check` it writes
 * nothing, and ends with 1 where something could be taken out.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, { check: flag });
  const path = positionals[0] ?? '.';
  const local = composeLocal();
  try {
    const evaluation = await judgeAll(path, local);
    const file = join(path, BASELINE_PATH);
    return existsSync(file) ? shrink(file, evaluation, values.check === true) : begin(file, evaluation, values.check === true);
  } finally {
    await local.close();
  }
}

/** The whole tree, as if there were no baseline. */
async function judgeAll(path: string, local: Local): Promise<Evaluation> {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new TollgateError('bad-use', `\`${path}\` is no folder`, { lines: ['do:    name a repository'] });
  const checkout = await local.sourceControl.checkout({ path, all: true });
  const { baseline: _, ...governance } = await gather(checkout, local);
  const context = cliContext(checkout, local.now());
  return (await judgeOnce(checkout, governance, context, local)).evaluation;
}

/** What nobody could decide is no finding that is older than its policy. */
function standingIn({ findings }: Evaluation): readonly Finding[] {
  return findings.filter(({ disposition, rule }) => disposition === 'new' && rule === 'deny');
}

function begin(file: string, evaluation: Evaluation, check: boolean): number {
  if (check) return say('there is no baseline\n', 0);
  const standing = standingIn(evaluation);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, writeBaseline(standing));
  const policies = new Set(standing.map(({ policy }) => policy)).size;
  const words = `${standing.length} findings of ${policies} policies in ${BASELINE_PATH}: they do not count from the next commit on\n`;
  return say(words + unjudged(evaluation), 0);
}

function unjudged({ problems }: Evaluation): string {
  const files = new Set(problems.filter(({ undecided }) => undecided).map(({ location }) => location.file));
  return files.size === 0
    ? ''
    : `${files.size} files could not be judged, so what they hold is not in it: tollgate check --all names them\n`;
}

function shrink(file: string, evaluation: Evaluation, check: boolean): number {
  requireDecided(evaluation);
  const text = readFileSync(file, 'utf8');
  const before = { path: BASELINE_PATH, text, size: Buffer.byteLength(text) };
  const after = shrinkBaseline(before, new Set(evaluation.findings.map(keyOf)));
  if (!check && after.removed > 0) writeFileSync(file, after.text);
  const left = parseBaseline({ ...before, text: after.text }).entries.length;
  const words = check ? 'are fixed and could be taken out' : 'are fixed and taken out';
  return say(`${after.removed} ${words}, ${left} left\n`, check && after.removed > 0 ? 1 : 0);
}

/** What could not be judged might stand: taking it out would be a guess, and could not be taken back. */
function requireDecided({ problems }: Evaluation): void {
  const first = problems.find(({ undecided }) => undecided);
  if (!first) return;
  const { file, start } = first.location;
  throw new TollgateError('judge-failed', `${file}:${start.line}:${start.column} could not be judged: ${first.message}`, {
    lines: ['do:    mend what `tollgate check --all` names; then what is fixed can be told from what is not known'],
  });
}

function say(words: string, code: number): number {
  process.stdout.write(words);
  return code;
}
