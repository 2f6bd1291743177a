import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { TollgateError } from '../../core/errors.ts';

/** What makes this server the app. */
export const Credentials = z.object({
  appId: z.number().int().positive(),
  privateKey: z.string().min(1),
  /** One, or two while one replaces the other. */
  webhookSecrets: z.array(z.string().min(1)).min(1),
  /** The app's page on GitHub, where it is known. */
  page: z.string().optional(),
});
export type Credentials = z.infer<typeof Credentials>;

export function credentialsFile(dataFolder: string): string {
  return join(dataFolder, 'credentials.json');
}

/** Undefined where the app is not registered yet. Errors: bad-environment. */
export function readCredentials(file: string): Credentials | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return Credentials.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new TollgateError('bad-environment', `${file} cannot be read as the app's credentials`, {
      lines: ['do:    restore it, or move it away and register the app again'],
      cause,
    });
  }
}

/** Writes the file whole or not at all, readable by its owner only. */
export function writeCredentials(file: string, credentials: Credentials): void {
  mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
  const own = `${file}.${process.pid}`;
  writeFileSync(own, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  chmodSync(own, 0o600);
  renameSync(own, file);
}
