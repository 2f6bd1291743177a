// Runs on any Node >= 20 with nothing installed: no import but Node's own and this folder's .mjs files.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureOpa } from './ensure-opa.mjs';
import { ensurePackages } from './ensure-packages.mjs';
import { ensurePinnedNode } from './ensure-pinned-node.mjs';
import { runPinned } from './run-pinned.mjs';
import { isSetUpError } from './set-up-error.mjs';

const OLDEST_NODE = 20;
const BAD_USE = 2;
const ENTRIES = {
  check: 'src/cli/main.ts',
  tollgate: 'src/cli/main.ts',
  start: 'src/app/main.ts',
  score: 'src/score/main.ts',
  bench: 'src/bench/main.ts',
  test: 'src/setup/run-checks.ts',
};

/** Options that take a value, so that their value is no path. */
const VALUED = new Set(['--base', '--head', '--policies', '--data', '--with', '--label', '--team', '--format', '--output']);
/** Options that say what is judged, as a path does. */
const CHOOSING = new Set(['--base', '--head', '--all', '--example']);

const root = fileURLToPath(new URL('../../', import.meta.url));
const [command = '', ...rest] = process.argv.slice(2);

try {
  process.exitCode = await setUpAndRun();
} catch (error) {
  if (!isSetUpError(error)) throw error;
  process.stderr.write([`error: ${error.message}`, ...error.lines.map((line) => `  ${line}`), ''].join('\n'));
  process.exitCode = BAD_USE;
}

/** Installs what is missing, then hands over to the pinned Node. What is there costs next to nothing. */
async function setUpAndRun() {
  const entry = Object.hasOwn(ENTRIES, command) ? ENTRIES[command] : undefined;
  if (entry === undefined) return refuse(`no command \`${command}\`; there are ${Object.keys(ENTRIES).join(', ')}`);
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE)
    return refuse(`Node ${process.versions.node} is too old; Tollgate needs ${OLDEST_NODE} or later`);
  ensurePackages(root);
  const node = ensurePinnedNode(root);
  ensureOpa(root, node);
  return runPinned(node, { entry: join(root, entry), args: argumentsOf(rest), root, folder: folderOf(command) });
}

/** A path on the command line is meant from where the person stands; npm itself stands in the package. */
function folderOf(name) {
  const fromNpm = process.env.npm_lifecycle_event === name;
  return (name === 'check' || name === 'tollgate') && fromNpm ? (process.env.INIT_CWD ?? process.cwd()) : process.cwd();
}

function refuse(message) {
  process.stderr.write(`error: ${message}\n`);
  return BAD_USE;
}

/** `check` without a path judges the bundled example. */
function argumentsOf(given) {
  if (command !== 'check') return given;
  return given.some((one) => one === '--help' || one === '-h') || namesPath(given) ? ['check', ...given] : ['check', '--example', ...given];
}

function namesPath(given) {
  return given.some((one, at) => CHOOSING.has(one.split('=', 1)[0]) || (!one.startsWith('-') && !VALUED.has(given[at - 1])));
}
