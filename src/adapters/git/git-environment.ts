import { devNull } from 'node:os';
import { MAX_FILE_BYTES } from './to-source-file.ts';

/**
 * All that Git gets to see: nothing of the caller's GIT_ variables, no configuration of machine or user, no prompt, no transport: what a
 * clone lacks is not fetched behind our back. What a judged repository configures to be run (monitors, hooks, filters) is switched
 * off on each call.
 */
export function gitEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: devNull,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_NO_LAZY_FETCH: '1',
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
  `core.attributesFile=${devNull}`,
  `core.bigFileThreshold=${MAX_FILE_BYTES}`,
  'diff.external=',
  'diff.renames=true',
  'safe.directory=*',
];

export const NEUTRAL_CONFIG: readonly string[] = NEUTRAL.flatMap((setting) => ['-c', setting]);
