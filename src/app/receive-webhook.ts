import type { IncomingMessage, ServerResponse } from 'node:http';
import { ZodError } from 'zod';
import { errorFacts, type Log } from './log.ts';
import { readBody } from './read-body.ts';
import { isKnownEvent } from '../workflow/triggers.ts';
import { verifySignature } from './verify-signature.ts';

/** A delivery whose sender has proved to be GitHub. */
export interface WebhookEvent {
  readonly id: string;
  readonly name: string;
  readonly payload: object;
}

export interface ReceiveOptions {
  /** One, or two while one replaces the other. */
  readonly secrets: readonly string[];
  readonly log: Log;
  /** Resolves when the delivery is durable. A `ZodError` says that the payload is not what GitHub documents. */
  dispatch(event: WebhookEvent): Promise<void>;
}

/** Takes one delivery: proves who sent it before anything else looks at it, and answers once it cannot be lost any more. */
export async function receiveWebhook(request: IncomingMessage, response: ServerResponse, options: ReceiveOptions): Promise<void> {
  const [status, words] = await answerTo(request, options);
  const close = status === 413 || status === 503 ? { connection: 'close' } : {};
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...close }).end(`${words}\n`);
}

type Answer = readonly [status: number, words: string];

async function answerTo(request: IncomingMessage, options: ReceiveOptions): Promise<Answer> {
  if (request.method !== 'POST') return [405, 'Webhooks are sent by POST.'];
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    return [415, 'Set the content type of the webhook to application/json.'];
  const body = await readBody(request);
  if (body === 'too-large') return [413, 'GitHub sends at most 25 MB.'];
  if (body === 'busy') return [503, 'Too many deliveries at once.'];
  if (!verifySignature(body, one(request.headers['x-hub-signature-256']), options.secrets))
    return [401, 'The signature does not match the secret.'];
  const [id, name] = [one(request.headers['x-github-delivery']), one(request.headers['x-github-event'])];
  if (id === undefined || name === undefined || !/^[\w-]{1,100}$/.test(id)) return [400, 'X-GitHub-Delivery or X-GitHub-Event is missing.'];
  if (!isKnownEvent(name)) return [202, 'Nothing to do.'];
  const payload = objectIn(body);
  return payload ? dispatch({ id, name, payload }, options) : [400, 'The body is no JSON object.'];
}

async function dispatch(event: WebhookEvent, { dispatch: accept, log }: ReceiveOptions): Promise<Answer> {
  try {
    await accept(event);
    return [202, 'Accepted.'];
  } catch (error) {
    const facts = { delivery: event.id, event: event.name };
    if (isWrongShape(error)) {
      log('warn', 'delivery of another shape', facts);
      return [400, 'The payload is not what GitHub documents for this event.'];
    }
    log('error', 'delivery not accepted', { ...facts, ...errorFacts(error) });
    return [503, 'The delivery could not be kept. Send it again.'];
  }
}

/** Probot wraps what handlers throw. */
function isWrongShape(error: unknown): boolean {
  return error instanceof ZodError || (error instanceof AggregateError && error.errors.some(isWrongShape)) || causeIsShape(error);
}

function causeIsShape(error: unknown): boolean {
  return error instanceof Error && error.cause !== undefined && isWrongShape(error.cause);
}

function objectIn(body: Uint8Array): object | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A header that is there once. */
const one = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
