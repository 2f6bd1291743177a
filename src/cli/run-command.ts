import { readFileSync } from 'node:fs';
import { assets } from './assets.ts';
import { check } from './check.ts';
import { HELP } from './help.ts';
import { lineage } from './lineage.ts';
import { owners } from './owners.ts';
import { parseArguments, type Arguments } from './parse-arguments.ts';
import { showError } from './show-error.ts';

const BAD_USE = 2;

/** Runs the command that the arguments name. Gives the exit code; what went wrong is told on standard error. */
export async function runCommand(argv: readonly string[]): Promise<number> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : BAD_USE));
  try {
    return await run(parseArguments(argv));
  } catch (error) {
    process.stderr.write(showError(error));
    return BAD_USE;
  }
}

async function run(args: Arguments): Promise<number> {
  if (args.command === 'check') return check(args);
  if (args.command === 'assets') return assets(args);
  if (args.command === 'owners') return owners(args);
  if (args.command === 'lineage') return lineage(args);
  process.stdout.write(args.command === 'help' ? HELP : `${version()}\n`);
  return 0;
}

function version(): string {
  const file = new URL('../../package.json', import.meta.url);
  return String((JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version);
}
