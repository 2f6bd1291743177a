import { selectFindings } from '../../core/command/select-findings.ts';
import { BODY_UNITS } from '../../core/plan/limits.ts';
import { fence, join, say, type Markdown } from '../../core/plan/markdown.ts';
import { shortSha } from '../../core/plan/telling.ts';
import { unifiedDiff } from '../../core/text/unified-diff.ts';
import type { FixedChange, FixedFile } from '../fix-change.ts';
import { done, named, refused } from './outcome.ts';
import type { Asked, CommandPorts, Handler, Outcome } from './ports.ts';
import { plural } from '../../core/wording.ts';

/** Commits the edits that hold onto the head, as the app; where it may not, the change is said. */
export const fix: Handler = async (asked, ports) => {
  const { command, evaluation, thread, repository, pull, now } = asked;
  const selection = selectFindings(command.subjects, thread, evaluation);
  if ('wrong' in selection) return refused(selection.wrong);
  const wanted = new Set(selection.findings.map(({ fingerprint }) => fingerprint));
  const { baseBranch: branch, headSha: head, labels, author } = pull;
  const request = { repository, event: 'pull_request', branch, base: { branch }, head, labels, author, now } as const;
  const change = await ports.fix(request, ({ fingerprint }) => wanted.has(fingerprint));
  if (change.files.length === 0)
    return refused('Nothing that was found here has an edit that fixes it. `/tollgate explain` says what to do.');
  return commit(change, asked, ports);
};

async function commit(change: FixedChange, { repository, pull, login }: Asked, { github }: CommandPorts): Promise<Outcome> {
  const { headBranch, headSha } = pull;
  const count = plural(change.fixed.length, 'finding');
  const message = `Fix ${count} of Tollgate\n\n${[...new Set(change.fixed.map(({ policy }) => policy))].join(', ')}. Asked for by @${login}.`;
  if (headBranch === undefined) return said(change, say`Tollgate cannot write to a fork.`);
  const written = await github.commit(repository, { branch: headBranch, head: headSha, files: change.files, message });
  if (written === 'moved') return refused('The branch has moved on meanwhile. Ask again when it was judged.');
  if (written === 'not-allowed')
    return said(change, say`Tollgate may not write here: it has no “Contents: write”, or a rule protects the branch.`);
  return done(say`Fixed in ${shortSha(written.sha)}: ${named(change.fixed)}.`, change.fixed);
}

/** The change as a patch, whole files as many as fit. */
function said({ files, fixed }: FixedChange, why: Markdown): Outcome {
  const patches = files.map(patchOf);
  let room = BODY_UNITS - ROOM_FOR_WORDS;
  const shown = patches.filter((patch) => patch !== null && (room -= patch.length) >= 0) as readonly Markdown[];
  const left = patches.length - shown.length;
  const more = left === 0 ? [] : [say`${left} more files do not fit here: \`tollgate fix\` writes them.`];
  const words = say`${why} With \`git apply\` this fixes ${named(fixed)}:`;
  return { done: false, words: join([words, ...shown, ...more], '\n\n'), findings: fixed };
}

const ROOM_FOR_WORDS = 8000;

/** Null where a character in it would not be seen as what it is. */
function patchOf({ path, before, after }: FixedFile): Markdown | null {
  return fence('diff', unifiedDiff(path, before, after).replace(/\n$/, ''));
}
