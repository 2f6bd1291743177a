import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Probot } from 'probot';
import { judgePool } from '../adapters/child/judge-pool.ts';
import { remoteSourceControl } from '../adapters/git/fetch-range.ts';
import { fetchGitLibrary } from '../adapters/git/fetch-library.ts';
import { libraryStore } from '../adapters/library/library-store.ts';
import { exchangeCode } from '../adapters/github/exchange-code.ts';
import { openGitHub } from '../adapters/github/open-github.ts';
import { regoTools } from '../adapters/opa/rego-tools.ts';
import { openStore } from '../adapters/store/open-store.ts';
import { credentialsFile, writeCredentials, type Credentials } from '../adapters/system/credentials.ts';
import { readEnvironment, type ServerEnvironment } from '../adapters/system/read-environment.ts';
import { wantedOfApp } from '../compose/doctor.ts';
import { inputSchema } from '../compose/authoring.ts';
import { composeLocal } from '../compose/local.ts';
import { TollgateError } from '../core/errors.ts';
import type { Inbox } from '../core/publish-ports.ts';
import type { Repository } from '../model/trigger.ts';
import type { PartCache } from '../workflow/read-units.ts';
import { fixRemote, rulesChangedRemote, rulesRemote } from '../workflow/act-remote.ts';
import { examineRemote } from '../workflow/examine-remote.ts';
import { judgeRemote } from '../workflow/judge-remote.ts';
import type { JobPorts } from '../workflow/job-ports.ts';
import { boundedCache } from './bounded-cache.ts';
import { startLog } from './start-log.ts';
import type { Backend, Composition, ServerSettings } from './run-server.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Puts the server together. This is the only place of the app that knows the outside by name. */
export function compose(variables: Variables): Composition {
  const read = (): ServerEnvironment => readEnvironment(variables);
  const log = startLog(
    (line) => process.stderr.write(line),
    () => new Date().toISOString(),
  );
  return {
    version: packageVersion(),
    log,
    settings: () => settingsOf(read()),
    register: (code) => register(code, read()),
    open: () => openBackend(read()),
  };
}

function settingsOf({ host, port, webhookPath, publicUrl, githubUrl, atOnce, credentials }: ServerEnvironment): ServerSettings {
  const { webhookSecrets, page } = credentials ?? {};
  return {
    host,
    port,
    webhookPath,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    githubUrl,
    atOnce,
    ...(webhookSecrets ? { app: { webhookSecrets, ...(page === undefined ? {} : { page }) } } : {}),
  };
}

async function register(code: string, { apiUrl, dataFolder }: ServerEnvironment): Promise<{ readonly page: string }> {
  const { appId, privateKey, webhookSecret, page } = await exchangeCode(apiUrl, code);
  writeCredentials(credentialsFile(dataFolder), { appId, privateKey, webhookSecrets: [webhookSecret], page });
  return { page };
}

async function openBackend(environment: ServerEnvironment): Promise<Backend> {
  const { credentials, dataFolder, databaseUrl } = environment;
  if (!credentials) throw new TollgateError('bad-environment', 'the app is not registered yet');
  const store = await openStore({ dataFolder, ...(databaseUrl === undefined ? {} : { databaseUrl }) });
  const { jobs, close } = openJobs(environment, credentials, store);
  return {
    probot: probotFor(credentials),
    inbox: store.inbox,
    jobs,
    close: async () => {
      await close();
      await store.close();
    },
  };
}

type Store = Awaited<ReturnType<typeof openStore>>;

function openJobs(environment: ServerEnvironment, { appId, privateKey }: Credentials, store: Store) {
  const { apiUrl, githubUrl, publicUrl, dataFolder, atOnce } = environment;
  const pace = { now: Date.now, pause: (milliseconds: number) => pause(milliseconds) };
  const github = openGitHub({ appId, privateKey, apiUrl, gitUrl: githubUrl, pace });
  const local = composeLocal();
  // Files of strangers are read where they can do no harm: never in this process.
  const pool = judgePool({ entry: JUDGE, size: atOnce });
  const cache: PartCache = boundedCache(MOST_PARTS);
  const fetchRange = remoteSourceControl(join(dataFolder, 'mirrors'));
  // On the command line a library may stand anywhere; here, on GitHub.
  const { libraries: _, ...judging } = local;
  const remote = {
    ...judging,
    librariesFor: (repository: Repository, isPrivate: boolean) =>
      libraryStore({
        // Who may read a private library may not be told by whoever knows its digest: each installation keeps its own.
        folder: join(dataFolder, 'libraries', String(repository.installation)),
        fetchGit: fetchGitLibrary,
        githubUrl,
        allows: ({ kind }) => kind === 'github',
        ...(isPrivate ? { tokenFor: (name: string) => github.tokenBeside(repository, name) } : {}),
      }),
    reader: pool,
    units: pool,
    engine: pool,
    graphs: pool,
    cache,
    github,
    fetchRange,
    exceptions: store.exceptions,
    authoring: { rego: regoTools(process.env), inputSchema },
  };
  const jobs: JobPorts = {
    github,
    store: store.publications,
    exceptions: store.exceptions,
    commands: store.commands,
    judge: judgeRemote(remote),
    rules: rulesRemote(remote),
    rulesChanged: rulesChangedRemote(remote),
    fix: fixRemote(remote),
    examine: examineRemote(remote, wantedOfApp(), Date.now),
    enqueue: (list) => enqueue(store.inbox, list),
    now: Date.now,
    wait: (milliseconds, signal) => pause(milliseconds, undefined, { signal }).catch(() => undefined),
    webUrl: githubUrl,
    ...(publicUrl === undefined ? {} : { pagesUrl: publicUrl }),
  };
  const close = async (): Promise<void> => {
    pool.close();
    await local.close();
  };
  return { jobs, close };
}

/** What was read of that many files is kept, by content. */
const MOST_PARTS = 20_000;

const JUDGE = fileURLToPath(new URL(`../judge/child.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url));

async function enqueue(inbox: Inbox, jobs: Parameters<JobPorts['enqueue']>[0]): Promise<void> {
  if (jobs.length === 0) return;
  await inbox.accept({ id: randomUUID(), event: 'tollgate', action: null, receivedAt: new Date().toISOString(), jobs });
}

/** Probot only dispatches here: the ingress has proved the sender before, and the client is our own. */
function probotFor({ appId, privateKey, webhookSecrets: [secret = ''] }: Credentials): Probot {
  return new Probot({ appId, privateKey, secret, logLevel: 'fatal' });
}

function packageVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}
