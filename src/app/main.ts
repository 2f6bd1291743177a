#!/usr/bin/env node
import { isTollgateError } from '../core/errors.ts';
import { compose } from './compose.ts';
import { runServer, type Running } from './run-server.ts';

/** Whatever hangs then is handed to the next start: the store knows what was begun. */
const LONGEST_STOP_MS = 10_000;

try {
  stopOnSignal(await runServer(compose(process.env)));
} catch (error) {
  process.stderr.write(wordsOf(error));
  // What was opened before the fault would keep the process alive.
  process.exit(2);
}

function stopOnSignal(running: Running): void {
  const stop = (): void => {
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
    running.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function wordsOf(error: unknown): string {
  if (!isTollgateError(error)) return `error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`;
  return [`error: ${error.message}`, ...error.lines.map((line) => `  ${line}`), ''].join('\n');
}
