import { readFileSync } from 'node:fs';
import { TollgateError } from '../core/errors.ts';
import { nearestName } from '../core/text/nearest-name.ts';
import { help } from './help.ts';
import { COMMANDS } from './registry.ts';
import { showError } from './show-error.ts';

const BAD_USE = 2;

/** Runs the command that the arguments name. Gives the exit code; what went wrong is told on standard error. */
export async function runCommand(argv: readonly string[]): Promise<number> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : BAD_USE));
  try {
    return await run(argv);
  } catch (error) {
    process.stderr.write(showError(error));
    return BAD_USE;
  }
}

async function run([name = 'help', ...rest]: readonly string[]): Promise<number> {
  if (asksForHelp(name, rest)) return say(help(name, rest));
  if (['version', '--version', '-v'].includes(name)) return say(`${version()}\n`);
  const command = COMMANDS.find((one) => one.name === name) ?? unknown(name);
  return (await command.load()).run(rest);
}

const asksForHelp = (name: string, rest: readonly string[]): boolean =>
  ['help', '--help', '-h'].includes(name) || rest.includes('--help') || rest.includes('-h');

function say(words: string): number {
  process.stdout.write(words);
  return 0;
}

function unknown(name: string): never {
  const meant = nearestName(
    name,
    COMMANDS.map((one) => one.name),
  );
  throw new TollgateError('bad-use', `\`${name}\` is no command`, { lines: [meant ? `do:    tollgate ${meant}` : 'do:    tollgate help'] });
}

function version(): string {
  const file = new URL('../../package.json', import.meta.url);
  return String((JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version);
}
