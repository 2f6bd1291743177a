import { tmpdir } from 'node:os';

/**
 * All that Git gets to see: nothing of the caller's GIT_ variables, no configuration of machine or user, no prompt. What a judged
 * repository configures to be run (monitors, hooks, filters) is switched off on each call.
 */
export function gitEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: tmpdir(),
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    ...extra,
  };
}

const NEUTRAL = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.quotePath=false',
  'diff.external=',
  'diff.renames=true',
  'safe.directory=*',
];

export const NEUTRAL_CONFIG: readonly string[] = NEUTRAL.flatMap((setting) => ['-c', setting]);
