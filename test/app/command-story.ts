import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { remoteSourceControl } from '../../src/adapters/git/fetch-range.ts';
import { composeLocal, type Local } from '../../src/compose/local.ts';
import { fixRemote, rulesRemote } from '../../src/workflow/act-remote.ts';
import { wantedOfApp } from '../../src/compose/doctor.ts';
import { examineRemote } from '../../src/workflow/examine-remote.ts';
import { judgeRemote } from '../../src/workflow/judge-remote.ts';
import type { DoublePull } from '../github-double/world.ts';
import { memoryExceptions } from '../fakes/memory-store.ts';
import { aPull, startStory, type Story } from './start-story.ts';

export const SQL = 'warehouse/customers.sql';
const BASE = 'CREATE TABLE mart.customers (\n  id NUMBER NOT NULL\n);\n';
const HEAD = 'CREATE TABLE mart.customers (\n  id NUMBER NOT NULL,\n  email VARCHAR\n);\n';
const SETTINGS = `exceptions: { approvers: ["@exec", "@acme/data"], quota: { per: quarter, policy: 1 } }
phases: { PII002: enforce, CLS001: observe }
sql: { dialects: [{ paths: ["warehouse/**"], dialect: snowflake }] }
`;

/** No two things happen at the same moment. */
export const clock = { now: Date.parse('2026-11-23T10:00:00Z') };
const tick = (): number => (clock.now += 2000);
const isoNow = (): string => new Date(tick()).toISOString();

/** The story that is told now. */
interface Scene {
  story: Story;
  pull: DoublePull;
  exceptions: ReturnType<typeof memoryExceptions>;
}

export const scene = {} as Scene;
let nextComment = 1;

/** Before each test, a pull request whose two findings, one of which blocks, were judged and told; after it, everything went well. */
export function tellStories(): void {
  let local: Local;
  let folder: string;
  beforeAll(() => {
    local = composeLocal();
  });
  afterAll(() => local.close());
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tollgate-command-story-'));
    await begin(local, folder);
  }, 60_000);
  afterEach(async () => {
    expect(scene.story.github.faults).toEqual([]);
    expect(scene.story.failures).toEqual([]);
    await scene.story.close();
    rmSync(folder, { recursive: true, force: true });
  });
}

async function begin(local: Local, folder: string): Promise<void> {
  const memory = memoryExceptions();
  const fetchRange = remoteSourceControl(folder);
  const story = await startStory(
    {
      compose: (github) => {
        const ports = { ...local, github, exceptions: memory, fetchRange };
        return {
          judge: judgeRemote(ports),
          rules: rulesRemote(ports),
          fix: fixRemote(ports),
          examine: examineRemote(ports, wantedOfApp(), tick),
        };
      },
    },
    { exceptions: memory, now: tick },
  );
  story.repository.permissions = { mona: 'write', hubot: 'write', exec: 'read', author: 'read' };
  story.github.world.teams = { 'acme/data': ['lead'] };
  story.git.commit('main', { [SQL]: BASE, '.github/tollgate.yml': SETTINGS, '.github/CODEOWNERS': '* @hubot\n' });
  const pull = aPull(story.git.commit('feature', { [SQL]: HEAD }, 'main'), { author: 'author' });
  story.repository.pulls.set(pull.number, pull);
  await story.send('pull_request', story.pullEvent('opened', pull));
  story.github.forget();
  Object.assign(scene, { story, pull, exceptions: memory });
}

interface Spoken {
  readonly by?: string;
  readonly on?: number;
  readonly id?: string;
  readonly edited?: boolean;
  /** The comment of ours that is answered. */
  readonly thread?: number;
  /** The issue that it stands under, instead of a pull request. */
  readonly issue?: number;
  readonly at?: string;
}

/** Someone writes a comment; gives what was answered, and the reaction. */
export async function say(
  body: string,
  { by = 'mona', issue, on = issue ?? scene.pull.number, id, edited, thread, at = isoNow() }: Spoken = {},
) {
  const { story, pull } = scene;
  const comment = { id: nextComment++, pull: on, author: by, body, createdAt: at, ...(edited ? { updatedAt: isoNow() } : {}) };
  const user = { login: by, type: by.endsWith('[bot]') ? 'Bot' : 'User' };
  const { pull_request, ...source } = story.pullEvent('created', story.repository.pulls.get(on) ?? pull) as { pull_request: object };
  const spoken = { ...source, comment: { id: comment.id, body, user } };
  if (thread === undefined) {
    story.repository.talk?.push(comment);
    await story.send(
      'issue_comment',
      { ...spoken, issue: { number: on, ...(issue === undefined ? { pull_request: {} } : {}) } },
      id === undefined ? {} : { id },
    );
  } else {
    story.repository.comments.push({ ...comment, review: null, path: SQL, line: 3, inReplyTo: thread });
    await story.send('pull_request_review_comment', { ...spoken, pull_request });
  }
  const answers = [...(story.repository.talk ?? []), ...story.repository.comments].filter((one) =>
    one.body.includes(`answer:${thread === undefined ? 'issue' : 'review'}:${comment.id} `),
  );
  const reactions = (story.repository.reactions ?? []).filter((one) => one.comment === comment.id).map(({ content }) => content);
  return { words: answers.map((one) => one.body.split('\n').slice(1).join('\n')), reactions };
}

export const show = (ref: string, path: string): string =>
  execFileSync('git', ['show', `${ref}:${path}`], { cwd: scene.story.git.gitDir, encoding: 'utf8' });
/** The comment whose foot names the policy. */
export const commentOn = (policy: string): number =>
  scene.story.repository.comments.find(({ body }) => body.includes(`${policy}, GDPR`))?.id ?? 0;
export const writes = () => scene.story.github.ledger.filter((one) => one.writes).map(({ operationId }) => operationId);

/** Asks for an exception of what blocks. */
export const ASK = '/tollgate except PII002 until 2026-12-31 because "the vendor’s import breaks"';
