import { parseCommands } from '../../core/command/parse-commands.ts';
import type { Comment, CommandRecord } from '../../core/command-ports.ts';
import { cutText } from '../../core/plan/cut-text.ts';
import { BODY_UNITS } from '../../core/plan/limits.ts';
import { marker, mention, say, sentence, type Markdown } from '../../core/plan/markdown.ts';
import { shortSha } from '../../core/plan/telling.ts';
import type { PullRequest } from '../../core/publish-ports.ts';
import type { Command, CommandName, ReadCommand } from '../../model/command.ts';
import type { CommandTrigger } from '../../model/trigger.ts';
import { except } from './except.ts';
import { falsePositive } from './false-positive.ts';
import { fix } from './fix.ts';
import { approve, deny } from './judge-request.ts';
import { judgeAgain, refused } from './outcome.ts';
import type { Asked, CommandPorts, Handler, Outcome } from './ports.ts';
import { assign, explain, open, recheck, snooze } from './simple.ts';

/** The compiler demands a line for each command. */
const HANDLERS: Readonly<Record<CommandName, Handler>> = {
  approve,
  assign,
  deny,
  except,
  explain,
  'false-positive': falsePositive,
  fix,
  open,
  recheck,
  snooze,
};

/**
 * Does what a comment asks for, once, and answers it with a reaction and a line for each command. A comment that was edited, a bot's, and one that
 * is gone do nothing.
 */
export async function performCommand(trigger: CommandTrigger, ports: CommandPorts): Promise<void> {
  const { repository, place } = trigger;
  const comment = await ports.github.comment(repository, place);
  if (!comment || comment.byBot) return;
  const subject = `pull:${repository.id}:${trigger.pull}`;
  const thread = await threadOf(comment, subject, ports);
  const commands = parseCommands(comment.body, { inThread: thread !== undefined });
  if (commands.length === 0) return;
  const said: Said[] = [];
  for (const [index, read] of commands.entries()) {
    const id = `${place.kind}:${place.id}:${index}`;
    const known = await ports.commands.outcome(id);
    said.push(known ? { ...known, isRepeated: true } : await perform(read, { id, trigger, comment, subject, thread }, ports));
  }
  await answer(said, trigger, comment, ports);
}

interface Said {
  readonly done: boolean;
  readonly words: string;
  readonly isRepeated: boolean;
}

/** The comment of ours that this one answers. */
async function threadOf({ inReplyTo }: Comment, subject: string, { store }: CommandPorts): Promise<string | undefined> {
  if (inReplyTo === undefined) return undefined;
  return (await store.published(subject))?.comments.find(({ id }) => id === inReplyTo)?.marker;
}

interface Given {
  readonly id: string;
  readonly trigger: CommandTrigger;
  readonly comment: Comment;
  readonly subject: string;
  readonly thread: string | undefined;
}

async function perform(read: ReadCommand, given: Given, ports: CommandPorts): Promise<Said> {
  if ('wrong' in read) return { done: false, words: sentence(read.wrong), isRepeated: false };
  const { trigger, comment, subject } = given;
  const pull = await ports.github.pull(trigger.repository, trigger.pull);
  if (!pull) return { done: false, words: sentence('This pull request is gone.'), isRepeated: false };
  const outcome = await outcomeOf(read.command, pull, given, ports);
  const record: CommandRecord = {
    id: given.id,
    repository: trigger.repository,
    subject,
    pull: pull.number,
    headSha: pull.headSha,
    login: comment.author,
    command: read.command,
    findings: (outcome.findings ?? []).map(({ fingerprint, policy }) => ({ fingerprint, policy })),
    done: outcome.done,
    words: outcome.words,
    at: new Date(ports.now()).toISOString(),
  };
  await ports.commands.record(record);
  return { done: outcome.done, words: outcome.words, isRepeated: false };
}

async function outcomeOf(command: Command, pull: PullRequest, given: Given, ports: CommandPorts): Promise<Outcome> {
  const { trigger, comment, subject, thread } = given;
  const { repository } = trigger;
  if (comment.edited) return refused('A comment that was edited does nothing. Write a new one.');
  if (!pull.open) return refused('This pull request is closed.');
  if (!(await mayAsk(command, pull, given, ports))) return refused(`\`${command.name}\` takes permission to write here.`);
  const newest = await ports.commands.newest(subject);
  const stale = ANYTIME.has(command.name) ? undefined : staleWords(comment, pull, newest);
  if (stale !== undefined) return { done: false, words: stale };
  if (!newest) return recheckFirst({ repository, pull }, ports);
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
async function mayAsk(
  { name }: Command,
  pull: PullRequest,
  { trigger, comment: { author } }: Given,
  { github }: CommandPorts,
): Promise<boolean> {
  if (name === 'approve' || name === 'deny') return true;
  if ((name === 'explain' || name === 'recheck') && author.toLowerCase() === pull.author.toLowerCase()) return true;
  return ['write', 'admin'].includes(await github.permission(trigger.repository, author));
}

/** These mean the same whatever commit was seen. */
const ANYTIME: ReadonlySet<CommandName> = new Set(['recheck', 'assign']);

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

async function recheckFirst(asked: Pick<Asked, 'repository' | 'pull'>, ports: CommandPorts): Promise<Outcome> {
  await ports.enqueue([judgeAgain(asked, true)]);
  return { done: false, words: say`This was not judged yet, and is now. Ask again when it was.` };
}

/** One answer for the whole comment. */
async function answer(
  said: readonly Said[],
  { repository, pull, place }: CommandTrigger,
  comment: Comment,
  { github }: CommandPorts,
): Promise<void> {
  await github.react(repository, place, said.every((one) => one.done) ? '+1' : 'confused');
  const name = `answer:${place.kind}:${place.id}`;
  const words = said.map((one) => one.words).join('\n\n');
  const body = `${marker(name)}\n${mention(`@${comment.author}`)} ${words}`;
  await github.answer(repository, pull, {
    to: place,
    marker: name,
    body: cutText(body, BODY_UNITS),
    since: comment.createdAt,
    isRepeated: said.some((one) => one.isRepeated),
  });
}
