import type { ServerResponse } from 'node:http';
import type { Probot } from 'probot';
import type { Inbox } from '../core/publish-ports.ts';
import type { Log } from './log.ts';
import { receiveWebhook, type WebhookEvent } from './receive-webhook.ts';
import { startServer, type Handle, type RunningServer } from './start-server.ts';
import { tollgateApp } from './tollgate-app.ts';

export interface WebhookServerOptions {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly secrets: readonly string[];
  readonly probot: Probot;
  readonly inbox: Pick<Inbox, 'accept' | 'healthy'>;
  readonly log: Log;
  /** ISO 8601, UTC. */
  now(): string;
  /** The page at `/`. */
  readonly page?: Handle;
  /** Other pages, by their paths. */
  readonly pages?: Readonly<Record<string, Handle>>;
}

/** Serves webhooks, `/healthz` and a page. Probot dispatches what our own ingress has let in. */
export async function startWebhookServer(options: WebhookServerOptions): Promise<RunningServer> {
  const { host, port, path, secrets, probot, inbox, log, now, page, pages } = options;
  await probot.load(tollgateApp({ inbox, log, now }));
  const dispatch = (event: WebhookEvent): Promise<void> => probot.receive(asProbotEvent(event));
  const routes = {
    ...pages,
    [path]: (request, response) => receiveWebhook(request, response, { secrets, log, dispatch }),
    '/healthz': async (_, response) => answerHealth(response, await inbox.healthy()),
    ...(page ? { '/': page } : {}),
  } satisfies Record<string, Handle>;
  return startServer({ host, port, routes, log });
}

type ProbotEvent = Parameters<Probot['receive']>[0];

/** Probot types each event by its name; ours are checked by the table of triggers instead. */
function asProbotEvent({ id, name, payload }: WebhookEvent): ProbotEvent {
  return { id, name, payload } as unknown as ProbotEvent;
}

function answerHealth(response: ServerResponse, healthy: boolean): void {
  response.writeHead(healthy ? 200 : 503, { 'content-type': 'text/plain; charset=utf-8' }).end(healthy ? 'ok\n' : 'not ready\n');
}
