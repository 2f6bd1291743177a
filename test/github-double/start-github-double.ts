import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerGraphql } from './answer-graphql.ts';
import type { Answer } from './answer-request.ts';
import { graphqlFaults } from './graphql-description.ts';
import { ALL_OPERATIONS } from './operations.ts';
import { serveGit } from './serve-git.ts';
import { requestValidator } from './validate-request.ts';
import type { DoubleRepository, World } from './world.ts';

/** One call, as it came in. */
export interface Entry {
  readonly operationId: string;
  readonly path: string;
  readonly status: number;
  readonly creates: boolean;
  readonly writes: boolean;
  readonly body: unknown;
}

/** What goes wrong with the next call of an operation. `after…`: it has taken effect all the same. */
export type Fault =
  | 'before-502'
  | 'after-502'
  | 'after-reset'
  | 'after-half'
  | 'before-reset'
  | 'limit-429'
  | 'secondary-403'
  | 'denied-403';

export interface GitHubDouble {
  readonly url: string;
  readonly world: World;
  readonly privateKey: string;
  /** All calls since the last `forget`, in order. */
  readonly ledger: readonly Entry[];
  forget(): void;
  /** Requests that GitHub's description does not allow, ever. */
  readonly faults: readonly string[];
  fail(operationId: string, ...faults: readonly Fault[]): void;
  /** Is called before each call takes effect, and may have it go wrong. */
  watch(watcher: (operationId: string) => Fault | undefined): void;
  close(): Promise<void>;
}

/** GitHub on 127.0.0.1, as far as Tollgate uses it: with state, with its checks, and with a ledger of what it was asked. */
export async function startGitHubDouble(repositories: readonly DoubleRepository[]): Promise<GitHubDouble> {
  const validate = requestValidator(Object.keys(ALL_OPERATIONS));
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const world: World = {
    app: { id: 77, slug: 'tollgate', publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString() },
    repositories: new Map(repositories.map((one) => [one.id, one])),
    tokens: new Map(),
    nextId: 1000,
  };
  const state: State = { world, validate, ledger: [], faults: [], planned: new Map() };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (/^\/[^/]+\/[^/]+\.git\//.test(url.pathname)) serveGit(request, response, url, world);
    else void serveApi(request, response, url, state);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    world,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ledger: state.ledger,
    faults: state.faults,
    forget: () => state.ledger.splice(0),
    fail: (operationId, ...faults) => state.planned.set(operationId, [...(state.planned.get(operationId) ?? []), ...faults]),
    watch: (watcher) => void (state.watcher = watcher),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface State {
  readonly world: World;
  readonly validate: ReturnType<typeof requestValidator>;
  readonly ledger: Entry[];
  readonly faults: string[];
  readonly planned: Map<string, Fault[]>;
  watcher?: (operationId: string) => Fault | undefined;
}

async function serveApi(request: IncomingMessage, response: ServerResponse, url: URL, state: State): Promise<void> {
  const body = await bodyOf(request);
  if (url.pathname === '/graphql') return serveGraphql(body as GraphqlBody, request, response, state);
  const matched = state.validate({ method: request.method ?? '', path: url.pathname, query: url.searchParams, body });
  if (!matched) {
    state.faults.push(`unknown: ${request.method} ${url.pathname}`);
    return send(response, [404, { message: 'Not Found' }]);
  }
  const { operationId, values } = matched;
  state.faults.push(...matched.faults.map((fault) => `${operationId}: ${fault}`));
  const fault = state.planned.get(operationId)?.shift() ?? state.watcher?.(operationId);
  if (fault === 'before-reset') return void response.destroy();
  const call = {
    operationId,
    values,
    query: url.searchParams,
    body: (body ?? {}) as Record<string, unknown>,
    authorization: request.headers.authorization ?? '',
  };
  const answer = early(fault) ?? ALL_OPERATIONS[operationId]?.answer(call, state.world) ?? [404, {}];
  const { creates } = ALL_OPERATIONS[operationId] ?? { creates: false };
  const writes = request.method !== 'GET' && operationId !== 'apps/create-installation-access-token';
  state.ledger.push({ operationId, path: url.pathname, status: answer[0], creates, writes, body });
  late(fault, response, answer);
}

type GraphqlBody = Parameters<typeof answerGraphql>[0];

function serveGraphql(body: GraphqlBody, request: IncomingMessage, response: ServerResponse, state: State): void {
  state.faults.push(...graphqlFaults(body.query));
  const answer = answerGraphql(body, request.headers.authorization ?? '', state.world);
  const writes = body.query.startsWith('mutation');
  state.ledger.push({
    operationId: writes ? 'graphql/mutation' : 'graphql/query',
    path: '/graphql',
    status: answer[0],
    creates: false,
    writes,
    body,
  });
  send(response, answer);
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? undefined : JSON.parse(text);
}

/** What fails before anything happens. */
function early(fault: Fault | undefined): Answer | undefined {
  if (fault === 'before-502') return [502, { message: 'Server Error' }];
  if (fault === 'limit-429') return [429, { message: 'Too many requests' }];
  if (fault === 'denied-403') return [403, { message: 'Resource not accessible by personal access token' }];
  if (fault === 'secondary-403') return [403, { message: 'You have exceeded a secondary rate limit' }];
  return undefined;
}

function late(fault: Fault | undefined, response: ServerResponse, answer: Answer): void {
  if (fault === 'after-reset') return void response.destroy();
  if (fault === 'after-502') return send(response, [502, { message: 'Server Error' }]);
  if (fault !== 'after-half') return send(response, answer, fault === 'limit-429' ? { 'retry-after': '7' } : {});
  const whole = JSON.stringify(answer[1]);
  response.writeHead(answer[0], { 'content-type': 'application/json; charset=utf-8' });
  response.end(whole.slice(0, whole.length / 2));
}

function send(response: ServerResponse, [status, body]: Answer, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(JSON.stringify(body));
}
