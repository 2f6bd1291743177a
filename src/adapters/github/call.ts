import { TollgateError } from '../../core/errors.ts';

/** One request as Octokit takes it: `POST /repos/{owner}/{repo}/issues` and its parameters. */
export type Request = (route: string, parameters: Readonly<Record<string, unknown>>) => Promise<{ readonly data: unknown }>;

/** What waiting is done by, so that tests need not wait. */
export interface Pace {
  /** Milliseconds since the epoch. */
  now(): number;
  pause(milliseconds: number): Promise<void>;
}

/** A write that may have taken effect although its answer was lost: `find` looks whether it has. */
export interface Once<Result> {
  make(): Promise<Result>;
  find(): Promise<Result | undefined>;
}

/** Repeats what is safe to repeat: a read, or a write that says how things shall be. */
export function repeat<Result>(make: () => Promise<Result>, pace: Pace): Promise<Result> {
  return once({ make, find: () => Promise.resolve(undefined) }, pace);
}

/**
 * Makes something on GitHub exactly once. Where it is not known whether an attempt took effect (no answer, half of one, 5xx), GitHub is
 * asked before another one. Where GitHub says wait, nothing is sent until then; a wait that is too long for a job is an error.
 */
export async function once<Result>({ make, find }: Once<Result>, pace: Pace): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await make();
    } catch (error) {
      const pause = pauseAfter(error, attempt, pace.now());
      if (pause === undefined) throw asTollgateError(error, pace.now());
      await pace.pause(pause);
      const found = isAmbiguous(error) ? await find() : undefined;
      if (found !== undefined) return found;
    }
  }
}

/** The status of an answer; undefined where there was none that counts. */
export function statusOf(error: unknown): number | undefined {
  return isRequestError(error) && error.response ? error.status : undefined;
}

/** Thrown where an answer came, but not the one that was promised: cut off, or something else than JSON. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}

const MOST_ATTEMPTS = 5;

/** A job waits no longer than this for GitHub; then it is given back to the queue. */
const LONGEST_PAUSE_MS = 90_000;

/** GitHub Docs, "Rate limits for the REST API": without other word, wait at least one minute after a secondary limit. */
const SECONDARY_PAUSE_MS = 60_000;

interface RequestError extends Error {
  readonly status: number;
  readonly response?: { readonly headers: Readonly<Record<string, string | undefined>>; readonly data: unknown };
}

function isRequestError(error: unknown): error is RequestError {
  return error instanceof Error && 'status' in error && typeof error.status === 'number';
}

/** How long to wait before another attempt; undefined where there is none to make. */
function pauseAfter(error: unknown, attempt: number, now: number): number | undefined {
  if (attempt >= MOST_ATTEMPTS) return undefined;
  const asked = askedPause(error, now);
  if (asked !== undefined) return asked <= LONGEST_PAUSE_MS ? asked : undefined;
  return isAmbiguous(error) ? 500 * 2 ** (attempt - 1) * (1 + Math.random() / 2) : undefined;
}

/** What GitHub asks for by a header, or by the words of a secondary limit. */
function askedPause(error: unknown, now: number): number | undefined {
  if (!isRequestError(error) || !error.response || ![403, 422, 429].includes(error.status)) return undefined;
  const { headers } = error.response;
  const after = Number(headers['retry-after']);
  if (headers['retry-after'] !== undefined && Number.isFinite(after)) return after * 1000;
  const reset = Number(headers['x-ratelimit-reset']);
  if (headers['x-ratelimit-remaining'] === '0' && Number.isFinite(reset)) return Math.max(0, reset * 1000 - now) + 1000;
  return error.status === 429 || /secondary rate limit|abuse/i.test(error.message) ? SECONDARY_PAUSE_MS : undefined;
}

function isAmbiguous(error: unknown): boolean {
  if (error instanceof UnreadableAnswer) return true;
  return isRequestError(error) && (error.response === undefined || error.status >= 500);
}

/** Says what was asked and what GitHub answered; never what was sent. */
function asTollgateError(error: unknown, now: number): unknown {
  if (!isRequestError(error) && !(error instanceof UnreadableAnswer)) return error;
  const words = `GitHub answered ${statusOf(error) ?? 'nothing that can be read'}: ${error.message.slice(0, 300)}`;
  return new TollgateError('github-failed', words, { cause: error, retryAfterMs: askedPause(error, now) });
}
