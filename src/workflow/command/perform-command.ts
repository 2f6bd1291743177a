import { parseCommands } from '../../core/command/parse-commands.ts';
import type { Comment } from '../../core/command-ports.ts';
import { isTollgateError } from '../../core/errors.ts';
import { say, type Markdown } from '../../core/plan/markdown.ts';
import { shortSha } from '../../core/plan/telling.ts';
import type { PullRequest } from '../../core/publish-ports.ts';
import type { Command, CommandName, ReadCommand } from '../../model/command.ts';
import type { CommandTrigger } from '../../model/trigger.ts';
import { answerComment, type Said } from './answer-comment.ts';
import { doctor } from './doctor.ts';
import { except } from './except.ts';
import { falsePositive } from './false-positive.ts';
import { fix } from './fix.ts';
import { approve, deny } from './judge-request.ts';
import { judgeAgain, notAllowed, refused } from './outcome.ts';
import type { Asked, CommandPorts, Handler, Outcome } from './ports.ts';
import { assign, assignTo, explain, open, recheck, snooze } from './simple.ts';

/** The compiler demands a line for each command. */
const HANDLERS: Readonly<Record<CommandName, Handler>> = {
  approve,
  assign,
  deny,
  doctor,
  except,
  explain,
  'false-positive': falsePositive,
  fix,
  open,
  recheck,
  snooze,
};

interface Given {
  readonly id: string;
  readonly trigger: CommandTrigger;
  readonly comment: Comment;
  readonly subject: string;
  readonly thread: string | undefined;
}

/**
 * Does what a comment asks for, once, and answers it with a reaction and a line for each command. A comment that was edited does nothing but
 * is told so; a bot's, and one that is gone, do nothing at all. Where Tollgate itself fails for good, that is said.
 */
export async function performCommand(trigger: CommandTrigger, attempt: { readonly last: boolean }, ports: CommandPorts): Promise<void> {
  const { repository, place } = trigger;
  const comment = await ports.github.comment(repository, place);
  if (!comment || comment.byBot) return;
  const subject = `${trigger.isIssue ? 'issue' : 'pull'}:${repository.id}:${trigger.number}`;
  const thread = await threadOf(comment, subject, ports);
  const commands = parseCommands(comment.body, { inThread: thread !== undefined });
  const said: Said[] = [];
  for (const [index, read] of commands.entries()) {
    const given = { id: `${place.kind}:${place.id}:${index}`, trigger, comment, subject, thread };
    said.push(await performOnce(read, given, attempt, ports));
  }
  if (said.length > 0) await answerComment(said, trigger, comment, ports.github);
  const failed = said.find(({ failure }) => failure !== undefined);
  if (failed) throw failed.failure;
}

/** The comment of ours that this one answers. */
async function threadOf({ inReplyTo }: Comment, subject: string, { store }: CommandPorts): Promise<string | undefined> {
  if (inReplyTo === undefined) return undefined;
  return (await store.published(subject))?.comments.find(({ id }) => id === inReplyTo)?.marker;
}

/** What was done before is only said again, where it was not said. */
async function performOnce(read: ReadCommand, given: Given, attempt: { readonly last: boolean }, ports: CommandPorts): Promise<Said> {
  const known = await ports.commands.outcome(given.id);
  if (known) return { ...known, isRepeated: true };
  try {
    return await perform(read, given, ports);
  } catch (error) {
    if (!attempt.last || (isTollgateError(error) && error.retryAfterMs !== undefined)) throw error;
    const outcome = refused(FAILED);
    await recordOf(read, outcome, given, ports);
    return { done: false, words: outcome.words, isRepeated: false, failure: error };
  }
}

const FAILED = 'Tollgate failed at this, and the fault is its own. Look at what was done before you ask again.';

async function perform(read: ReadCommand, given: Given, ports: CommandPorts): Promise<Said> {
  const found = 'wrong' in read ? refused(read.wrong) : await outcomeOf(read.command, given, ports);
  const outcome = found.isNotAllowed && (await wasTold(given, ports)) ? { ...found, words: say`` } : found;
  await recordOf(read, outcome, given, ports);
  if (outcome.jobs) await ports.enqueue(outcome.jobs);
  return { done: outcome.done, words: outcome.words, isRepeated: false };
}

