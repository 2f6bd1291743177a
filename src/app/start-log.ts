import type { Log } from './log.ts';

/** Writes one line of JSON for each event to the standard error stream. */
export function startLog(write: (line: string) => void, now: () => string): Log {
  return (level, message, facts = {}) => write(`${JSON.stringify({ time: now(), level, message, ...facts })}\n`);
}
