import type { PublishedCheckRun } from '../../model/action.ts';
import type { Conclusion } from '../../model/decision.ts';
import { code, say, text, type Markdown } from './markdown.ts';
import type { Elsewhere } from './telling.ts';

/**
 * A required check asks for the newest run of its name at a commit, whichever pull request it was made for: else another one of the same
 * head, into a branch where nothing blocks, would open the gate. So every run at a commit shows the strictest verdict of all of them.
 * Source: GitHub Docs, "Troubleshooting required status checks".
 */
export function strictest(own: Conclusion, elsewhere: readonly Elsewhere[]): Conclusion {
  const all = [own, ...elsewhere.flatMap(({ isOpen, verdict }) => (isOpen && verdict ? [verdict] : []))];
  return STRICT_FIRST.find((one) => all.includes(one)) ?? own;
}

const STRICT_FIRST: readonly Conclusion[] = ['failure', 'neutral', 'success'];

type Run = Pick<PublishedCheckRun, 'id' | 'conclusion'>;

/** The run that counts at the commit, with the pull request it was made for; undefined: this one. */
export function newestRun(own: Run | undefined, elsewhere: readonly Elsewhere[]): Run & { readonly of?: Elsewhere } {
  const runs = [...(own ? [own] : []), ...elsewhere.map((of) => ({ ...of.run, of }))];
  return runs.reduce((one, other) => (other.id > one.id ? other : one), runs[0] ?? { id: 0 });
}

/** Those whose verdict is stricter than this one's own. */
function stricter(own: Conclusion, elsewhere: readonly Elsewhere[]): readonly Elsewhere[] {
  const told = strictest(own, elsewhere);
  return told === own ? [] : elsewhere.filter(({ isOpen, verdict }) => isOpen && verdict === told);
}

/** The title of a run that shows another pull request's verdict; undefined where it shows its own. */
export function sharedTitle(own: Conclusion, elsewhere: readonly Elsewhere[]): string | undefined {
  const [first] = stricter(own, elsewhere);
  if (!first) return undefined;
  const { pull, verdict } = first;
  return verdict === 'failure'
    ? `#${pull} is blocked, and has this commit, too`
    : `#${pull} has findings to consider, and this commit, too`;
}

/** Why, and what to do: the first lines of the summary. */
export function sharedLines(own: Conclusion, title: string, elsewhere: readonly Elsewhere[]): readonly Markdown[] {
  return stricter(own, elsewhere).flatMap(({ pull, branch }) => [
    say`This commit is also the head of #${pull} into ${code(branch)}. GitHub keeps one verdict for a commit, so the strictest counts: see there what to change. Once #${pull} is closed or has moved on, this one has its own: ${text(title)}.`,
    say``,
  ]);
}
