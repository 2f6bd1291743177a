import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TollgateError } from '../core/errors.ts';
import { errorFacts, type Log } from './log.ts';

/** Answers one path. */
export type Handle = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void> | void;

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  readonly routes: Readonly<Record<string, Handle>>;
  readonly log: Log;
}

export interface RunningServer {
  readonly url: string;
  /** Takes nothing new and waits for what is being answered, at most that long. */
  stop(waitMs: number): Promise<void>;
}

/** Serves fixed paths and nothing else. Slow senders are cut off. */
export async function startServer({ host, port, routes, log }: ServerOptions): Promise<RunningServer> {
  const table = new Map(Object.entries(routes));
  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 5_000 },
    (request, response) => {
      answer(request, response, table).catch((error: unknown) => {
        log('error', 'request failed', errorFacts(error));
        fail(response);
      });
    },
  );
  server.keepAliveTimeout = 5_000;
  await listen(server, host, port);
  const address = server.address() as AddressInfo;
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`, stop: (waitMs) => stop(server, waitMs) };
}

async function answer(request: IncomingMessage, response: ServerResponse, table: ReadonlyMap<string, Handle>): Promise<void> {
  const url = URL.parse(request.url ?? '/', 'http://localhost');
  const handle = url && table.get(url.pathname);
  if (!url || !handle) {
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('There is nothing here.\n');
    return;
  }
  await handle(request, response, url);
}

/** A sender who is gone needs no answer. */
function fail(response: ServerResponse): void {
  if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' });
  response.end();
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(cannotListen(host, port, cause)));
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
}

function cannotListen(host: string, port: number, cause: Error): TollgateError {
  const lines = ['do:    stop what listens there, or set PORT and HOST to a place that is free'];
  return new TollgateError('bad-environment', `cannot listen at ${host}:${port}: ${cause.message}`, { lines, cause });
}

function stop(server: Server, waitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), waitMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
