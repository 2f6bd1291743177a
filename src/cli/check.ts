import { writeFileSync } from 'node:fs';
import { cliContext } from '../core/evaluate/cli-context.ts';
import { REPORTERS } from '../core/report/registry.ts';
import type { ReportContext } from '../core/plug-ins.ts';
import { TollgateError } from '../core/errors.ts';
import { floorAt } from './floor-at.ts';
import type { Governance } from '../core/conclude-evaluation.ts';
import type { Evaluation } from '../model/evaluation.ts';
import { gather } from '../workflow/gather.ts';
import { judgeChange, type Judgement } from '../workflow/judge-change.ts';
import { withFiles } from '../workflow/with-files.ts';
import { checkoutFor } from './checkout-for.ts';
import { composeLocal, type Local } from '../compose/local.ts';
import { checkArguments, type CheckArguments } from './check-arguments.ts';
import { progress } from './progress.ts';
import { readChangedTexts } from './read-changed-texts.ts';

/** `tollgate check`: judges and reports. Gives the exit code. */
export async function run(argv: readonly string[]): Promise<number> {
  const args = checkArguments(argv);
  const started = performance.now();
  const local = composeLocal();
  local.warm();
  const shown = progress();
  try {
    const judgement = await judge(args, local, shown.say);
    shown.done();
    report(args, judgement, performance.now() - started);
    return exitCode(judgement.evaluation);
  } finally {
    shown.done();
    await local.close();
  }
}

async function judge(args: CheckArguments, local: Local, say: (text: string) => void): Promise<Judgement> {
  say('reading the change');
  const checkout = withFiles(await checkoutFor(args, local), args.with.map(local.fileBeside));
  say('preparing policies');
  const libraries = args.policies.length > 0 ? { libraries: await Promise.all(args.policies.map(local.libraryAt)) } : {};
  const data = (await Promise.all(args.data.map(local.dataAt))).flat();
  const governance = {
    ...(await gather(checkout, local, { ...libraries, ...floorAt(args.organisation, local), data })),
    ...given(args, local),
  };
  say(`judging ${checkout.changeSet.files.length} files`);
  const context = { ...cliContext(checkout, local.now()), ...known(args) };
  const judgement = await judgeChange(checkout, governance, context, local);
  return args.format === 'html' ? readChangedTexts(judgement, checkout) : judgement;
}

function given({ import: head, importBase, paths: [of = '.'] }: CheckArguments, local: Local): Pick<Governance, 'reports'> {
  if (head.length === 0) return {};
  const read = (files: readonly string[]) => files.map((file) => local.reportAt(file, of));
  return { reports: { head: read(head), base: importBase.length > 0 ? read(importBase) : null } };
}

/** The command line knows of a pull request what it is told. */
const known = ({ labels, teams }: CheckArguments): { readonly labels?: readonly string[]; readonly teams?: readonly string[] } => ({
  ...(labels.length > 0 ? { labels } : {}),
  ...(teams.length > 0 ? { teams } : {}),
});

function report(args: CheckArguments, judgement: Judgement, elapsed: number): void {
  const reporter = REPORTERS.find(({ id }) => id === args.format);
  if (!reporter) throw new TollgateError('bad-use', `\`--format ${args.format}\` is not known here`);
  const text = reporter.report(judgement.evaluation, contextOf(judgement, elapsed, args));
  if (args.output === undefined) process.stdout.write(text);
  else {
    writeFileSync(args.output, text);
    process.stdout.write(`${judgement.evaluation.decision.title} · ${args.output}\n`);
  }
}

function contextOf(judgement: Judgement, elapsed: number, args: CheckArguments): ReportContext {
  const color = args.output === undefined && process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
  return {
    text: (path) => judgement.texts.get(path),
    baseText: (path) => judgement.baseTexts.get(path),
    color: color || process.env['FORCE_COLOR'] === '1',
    elapsed,
    command: process.env['TOLLGATE_COMMAND'] ?? 'tollgate',
  };
}

/** 1: an enforced finding blocks. 2: something could not be decided. An unread file never counts as passed. */
function exitCode({ decision }: Evaluation): number {
  if (decision.counts.blocks > 0) return 1;
  return decision.counts.undecided > 0 ? 2 : 0;
}
