import { spawnSync } from 'node:child_process';

/** Runs npm with its words on stderr. Null where it went well, else why not. */
export function runNpm(root, args) {
  // Where npm started this process, that same npm is used; no other may be on PATH.
  const cli = process.env.npm_execpath;
  const [program, first] = cli?.endsWith('.js') ? [process.execPath, [cli]] : ['npm', []];
  const { status, signal, error } = spawnSync(program, [...first, ...args], {
    cwd: root,
    env: plainEnvironment(),
    stdio: ['ignore', 2, 2],
  });
  if (error) return error.code === 'ENOENT' ? 'no npm on PATH' : error.message;
  return status === 0 ? null : `npm ended with ${signal ?? `exit code ${status}`}`;
}

/** Without what the npm that started us says about its own run: it would lay over the settings of this one. */
function plainEnvironment() {
  const told = new Set(['NODE_ENV', 'npm_config_production', 'npm_config_omit', 'npm_config_ignore_scripts', 'npm_config_local_prefix']);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !told.has(name)));
}
