import { selectFindings } from '../../core/command/select-findings.ts';
import { LONGEST_DAYS } from '../../core/exceptions/parse-exception.ts';
import { daysBetween, isOver } from '../../core/is-over.ts';
import { findingLines } from '../../core/plan/comment-body.ts';
import { code, join, mention, say, text } from '../../core/plan/markdown.ts';
import { shortSha, type Telling } from '../../core/plan/telling.ts';
import { NOTHING_PUBLISHED } from '../merge-published.ts';
import { done, judgeAgain, named, refused } from './outcome.ts';
import type { Repository } from '../../model/trigger.ts';
import type { Asked, CommandPorts, Handler, Outcome } from './ports.ts';

export const recheck: Handler = (asked) =>
  Promise.resolve({ ...done(say`Judging ${shortSha(asked.pull.headSha)} again.`), jobs: [judgeAgain(asked, true)] });

/** All that there is to say of each. */
export const explain: Handler = async (asked, ports) => {
  const selection = selectFindings(asked.command.subjects, asked.thread, asked.evaluation);
  if ('wrong' in selection) return refused(selection.wrong);
  const { findings } = selection;
  const told = findings.slice(0, MOST_EXPLAINED).map((finding) => join(findingLines(finding, null, true, tellingOf(asked, ports)), '\n'));
  const more = findings.length > MOST_EXPLAINED ? [say`${findings.length - MOST_EXPLAINED} more: name one to have it explained.`] : [];
  return done(join([...told, ...more], '\n\n'), findings);
};

const MOST_EXPLAINED = 5;

function tellingOf({ evaluation, subject, repository, pull }: Asked, { webUrl, pagesUrl }: CommandPorts): Telling {
  return {
    evaluation,
    published: NOTHING_PUBLISHED,
    subject,
    repositoryUrl: `${webUrl}/${repository.owner}/${repository.name}`,
    repositoryOwner: repository.owner,
    ...(pagesUrl === undefined ? {} : { pagesUrl }),
    pull,
    issues: false,
    rerun: false,
    text: () => undefined,
  };
}

/** Folds comments until a day is over. It changes no verdict, so what blocks cannot be snoozed. */
export const snooze: Handler = async (asked) => {
  const { command, evaluation, thread, now } = asked;
  const until = command.until ?? '';
  if (isOver(until, now)) return refused(`${until} is over already.`);
  if (daysBetween(now, until) > LONGEST_DAYS) return refused(`A comment is folded for ${LONGEST_DAYS} days at most.`);
  const selection = selectFindings(command.subjects, thread, evaluation);
  if ('wrong' in selection) return refused(selection.wrong);
  const blocking = selection.findings.find(({ phase }) => phase === 'enforce');
  if (blocking)
    return refused(
      `${blocking.policy} blocks here, and folding its comment would not change that. Ask for an exception: \`/tollgate except\`.`,
    );
  const words = say`Folded until ${text(until)}: ${named(selection.findings)}. The check run still lists it.`;
  return { ...done(words, selection.findings), jobs: [judgeAgain(asked, false)] };
};

/** Takes back what was said of findings: they are shown again. */
export const open: Handler = async (asked) => {
  const selection = selectFindings(asked.command.subjects, asked.thread, asked.evaluation);
  if ('wrong' in selection) return refused(selection.wrong);
  return { ...done(say`Open again: ${named(selection.findings)}.`, selection.findings), jobs: [judgeAgain(asked, false)] };
};

/** Those who are named, or else the people who own what was found. */
export const assign: Handler = async ({ command, evaluation, repository, pull }, ports) => {
  const owners = evaluation.findings.filter(({ disposition }) => disposition === 'new').flatMap((finding) => finding.owners);
  const people = owners.filter(({ kind }) => kind === 'user').map(({ name }) => name.replace(/^@/, ''));
  const wanted = command.people.length > 0 ? command.people : people;
  if (wanted.length === 0) return refused('No person owns what was found. Name one: `/tollgate assign @login`.');
  return assignTo(repository, pull.number, wanted, ports);
};

/** Of a pull request or issue. */
export async function assignTo(
  repository: Repository,
  number: number,
  people: readonly string[],
  { github }: CommandPorts,
): Promise<Outcome> {
  const wanted = [...new Set(people)].slice(0, MOST_ASSIGNED);
  const assigned = await github.assign(repository, number, wanted);
  const left = wanted.filter((login) => !assigned.includes(login));
  if (assigned.length === 0) return refused(`GitHub lets nobody of ${left.map((login) => `\`${login}\``).join(', ')} be assigned here.`);
  const others = left.length > 0 ? [say`GitHub does not let ${join(left.map(code), ', ')} be assigned.`] : [];
  return done(
    join(
      [
        say`Assigned: ${join(
          assigned.map((login) => mention(`@${login}`)),
          ', ',
        )}.`,
        ...others,
      ],
      ' ',
    ),
  );
}

/** GitHub Docs, "Add assignees to an issue": up to 10. */
const MOST_ASSIGNED = 10;
