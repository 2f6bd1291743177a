import type { Comment, GitHubConversation } from '../../core/command-ports.ts';
import { cutText } from '../../core/plan/cut-text.ts';
import { BODY_UNITS } from '../../core/plan/limits.ts';
import { marker, mention } from '../../core/plan/markdown.ts';
import type { CommandTrigger } from '../../model/trigger.ts';

/** What came of one command. No words: the reaction says enough. */
export interface Said {
  readonly done: boolean;
  readonly words: string;
  /** It was done before, and may have been said. */
  readonly isRepeated: boolean;
  /** Why Tollgate could not do it. */
  readonly failure?: unknown;
}

/** One reaction and one answer for the whole comment. */
export async function answerComment(
  said: readonly Said[],
  { repository, number, place }: CommandTrigger,
  comment: Comment,
  github: GitHubConversation,
): Promise<void> {
  await github.react(repository, place, said.every(({ done }) => done) ? '+1' : 'confused');
  const words = said.flatMap((one) => (one.words === '' ? [] : [one.words]));
  if (words.length === 0) return;
  const name = `answer:${place.kind}:${place.id}`;
  const body = `${marker(name)}\n${mention(`@${comment.author}`)} ${words.join('\n\n')}`;
  const isRepeated = said.some((one) => one.isRepeated);
  await github.answer(repository, number, {
    to: place,
    marker: name,
    body: cutText(body, BODY_UNITS),
    since: comment.createdAt,
    isRepeated,
  });
}
