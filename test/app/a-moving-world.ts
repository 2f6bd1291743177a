import { execFileSync } from 'node:child_process';
import type { Finding } from '../../src/model/finding.ts';
import type { JudgeRequest } from '../../src/workflow/judge-request.ts';
import { reconcile } from '../../src/workflow/reconcile.ts';
import { jobsOf } from '../../src/workflow/triggers.ts';
import { aFinding } from '../builders/a-finding.ts';
import { aPlace } from '../builders/an-asset.ts';
import { anEvaluation } from '../builders/an-evaluation.ts';
import type { DoubleCheckRun, DoubleComment, DoublePull } from '../github-double/world.ts';
import { aPull, startStory, type Story } from './start-story.ts';

/** One GitHub for thousands of pull requests, each with heads of its own: nothing is started anew for a seed. */
export interface Moving {
  readonly story: Story;
  readonly clock: { now: number };
  /** Whether a sign is shown at once; none is where it is false. */
  signs: boolean;
  /** Is called when a judgement begins. */
  onJudge: (request: JudgeRequest) => void;
  /** Every judgement that was asked for. */
  readonly judged: JudgeRequest[];
  /** The heads of one seed, all made from `main`, none on top of another. */
  headsOf(seed: number): readonly string[];
  /** A new pull request at the first of these heads. */
  open(heads: readonly string[]): DoublePull;
  /** Hands over what an event asks for; resolves when it is done where `done` is set. */
  event(name: string, payload: object): Promise<void>;
  /** Forgets what earlier seeds left, which nobody looks at any more. */
  clear(): void;
  idle(): Promise<void>;
  /** Looks for lost events when it is time. */
  reconciled(): Promise<void>;
  shown(pull: DoublePull, heads: readonly string[]): Shown;
  /** What people see who look at the pull request now, whatever led there. */
  endState(pull: DoublePull, heads: readonly string[]): object;
}

export interface Shown {
  readonly runs: readonly DoubleCheckRun[];
  readonly comments: readonly DoubleComment[];
}

const SQL = 'warehouse/customers.sql';
export const HEADS = 4;

/** What is found depends on the head, the branch that governs, and the labels, as a real verdict does. */
function linesOf({ head, branch, labels = [] }: JudgeRequest, indexes: ReadonlyMap<string, number>): readonly number[] {
  const index = indexes.get(head) ?? 0;
  const all = [1, 2, 3, 4].filter((line) => (index + line * 5 + (branch === 'main' ? 0 : 2) + labels.length) % 3 !== 0);
  return [...all, 5];
}

const OWNERS = [{ name: '@hubot', kind: 'user', why: 'CODEOWNERS line 1' }] as const;

const finding = (line: number): Finding =>
  aFinding({
    fingerprint: String(line).repeat(16),
    field: `c${line}`,
    location: aPlace(SQL, line),
    owners: OWNERS,
    policy: `P${line}`,
    phase: line === 1 ? 'enforce' : 'advise',
  });

const LINES = [{ first: 1, last: 9 }];

