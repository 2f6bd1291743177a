import { execFile } from 'node:child_process';
import { TollgateError } from '../../core/errors.ts';

export interface OpaAnswer {
  readonly failed: boolean;
  readonly output: string;
  readonly errors: string;
}

const TIMEOUT_MS = 60_000;

/** Runs OPA in a folder, with an empty environment. That it finds fault with a policy is an answer. Error: opa-failed. */
export function runOpa(opa: string, args: readonly string[], folder: string): Promise<OpaAnswer> {
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, env: { HOME: folder }, timeout: TIMEOUT_MS, maxBuffer: 1 << 26, encoding: 'utf8' } as const;
    execFile(opa, [...args], options, (error, output, errors) => {
      if (error && typeof error.code !== 'number')
        reject(new TollgateError('opa-failed', `OPA could not be run: ${error.message.split('\n')[0]}`, { cause: error }));
      else resolve({ failed: error !== null, output, errors });
    });
  });
}
