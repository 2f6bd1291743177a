import { spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setUpError } from './set-up-error.mjs';

/** What decides where OPA is looked for. */
const DECIDING = ['TOLLGATE_OPA', 'PATH', 'TOLLGATE_CACHE', 'XDG_CACHE_HOME', 'HOME', 'GOBIN', 'GOPATH'];

/** Finds OPA or installs it, on the pinned Node. What was found is remembered: asking anew takes longer than all other checks. */
export function ensureOpa(root, node) {
  const note = join(root, 'node_modules', '.tollgate-opa.json');
  const asked = DECIDING.map((name) => process.env[name] ?? null);
  if (isRemembered(note, asked)) return;
  const { status, stdout } = spawnSync(node, [join(root, 'src/setup/install-opa.ts')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 2] });
  const answer = status === 0 ? JSON.parse(stdout) : { error: 'the search for OPA failed', lines: ['do:    look at what stands above'] };
  if (answer.error) throw setUpError(answer.error, answer.lines);
  remember(note, { asked, ...answer, stamp: stampOf(answer.path) });
}

function isRemembered(note, asked) {
  try {
    const known = JSON.parse(readFileSync(note, 'utf8'));
    return JSON.stringify(known.asked) === JSON.stringify(asked) && known.stamp === stampOf(known.path);
  } catch {
    return false;
  }
}

function stampOf(path) {
  const { size, mtimeMs } = statSync(path);
  return `${size}:${mtimeMs}`;
}

/** Where node_modules cannot be written, it only costs time. */
function remember(note, known) {
  try {
    writeFileSync(note, JSON.stringify(known));
  } catch {
    // Asked again next time.
  }
}
