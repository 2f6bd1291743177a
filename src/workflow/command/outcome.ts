import { code, join, say, sentence, text, type Markdown } from '../../core/plan/markdown.ts';
import { nameOf } from '../../core/plan/telling.ts';
import type { Job } from '../../core/publish-ports.ts';
import type { Finding } from '../../model/finding.ts';
import type { Asked, Outcome } from './ports.ts';

export const refused = (words: string): Outcome => ({ done: false, words: sentence(words) });

export const notAllowed = (words: string): Outcome => ({ ...refused(words), isNotAllowed: true });

export const done = (words: Markdown, findings?: readonly Finding[]): Outcome => ({ done: true, words, ...(findings ? { findings } : {}) });

/** Some findings in a few words: `PII001, PII002 on mart.customers.email`. */
export function named(findings: readonly Finding[]): Markdown {
  const policies = [...new Set(findings.map(({ policy }) => policy))].map(text);
  const names = [...new Set(findings.map(nameOf))];
  const shown = names.slice(0, MOST_NAMED).map(code);
  const more = names.length > MOST_NAMED ? [say`${names.length - MOST_NAMED} more`] : [];
  return say`${join(policies, ', ')} on ${join([...shown, ...more], ', ')}`;
}

const MOST_NAMED = 3;

/** The pull request is to be judged again: as a new run, or so that what is posted follows. */
export function judgeAgain({ repository, pull }: Pick<Asked, 'repository' | 'pull'>, rerun: boolean): Job {
  const trigger = { kind: 'pull', repository, pull: pull.number, fresh: false, rerun } as const;
  return { key: `pull:${repository.id}:${pull.number}`, trigger };
}