export async function startMoving(seeds: number): Promise<Moving> {
  const indexes = new Map<string, number>();
  const clock = { now: Date.parse('2026-11-23T10:00:00Z') };
  const judged: JudgeRequest[] = [];
  const judge = async (request: JudgeRequest, governed: (enforces: boolean) => void) => {
    judged.push(request);
    moving.onJudge(request);
    governed(true);
    await new Promise(setImmediate);
    const evaluation = anEvaluation({
      base:
        request.base === null ? null : { commit: 'commit' in request.base ? request.base.commit : 'b'.repeat(40), name: request.branch },
      head: { commit: request.head, name: 'feature' },
      files: [{ path: SQL, basePath: SQL, status: 'modified', changedLines: LINES, shownLines: LINES }],
      findings: linesOf(request, indexes).map(finding),
    });
    return { evaluation, texts: new Map(), changesRules: false };
  };
  const wait = async (_: number, signal: AbortSignal): Promise<void> => {
    if (!moving.signs) await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  };
  const made = { commits: new Set<string>(), shows: (path: string, line: number) => path === SQL && line <= 9 };
  const story = await startStory(judge, { now: () => clock.now, wait }, { made });
  story.git.commit('main', { [SQL]: 'line 1\n' });
  story.git.commit('release', {}, 'main');
  const heads = manyHeads(story.git.gitDir, seeds * HEADS);
  for (const [at, head] of heads.entries()) {
    indexes.set(head, at % HEADS);
    made.commits.add(head);
  }
  const idle = (): Promise<void> => story.inbox.idle();
  let number = 0;
  const moving: Moving = {
    story,
    clock,
    signs: false,
    onJudge: () => undefined,
    judged,
    headsOf: (seed) => heads.slice(seed * HEADS, (seed + 1) * HEADS),
    open: ([head = '']) => {
      const pull = aPull(head, { number: ++number, updatedAt: new Date(clock.now).toISOString() });
      story.repository.pulls.set(number, pull);
      return pull;
    },
    event: (name, payload) => story.enqueue(jobsOf(name, payload)),
    clear: () => {
      const { pulls, checkRuns, comments, reviews, issues } = story.repository;
      pulls.clear();
      for (const list of [checkRuns, comments, reviews, issues, judged, story.store.evaluations]) list.splice(0);
      story.github.forget();
    },
    idle,
    reconciled: async () => {
      clock.now += 16 * 60_000;
      await reconcile(story.ports);
      await idle();
    },
    shown: (pull, of) => ({
      runs: story.repository.checkRuns.filter(({ head_sha }) => of.includes(head_sha)),
      comments: story.repository.comments.filter((comment) => comment.pull === pull.number),
    }),
    endState: (pull, of) => {
      const { runs, comments } = moving.shown(pull, of);
      const run = runs.findLast(({ head_sha }) => head_sha === pull.headSha);
      const plain = (text: string): string => text.replaceAll(/[0-9a-f]{40}/g, 'SHA').replaceAll(/`?[0-9a-f]{7}`?(?=<| by )/g, 'sha');
      return {
        run: run && { status: run.status, conclusion: run.conclusion, title: run.output.title, summary: plain(run.output.summary) },
        begun: runs.filter(({ status }) => status !== 'completed').length,
        comments: comments
          .filter(({ body }) => !body.includes('Fixed in'))
          .map(({ body, line }) => `${line} ${plain(body)}`)
          .toSorted(),
        reviewers: pull.reviewers,
      };
    },
  };
  return moving;
}

/** All at once: Git would need minutes for thousands of commits, one by one. */
function manyHeads(gitDir: string, count: number): readonly string[] {
  const input = Array.from(
    { length: count },
    (_, at) => `commit refs/made/${at}\ncommitter Test <test@acme.example> ${1_700_000_000 + at} +0000\ndata 0\nfrom refs/heads/main^0\n\n`,
  ).join('');
  execFileSync('git', ['fast-import', '--quiet'], { cwd: gitDir, input });
  const refs = execFileSync('git', ['for-each-ref', '--format=%(refname:lstrip=2) %(objectname)', 'refs/made'], {
    cwd: gitDir,
    encoding: 'utf8',
  });
  const named = refs
    .trim()
    .split('\n')
    .map((line) => line.split(' ') as [string, string]);
  return named.toSorted(([one], [other]) => Number(one) - Number(other)).map(([, sha]) => sha);
}

/** Whole numbers below a limit, the same ones for the same seed. */
export function randomFrom(seed: number): (below: number) => number {
  let state = Math.imul(seed + 1, 2_654_435_761) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const markers = (bodies: readonly { readonly body: string }[]): readonly string[] =>
  bodies.map(({ body }) => /tollgate:([\w:]+)/.exec(body)?.[1] ?? '');

/** What is wrong: a word about another commit than the one it stands at, something that is there twice, a run that was begun only. */
export function wrongsOf(pull: DoublePull, heads: readonly string[], { runs, comments }: Shown): readonly string[] {
  const wrong: string[] = [];
  for (const { head_sha, status, conclusion, output } of runs) {
    if (status !== 'completed') wrong.push(`begun at ${head_sha}`);
    if (conclusion === 'cancelled' ? head_sha === pull.headSha : !output.summary.includes(head_sha.slice(0, 7)))
      wrong.push(`run at ${head_sha}`);
  }
  for (const { commit = '', body } of comments) {
    const named = [...body.matchAll(/\/blob\/([0-9a-f]{40})\//g)].map(([, sha]) => sha);
    if (!heads.includes(commit) || named.some((sha) => !heads.includes(sha ?? ''))) wrong.push(`comment at ${commit}`);
  }
  const names = markers(comments);
  if (new Set(names).size !== names.length) wrong.push(`twice: ${names.join()}`);
  const ids = runs.map(({ head_sha, external_id }) => `${head_sha} ${external_id}`);
  if (new Set(ids).size !== ids.length) wrong.push('a run twice');
  return wrong;
}
