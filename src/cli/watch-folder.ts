import { existsSync, watch } from 'node:fs';
import { TollgateError } from '../core/errors.ts';
import { showError } from './show-error.ts';

const QUIET_MS = 150;

/** Does something now and whenever a file below the folder has changed, until the process is told to end. Several changes at once count as one. Error: library-unreadable. */
export function watchFolder(folder: string, act: () => Promise<number>): Promise<number> {
  if (!existsSync(folder))
    throw new TollgateError('library-unreadable', `cannot watch \`${folder}\`: it is not there`, {
      lines: ['do:    name a folder with Rego policies; tollgate policy new CATEGORY/NAME writes a first one'],
    });
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    let last: Promise<number> = Promise.resolve(0);
    const again = (): void => {
      last = last.then(act).catch((error: unknown) => {
        process.stderr.write(showError(error));
        return 2;
      });
      void last.then(() => process.stdout.write(`watching ${folder}: a change runs this again, Ctrl-C ends it\n\n`));
    };
    const watcher = watch(folder, { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(again, QUIET_MS);
    });
    watcher.on('error', reject);
    const end = (): void => {
      clearTimeout(timer);
      watcher.close();
      void last.then(resolve);
    };
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
    again();
  });
}
