import type { CheckButton, PublishCheckRun, PublishedCheckRun } from '../../model/action.ts';
import type { Counts } from '../../model/decision.ts';
import type { Finding } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { hashText } from '../hash-text.ts';
import { exceptedLine, weight } from '../wording.ts';
import { annotationsOf } from './annotations.ts';
import { cutText, fitParts } from './cut-text.ts';
import { BODY_UNITS, TITLE_UNITS } from './limits.ts';
import { item, join, say, mention, row, sentence, text, visible, type Markdown } from './markdown.ts';
import { previewSection } from './preview-section.ts';
import { sharedLines, sharedTitle, strictest } from './shared-head.ts';
import { placeOf, shortSha, toldOf, watched, weighing, type Telling } from './telling.ts';

/** The check run of the head commit; null where the one that is there shows the same. */
export function planCheckRun(telling: Telling): PublishCheckRun | null {
  const { evaluation, published, subject, rerun } = telling;
  const { elsewhere = [] } = telling;
  const own = evaluation.decision;
  const conclusion = strictest(own.conclusion, elsewhere);
  const title = sharedTitle(own.conclusion, elsewhere) ?? own.title;
  const headSha = evaluation.head.commit ?? '';
  const output = { title: cutText(visible(title), TITLE_UNITS), summary: summaryOf(telling), annotations: annotationsOf(telling) };
  const digest = hashText(JSON.stringify([headSha, conclusion, output]));
  const { checkRun } = published;
  if (!rerun && showsAlready(checkRun, headSha, digest)) return null;
  const key = `${digest}:${subject}:after-${checkRun?.id ?? 0}`;
  const id = begunRun(checkRun, headSha);
  const run = {
    ...(id === undefined ? {} : { id }),
    headSha,
    externalId: key,
    digest,
    status: 'completed',
    conclusion,
    ...output,
  } as const;
  return { kind: 'publish-check-run', key, ...run, buttons: buttonsFor(telling) };
}

function showsAlready(run: PublishedCheckRun | undefined, headSha: string, digest: string): boolean {
  return run?.status === 'completed' && run.headSha === headSha && run.digest === digest;
}

/** A completed run stays as it is: annotations could only be added to it. The newest run of a commit counts. */
function begunRun(run: PublishedCheckRun | undefined, headSha: string): number | undefined {
  return run?.status === 'in_progress' && run.headSha === headSha ? run.id : undefined;
}

/** The check run that says: this takes longer than people like to wait without a sign. */
export function planBegun(subject: string, headSha: string, previous: number): PublishCheckRun {
  const key = `begun:${subject}:${headSha}:after-${previous}`;
  const words = {
    title: 'Judging the change',
    summary: say`The result replaces this as soon as it is there.`,
  };
  return { ...bare(key, headSha), status: 'in_progress', ...words };
}

/** The commit that a sign was begun for, read from the key of that action; undefined for every other action. */
export function begunHead(key: string): string | undefined {
  return /^begun:.*:([0-9a-f]{40,64}):after-\d+$/.exec(key)?.[1];
}

/** Ends the run of a commit that nobody waits for any more: a newer one is judged, or there is nothing to be judged. */
export function planOvertaken(
  { id, headSha }: Pick<PublishedCheckRun, 'id' | 'headSha'>,
  subject: string,
  newer: string | undefined,
): PublishCheckRun {
  const words =
    newer === undefined
      ? { title: 'Closed meanwhile', summary: say`It was closed before the judgement was there, so nothing is told.` }
      : { title: 'Overtaken', summary: say`A newer commit, ${shortSha(newer)}, is judged instead.` };
  return { ...bare(`overtaken:${subject}:${id}`, headSha), id, status: 'completed', conclusion: 'cancelled', ...words };
}

/** Tollgate itself failed. `enforced` says whether any policy may block here: then this blocks, too, since nobody knows. */
export function planFailed(
  run: { readonly subject: string; readonly headSha: string; readonly published?: number; readonly id?: number },
  enforced: boolean,
): PublishCheckRun {
  const { subject, headSha, id, published = 0 } = run;
  const key = `failed:${subject}:${headSha}:after-${published}`;
  const cost = enforced
    ? say`Policies that block are in force here, so the check fails until it is known.`
    : say`No policy blocks here, so this does not either.`;
  return {
    ...bare(key, headSha),
    ...(id === undefined ? {} : { id }),
    status: 'completed',
    conclusion: enforced ? 'failure' : 'neutral',
    title: 'Tollgate could not evaluate this change',
    summary: say`The fault is Tollgate's, not this change's: nothing was judged. ${cost} “Re-evaluate” tries again.`,
    buttons: [RE_EVALUATE],
  };
}

/** What someone can do at once. Only a pull request has a branch to write to and people to ask. */
function buttonsFor(telling: Telling): readonly CheckButton[] {
  const open = telling.pull ? weighing(telling) : [];
  const isFixable = open.some(({ remediation }) => remediation.patch !== undefined);
  return [...(isFixable ? [APPLY_FIXES] : []), ...(open.length > 0 ? [REQUEST_EXCEPTION] : []), RE_EVALUATE];
}

/** The names are those in the event that pressing sends. */
export const RE_EVALUATE: CheckButton = { label: 'Re-evaluate', description: 'Judge this commit once more', identifier: 're-evaluate' };
export const APPLY_FIXES = { label: 'Apply fixes', description: 'Commit the edits that fix findings', identifier: 'apply-fixes' } as const;
export const REQUEST_EXCEPTION = {
  label: 'Request exception',
  description: 'Shows how to ask for one',
  identifier: 'request-exception',
} as const;

