export type ErrorCode =
  | 'bad-use'
  | 'no-repository'
  | 'unknown-revision'
  | 'git-missing'
  | 'git-failed'
  | 'opa-missing'
  | 'opa-failed'
  | 'library-unreadable'
  | 'judge-failed'
  | 'not-written'
  | 'store-locked'
  | 'store-failed'
  | 'github-failed'
  | 'bad-environment';

/**
 * Why Tollgate stopped. Told apart by `code`, never by class. `lines` are facts and what to do, each shown on a line of its own, as
 * `tried: …` or `do: …`. What a user can fix inside a judged file is no error but a `Problem`.
 */
export class TollgateError extends Error {
  override readonly name = 'TollgateError';
  readonly code: ErrorCode;
  readonly lines: readonly string[];
  /** After that long it would be no error: someone asked to wait, and waiting is all that helps. */
  readonly retryAfterMs: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { readonly lines?: readonly string[]; readonly cause?: unknown; readonly retryAfterMs?: number | undefined } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = code;
    this.lines = options.lines ?? [];
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Narrows by shape, so that an error of another copy of this module counts too. */
export function isTollgateError(error: unknown): error is TollgateError {
  return error instanceof Error && error.name === 'TollgateError' && 'code' in error;
}
