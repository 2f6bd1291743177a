import { marker, mention, say, sentence, text } from '../../core/plan/markdown.ts';
import { nameOf, toldOf } from '../../core/plan/telling.ts';
import { item, join, type Markdown } from '../../core/plan/markdown.ts';
import type { PullRequest } from '../../core/publish-ports.ts';
import type { Evaluation } from '../../model/evaluation.ts';
import type { ButtonTrigger } from '../../model/trigger.ts';
import { fix } from './fix.ts';
import { refused } from './outcome.ts';
import type { CommandPorts, Outcome } from './ports.ts';

/** Does what a button of a check run says, for each pull request that the commit is the head of. */
export async function performButton(trigger: ButtonTrigger, ports: CommandPorts): Promise<void> {
  const { repository, headSha } = trigger;
  for (const number of await ports.github.pullsWithHead(repository, headSha)) {
    const pull = await ports.github.pull(repository, number);
    if (pull?.open) await press(trigger, pull, ports);
  }
}

async function press(trigger: ButtonTrigger, pull: PullRequest, ports: CommandPorts): Promise<void> {
  const { repository, login, button, checkRun } = trigger;
  const outcome = await outcomeOf(trigger, pull, ports);
  // A commit shows by itself.
  if (outcome.done && button === 'apply-fixes') return;
  const name = `button:${checkRun}:${button}`;
  const body = `${marker(name)}\n${mention(`@${login}`)} ${outcome.words}`;
  await ports.github.answer(repository, pull.number, { marker: name, body, since: trigger.at, isRepeated: true });
}

async function outcomeOf({ repository, headSha, login, button }: ButtonTrigger, pull: PullRequest, ports: CommandPorts): Promise<Outcome> {
  const subject = `pull:${repository.id}:${pull.number}`;
  const newest = await ports.commands.newest(subject);
  if (!newest || newest.evaluation.head.commit !== pull.headSha || pull.headSha !== headSha)
    return refused('The branch has moved on since that check run. Look at the newest one.');
  if (button === 'request-exception') return { done: true, words: exceptionHelp(newest.evaluation, ports.now()) };
  if (!['write', 'admin'].includes(await ports.github.permission(repository, login)))
    return refused('Applying fixes takes permission to write here.');
  const command = { name: 'fix', subjects: [], people: [] } as const;
  const { evaluation } = newest;
  return fix({ command, repository, pull, subject, login, evaluation, now: new Date(ports.now()).toISOString() }, ports);
}

/** What to write: a button cannot ask for a reason. */
function exceptionHelp({ findings }: Evaluation, now: number): Markdown {
  const open = findings.filter(({ disposition, phase }) => disposition === 'new' && phase !== 'observe');
  const blocking = open.filter(({ phase }) => phase === 'enforce');
  const shown = (blocking.length > 0 ? blocking : open).slice(0, MOST_SHOWN);
  if (shown.length === 0) return sentence('Nothing here needs an exception.');
  const until = new Date(now + USUAL_MS).toISOString().slice(0, 10);
  const lines = shown.map((finding) =>
    item(say`${toldOf(finding)}: ${sentence(`\`/tollgate except ${finding.policy} ${nameOf(finding)} until ${until} because "…"\``)}`),
  );
  return join(
    [
      say`An exception takes a reason and an end. Write one of these as a comment, with yours (${text(until)} is only an example):`,
      say``,
      ...lines,
    ],
    '\n',
  );
}

const MOST_SHOWN = 10;
const USUAL_MS = 30 * 86_400_000;
