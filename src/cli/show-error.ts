import { isTollgateError } from '../core/errors.ts';

/** An error as a person reads it: what happened, what was tried, what to do. Only a fault of our own shows its stack. */
export function showError(error: unknown): string {
  if (isTollgateError(error)) return [`error: ${error.message}`, ...error.lines.map((line) => `  ${line}`), ''].join('\n');
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `error: Tollgate failed, and the fault is its own. Nothing was decided.\n${told}\n`;
}