/** Who may not is told once. */
async function wasTold(given: Given, ports: CommandPorts): Promise<boolean> {
  const id = `not-allowed:${given.subject}:${given.comment.author}`;
  if (await ports.commands.outcome(id)) return true;
  await recordOf({ wrong: '' }, { done: false, words: say`` }, { ...given, id }, ports);
  return false;
}

async function recordOf(read: ReadCommand, outcome: Outcome, given: Given, ports: CommandPorts): Promise<void> {
  const { id, trigger, comment, subject } = given;
  const { findings = [], done, words } = outcome;
  await ports.commands.record({
    id,
    repository: trigger.repository,
    subject,
    number: trigger.number,
    login: comment.author,
    ...('command' in read ? { command: read.command } : {}),
    findings: findings.map(({ fingerprint, policy }) => ({ fingerprint, policy })),
    done,
    words,
    at: new Date(ports.now()).toISOString(),
  });
}

function outcomeOf(command: Command, given: Given, ports: CommandPorts): Promise<Outcome> {
  return given.trigger.isIssue ? onIssue(command, given, ports) : onPull(command, given, ports);
}

/** An issue of ours follows the code by itself; people can only take it on. */
async function onIssue(command: Command, { trigger, comment }: Given, ports: CommandPorts): Promise<Outcome> {
  const { repository, number } = trigger;
  if (!(await mayWrite(comment, trigger, ports))) return notAllowed(`\`${command.name}\` takes permission to write here.`);
  if (comment.edited) return refused(EDITED);
  if (command.name !== 'assign' || command.people.length === 0) return refused('On an issue there is `/tollgate assign @login`.');
  return assignTo(repository, number, command.people, ports);
}

const EDITED = 'A comment that was edited does nothing. Write a new one.';

async function onPull(command: Command, given: Given, ports: CommandPorts): Promise<Outcome> {
  const { trigger, comment, subject, thread } = given;
  const { repository } = trigger;
  const pull = await ports.github.pull(repository, trigger.number);
  if (!pull) return refused('This pull request is gone.');
  if (!(await mayAsk(command, pull, given, ports))) return notAllowed(`\`${command.name}\` takes permission to write here.`);
  if (comment.edited) return refused(EDITED);
  if (!pull.open) return refused('This pull request is closed.');
  const newest = await ports.commands.newest(subject);
  const stale = ANYTIME.has(command.name) ? undefined : staleWords(comment, pull, newest);
  if (stale !== undefined) return { done: false, words: stale };
  if (!newest)
    return { ...refused('This was not judged yet, and is now. Ask again when it was.'), jobs: [judgeAgain({ repository, pull }, true)] };
  const asked: Asked = {
    command,
    repository,
    pull,
    subject,
    login: comment.author,
    evaluation: newest.evaluation,
    ...(thread === undefined ? {} : { thread }),
    now: new Date(ports.now()).toISOString(),
  };
  return HANDLERS[command.name](asked, ports);
}

/** Permission is read when it is needed. Who may approve, settings say; who wrote the pull request may have it explained and judged again. */
async function mayAsk({ name }: Command, pull: PullRequest, { trigger, comment }: Given, ports: CommandPorts): Promise<boolean> {
  if (name === 'approve' || name === 'deny') return true;
  if ((name === 'explain' || name === 'recheck') && comment.author.toLowerCase() === pull.author.toLowerCase()) return true;
  return mayWrite(comment, trigger, ports);
}

async function mayWrite({ author }: Comment, { repository }: CommandTrigger, { github }: CommandPorts): Promise<boolean> {
  return ['write', 'admin'].includes(await github.permission(repository, author));
}

/** These mean the same whatever commit was seen. */
const ANYTIME: ReadonlySet<CommandName> = new Set(['recheck', 'assign', 'doctor']);

type Newest = Awaited<ReturnType<CommandPorts['commands']['newest']>>;

/** A command is about what its author saw: the newest evaluation, of the commit that is the head, and there before the comment. */
function staleWords({ createdAt }: Comment, { headSha }: PullRequest, newest: Newest): Markdown | undefined {
  const seen = newest?.evaluation.head.commit ?? null;
  if (newest && seen !== headSha)
    return say`The evaluation here is of ${shortSha(seen)}, and the head is ${shortSha(headSha)} by now. Ask again when it was judged.`;
  // GitHub tells whole seconds.
  const before = newest && Date.parse(createdAt) + 999 < Date.parse(newest.since);
  return before ? say`${shortSha(headSha)} was judged after you wrote this. Look at what was found, and ask again.` : undefined;
}
