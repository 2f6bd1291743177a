import { randomUUID } from 'node:crypto';
import { Probot } from 'probot';
import { openGitHub } from '../../src/adapters/github/open-github.ts';
import { startWebhookServer } from '../../src/app/start-webhook-server.ts';
import { DEFAULT_SETTINGS } from '../../src/core/settings/default-settings.ts';
import type { JobPorts } from '../../src/workflow/job-ports.ts';
import { performJob } from '../../src/workflow/perform-job.ts';
import { memoryInbox } from '../fakes/memory-inbox.ts';
import { memoryCommands } from '../fakes/memory-commands.ts';
import { memoryExceptions, memoryStore } from '../fakes/memory-store.ts';
import { startGitHubDouble, type GitHubDouble } from '../github-double/start-github-double.ts';
import type { DoublePull, DoubleRepository } from '../github-double/world.ts';
import { aRepository, type TestRepository } from './a-repository.ts';
import { deliver, SECRET } from './deliver.ts';

/** Judges with the help of the client. */
export interface Judging {
  compose(github: ReturnType<typeof openGitHub>): JobPorts['judge'] | (Pick<JobPorts, 'judge'> & Partial<typeof NO_HANDS>);
}

/** The app at work, on a GitHub of its own. */
export interface Story {
  readonly github: GitHubDouble;
  readonly repository: DoubleRepository;
  readonly git: TestRepository;
  readonly store: ReturnType<typeof memoryStore>;
  readonly commands: ReturnType<typeof memoryCommands>;
  readonly inbox: ReturnType<typeof memoryInbox>;
  readonly failures: unknown[];
  readonly url: string;
  readonly log: readonly string[];
  readonly enqueue: JobPorts['enqueue'];
  /** What the work is done with. */
  readonly ports: JobPorts;
  /** Pauses that the client made, in milliseconds; none of them was waited for. */
  readonly pauses: readonly number[];
  /** Delivers, and resolves when the work is done. */
  send(event: string, payload: unknown, options?: Parameters<typeof deliver>[3]): Promise<number>;
  pullEvent(action: string, pull: DoublePull, more?: object): object;
  pushEvent(branch: string, before: string, after: string, more?: object): object;
  close(): Promise<void>;
}

export async function startStory(
  judging: JobPorts['judge'] | Judging,
  overrides: Partial<JobPorts> = {},
  more: Partial<DoubleRepository> = {},
): Promise<Story> {
  const git = aRepository();
  const repository = { ...aDoubleRepository(git.gitDir), ...more };
  const github = await startGitHubDouble([repository]);
  const store = memoryStore();
  const commands = memoryCommands(store.evaluations);
  const inbox = memoryInbox();
  const log: string[] = [];
  const pauses: number[] = [];
  const pace = { now: Date.now, pause: async (milliseconds: number) => void pauses.push(milliseconds) };
  const appId = github.world.app.id;
  const client = openGitHub({ appId, privateKey: github.privateKey, apiUrl: github.url, gitUrl: github.url, pace });
  const server = await startWebhookServer({
    host: '127.0.0.1',
    port: 0,
    path: '/api/github/webhooks',
    secrets: [SECRET],
    probot: new Probot({ appId, privateKey: github.privateKey, secret: SECRET, logLevel: 'fatal' }),
    inbox,
    log: (level, message, facts) => void log.push(JSON.stringify({ level, message, ...facts })),
    now: () => new Date().toISOString(),
  });
  const composed = 'compose' in judging ? judging.compose(client) : judging;
  const acting = { ...NO_HANDS, ...(typeof composed === 'function' ? { judge: composed } : composed) };
  const enqueue: JobPorts['enqueue'] = async (jobs) =>
    void (await inbox.accept({ id: randomUUID(), event: 'tollgate', action: null, receivedAt: '', jobs }));
  const ports: JobPorts = {
    github: client,
    store,
    exceptions: memoryExceptions(),
    commands,
    ...acting,
    enqueue,
    now: Date.now,
    wait: waitAborted,
    webUrl: 'https://github.com',
    ...overrides,
  };
  await inbox.work({ atOnce: 1 }, (job, attempt) => performJob(job, attempt, ports));
  return {
    github,
    repository,
    git,
    store,
    commands,
    inbox,
    failures: inbox.failures,
    url: server.url,
    log,
    pauses,
    enqueue,
    ports,
    send: async (event, payload, options) => {
      const status = await deliver(server.url, event, payload, options);
      await inbox.idle();
      return status;
    },
    pullEvent: (action, { number, headSha }, more = {}) => ({
      action,
      number,
      pull_request: { number, head: { sha: headSha } },
      ...aSource(repository),
      ...more,
    }),
    pushEvent: (branch, before, after, more = {}) => ({
      ref: `refs/heads/${branch}`,
      before,
      after,
      deleted: false,
      ...aSource(repository),
      ...more,
    }),
    close: async () => {
      await server.stop(1000);
      await github.close();
      git.remove();
    },
  };
}

/** Where nobody asks for a change. */
const NO_HANDS: Pick<JobPorts, 'rules' | 'fix' | 'examine' | 'rulesChanged'> = {
  examine: () => Promise.resolve([]),
  rulesChanged: () => Promise.resolve(true),
  rules: () => Promise.resolve({ settings: DEFAULT_SETTINGS, exceptions: [], used: [] }),
  fix: () => Promise.resolve({ files: [], fixed: [], left: [] }),
};

/** Nothing takes long in a story, unless it says so. */
const waitAborted: JobPorts['wait'] = (_, signal) =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

export function aDoubleRepository(gitDir: string): DoubleRepository {
  return {
    id: 1,
    installation: 42,
    owner: 'acme',
    name: 'warehouse',
    defaultBranch: 'main',
    gitDir,
    people: ['hubot', 'mona', 'data'],
    pulls: new Map(),
    checkRuns: [],
    comments: [],
    talk: [],
    reactions: [],
    reviews: [],
    issues: [],
  };
}

export function aPull(headSha: string, overrides: Partial<DoublePull> = {}): DoublePull {
  return { number: 5, state: 'open', draft: false, author: 'mona', base: 'main', headSha, reviewers: [], teams: [], ...overrides };
}

function aSource({ id, name, owner, installation, defaultBranch }: DoubleRepository): object {
  return { installation: { id: installation }, repository: { id, name, owner: { login: owner }, default_branch: defaultBranch } };
}
