import { fileURLToPath } from 'node:url';
import type { Probot } from 'probot';
import type { Inbox } from '../core/publish-ports.ts';
import type { JobPorts } from '../workflow/job-ports.ts';
import { performJob } from '../workflow/perform-job.ts';
import { reconcile } from '../workflow/reconcile.ts';
import { sweep } from '../workflow/sweep.ts';
import { errorFacts, type Log } from './log.ts';
import { policyPages } from './policy-pages.ts';
import { setupRoutes } from './setup/setup-routes.ts';
import { startServer, type RunningServer } from './start-server.ts';
import { startWebhookServer } from './start-webhook-server.ts';
import { statusPage } from './status-page.ts';

const POLICIES = fileURLToPath(new URL('../../policies', import.meta.url));

/** What the server needs to know, wherever it is set. */
export interface ServerSettings {
  readonly host: string;
  readonly port: number;
  readonly webhookPath: string;
  readonly publicUrl?: string;
  readonly githubUrl: string;
  readonly atOnce: number;
  /** Missing until the app is registered. */
  readonly app?: { readonly webhookSecrets: readonly string[]; readonly page?: string };
}

/** What the app works with, once it is registered. */
export interface Backend {
  readonly probot: Probot;
  readonly inbox: Inbox;
  readonly jobs: JobPorts;
  close(): Promise<void>;
}

/** How a server is put together. */
export interface Composition {
  readonly version: string;
  readonly log: Log;
  /** Reads the settings, also what a registration has added to them. Errors: bad-environment. */
  settings(): ServerSettings;
  /** Exchanges the code of a registration and keeps what GitHub gives for it. */
  register(code: string): Promise<{ readonly page: string }>;
  open(): Promise<Backend>;
}

export interface Running {
  readonly url: string;
  /** Takes nothing new, finishes what it can, and hands the rest back, within ten seconds. */
  stop(): Promise<void>;
}

/** Serves the app; where it is not registered yet, the pages that lead there first. */
export async function runServer(composition: Composition): Promise<Running> {
  const settings = composition.settings();
  if (settings.app) return serveApp(settings, settings.app, composition);
  return serveSetup(settings, composition);
}

/** Registration is for whoever sits at this machine, so it listens nowhere else, whatever the settings say. */
async function serveSetup(settings: ServerSettings, composition: Composition): Promise<Running> {
  const { log, register } = composition;
  const state: { server?: RunningServer; app?: Promise<Running>; stopped: boolean } = { stopped: false };
  const goOn = async (): Promise<Running> => {
    await state.server?.stop(1000);
    return runServer(composition);
  };
  const done = (): void => {
    if (state.stopped || state.app) return;
    state.app = goOn();
    state.app.catch((error: unknown) => log('error', 'cannot start after the registration', errorFacts(error)));
  };
  const routes = setupRoutes({ ...settings, ownUrl: () => state.server?.url ?? '', register, log, done });
  state.server = await startServer({ host: '127.0.0.1', port: settings.port, routes, log });
  log('info', 'the app is not registered yet: open this address in a browser', { url: state.server.url });
  return {
    url: state.server.url,
    stop: async () => {
      state.stopped = true;
      await state.server?.stop(1000);
      await (await state.app?.catch(() => undefined))?.stop();
    },
  };
}

async function serveApp(settings: ServerSettings, app: NonNullable<ServerSettings['app']>, composition: Composition): Promise<Running> {
  const { log, version } = composition;
  const { host, port, webhookPath, atOnce } = settings;
  const { probot, inbox, jobs, close } = await composition.open();
  const worker = await inbox.work({ atOnce }, (job, attempt) =>
    performJob(job, attempt, jobs).then(
      () => log('info', 'job done', { job: job.key }),
      (error: unknown) => {
        log('error', 'job failed', { job: job.key, last: attempt.last, ...errorFacts(error) });
        throw error;
      },
    ),
  );
  const sweeping = startSweeping(jobs, log);
  const page = statusPage({ version, webhookPath, ...(app.page ? { page: app.page } : {}), healthy: () => inbox.healthy() });
  const now = (): string => new Date(jobs.now()).toISOString();
  const pages = policyPages(POLICIES);
  const secrets = app.webhookSecrets;
  const server = await startWebhookServer({ host, port, path: webhookPath, secrets, probot, inbox, log, now, page, pages });
  log('info', 'takes webhooks', { url: server.url + webhookPath });
  return {
    url: server.url,
    stop: async () => {
      await server.stop(1500);
      clearInterval(sweeping);
      await worker.stop(7000);
      await close();
    },
  };
}

/** A verdict that rests on an exception flips within a minute of its end. */
const SWEEP_MS = 60_000;

function startSweeping(jobs: JobPorts, log: Log): NodeJS.Timeout {
  const failed = (message: string) => (error: unknown) => log('error', message, errorFacts(error));
  const run = (): void => {
    void sweep(jobs).catch(failed('sweep failed'));
    void reconcile(jobs).catch(failed('looking for lost events failed'));
  };
  run();
  return setInterval(run, SWEEP_MS).unref();
}
