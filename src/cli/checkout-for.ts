import { statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { TollgateError } from '../core/errors.ts';
import type { Checkout, CheckoutRequest } from '../core/ports.ts';
import type { Local } from '../compose/local.ts';
import type { CheckArguments } from './check-arguments.ts';

/** What the arguments ask to be judged. One folder is a repository or is judged whole; files are judged whole, wherever they are. */
export async function checkoutFor(args: Range & Pick<CheckArguments, 'example'>, local: Local): Promise<Checkout> {
  if (args.example) {
    const { gitDir, base, head } = await local.examplePullRequest();
    return local.sourceControl.checkout({ path: gitDir, base, head });
  }
  return local.sourceControl.checkout({ ...placeOf(args.paths), ...rangeOf(args), ...(args.all ? { all: true } : {}) });
}

type Range = Pick<CheckArguments, 'paths' | 'base' | 'head' | 'all'>;

function rangeOf({ base, head }: Range): Pick<CheckoutRequest, 'base' | 'head'> {
  return { ...(base === undefined ? {} : { base }), ...(head === undefined ? {} : { head }) };
}

/** The folder to look from, and the files below it that were named. */
export function placeOf(paths: readonly string[]): Pick<CheckoutRequest, 'path' | 'files'> {
  const [first = '.', ...others] = paths;
  if (others.length === 0 && isFolder(first)) return { path: first };
  const files = [first, ...others].map((path) => resolve(path));
  if (files.some(isFolder))
    throw new TollgateError('bad-use', 'give one folder, or files', {
      lines: ['do:    tollgate check --all FOLDER judges a folder of a repository whole'],
    });
  const path = files.map((file) => dirname(file)).reduce(commonFolder);
  return { path, files: files.map((file) => relative(path, file)) };
}

function isFolder(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found) return found.isDirectory();
  throw new TollgateError('bad-use', `\`${path}\` is not there`, { lines: ['do:    name a repository, a folder or files that exist'] });
}

function commonFolder(one: string, other: string): string {
  let folder = one;
  while (relative(folder, other).startsWith('..')) folder = dirname(folder);
  return folder;
}
