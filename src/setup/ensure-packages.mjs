import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runNpm } from './run-npm.mjs';
import { setUpError } from './set-up-error.mjs';

/** Makes node_modules hold what package-lock.json says. */
export function ensurePackages(root) {
  if (packagesMatch(root)) return;
  const missing = !existsSync(join(root, 'node_modules'));
  process.stderr.write(`set-up: ${missing ? 'installing' : 'updating'} packages (npm ci), about half a minute\n`);
  const failed = runNpm(root, ['ci', '--include=dev', '--no-progress', '--loglevel=error']);
  if (failed === null) return;
  throw setUpError('cannot install the packages of package-lock.json', [
    `tried: npm ci (${failed})`,
    'do:    look at what npm says above; without a network, copy node_modules from a machine that has one',
  ]);
}

/** By npm's own record of what it installed. Packages of other platforms are left out of that, and may be. */
export function packagesMatch(root) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
    if (path === '') return true;
    if (!Object.hasOwn(installed, path)) return Boolean(optional || devOptional);
    return installed[path].version === version && existsSync(join(root, path));
  });
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