function bare(key: string, headSha: string) {
  const digest = hashText(key);
  return { kind: 'publish-check-run', key, headSha, externalId: `${digest}:${key}`, digest, annotations: [], buttons: [] } as const;
}

function summaryOf(telling: Telling): Markdown {
  const foot = footOf(telling);
  const { conclusion, title } = telling.evaluation.decision;
  const parts = [
    ...sharedLines(conclusion, title, telling.elsewhere ?? []),
    ...queueLines(telling),
    ...findingsTable(telling),
    ...undecidedList(telling),
    ...watchedList(telling),
    ...exceptedList(telling),
    ...fixedLine(telling),
    ...previewSection(telling),
  ];
  const room = BODY_UNITS - foot.length - 2;
  const body = fitParts(
    parts,
    room,
    (left) => say`\n${left} more lines are left out: GitHub shows no more here. \`tollgate check\` lists all.`,
  );
  return join(body.length === 0 ? [foot] : [...body, say``, foot], '\n');
}

/** What only shows when pull requests come together is named with them: nobody could have seen it on one alone. */
function queueLines(telling: Telling): readonly Markdown[] {
  const { queue } = telling;
  if (!queue) return [];
  const all = join(
    [...queue.before, queue.pull].map((number) => say`#${number}`),
    ', ',
  );
  const together = weighing(telling).filter(({ fingerprint }) => !queue.alone.has(fingerprint));
  if (queue.before.length === 0) {
    const moved = say`The base has moved since #${queue.pull} was judged: what is below was not there then.`;
    return [say`Merge queue: #${queue.pull} as it would be merged.`, ...(together.length > 0 ? [say``, moved] : []), say``];
  }
  const cause = join(together.map(toldOf), ' ');
  const words = say`Together, ${all} break what none of them breaks alone: ${cause} Change one of them, and queue it again.`;
  return [say`Merge queue: ${all}, judged together.`, ...(together.length > 0 ? [say``, words] : []), say``];
}

function findingsTable(telling: Telling): readonly Markdown[] {
  const findings = weighing(telling);
  if (findings.length === 0) return [];
  return [
    row([say``, say`Finding`, say`Where`, say`Owner`]),
    row([say`---`, say`---`, say`---`, say`---`]),
    ...findings.map((one) => findingRow(one, telling)),
  ];
}

function findingRow(finding: Finding, telling: Telling): Markdown {
  const owners = finding.owners.map(({ name }) => mention(name));
  return row([
    text(weight(finding)),
    toldOf(finding),
    placeOf(finding.location, telling),
    owners.length === 0 ? say`nobody` : join(owners, ', '),
  ]);
}

function undecidedList(telling: Telling): readonly Markdown[] {
  const undecided = telling.evaluation.problems.filter((problem) => problem.undecided);
  if (undecided.length === 0) return [];
  return [say``, say`Could not be judged:`, say``, ...undecided.map((one) => problemItem(one, telling))];
}

function problemItem(problem: Problem, telling: Telling): Markdown {
  return item(say`${placeOf(problem.location, telling)}: ${sentence(problem.message)}`);
}

function watchedList(telling: Telling): readonly Markdown[] {
  const findings = watched(telling);
  if (findings.length === 0) return [];
  const lines = findings.map((one) => item(say`${toldOf(one)}, ${placeOf(one.location, telling)}`));
  return [say``, say`Watched, nothing to do:`, say``, ...lines];
}

function exceptedList({ evaluation }: Telling): readonly Markdown[] {
  const findings = evaluation.findings.filter(({ disposition }) => disposition === 'excepted');
  if (findings.length === 0) return [];
  const lines = findings.map((one) => item(say`${toldOf(one)}, ${text(exceptedLine(one) ?? '')}`));
  return [say``, say`Excepted, for now:`, say``, ...lines];
}

function fixedLine({ evaluation }: Telling): readonly Markdown[] {
  const { fixed } = evaluation.decision.counts;
  if (fixed === 0) return [];
  return [say``, fixed === 1 ? say`1 finding is fixed by this change.` : say`${fixed} findings are fixed by this change.`];
}

function footOf({ evaluation }: Telling): Markdown {
  const { counts } = evaluation.decision;
  const { unread, files, governed } = evaluation.coverage;
  const libraries = evaluation.libraries.map(({ name, version, digest }) =>
    text(`${version === '' ? name : `${name}@${version}`} (sha256:${digest.replace(/^sha256:/, '').slice(0, 8)})`),
  );
  return join(
    [
      ...apart(counts),
      say`${files} ${files === 1 ? say`file` : say`files`} changed, ${governed} governed; ${unread} could not be read.`,
      say`Judged at ${shortSha(evaluation.head.commit)} by ${join(libraries, ', ')}.`,
    ],
    ' ',
  );
}

/** What does not count, and why not. */
function apart(counts: Counts): readonly Markdown[] {
  const kinds = [
    [counts.existing, say`existing`],
    [counts.excepted, say`excepted`],
    [counts.suppressed, say`suppressed`],
    [counts.baselined, say`in the baseline`],
  ] as const;
  const named = kinds.filter(([count]) => count > 0).map(([count, word]) => say`${count} ${word}`);
  return named.length === 0 ? [] : [say`${join(named, ', ')}: not counted.`];
}
