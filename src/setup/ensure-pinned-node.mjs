import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runNpm } from './run-npm.mjs';
import { setUpError } from './set-up-error.mjs';

/** The Node that every script runs on, whatever Node the machine has. It comes from npm, as a dev dependency. */
export function ensurePinnedNode(root) {
  const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (isThere(node)) return node;
  const wanted = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies.node;
  process.stderr.write(`set-up: fetching Node ${wanted}\n`);
  const failed = runNpm(root, ['rebuild', 'node', '--ignore-scripts=false', '--no-progress', '--loglevel=error']) ?? doesNotRun(node);
  if (failed === null) return node;
  throw setUpError(`cannot fetch Node ${wanted}`, [
    `tried: npm rebuild node (${failed})`,
    'do:    look at what npm says above; without a network, copy node_modules from a machine that has one',
  ]);
}

/** A whole Node is no small file; what an interrupted installation leaves is. */
const SMALLEST_NODE = 10_000_000;

function isThere(node) {
  try {
    return statSync(node).size > SMALLEST_NODE;
  } catch {
    return false;
  }
}

/** Once, after it was fetched: a file for another system or C library is there and does not run. */
function doesNotRun(node) {
  const { status, error } = spawnSync(node, ['--version'], { stdio: 'ignore' });
  return status === 0 ? null : `it does not run on this machine: ${error?.message ?? `exit code ${status}`}`;
}
