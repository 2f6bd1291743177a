import { isTollgateError } from '../core/errors.ts';
import { compose } from './compose.ts';

/** Tells set-up, as JSON on standard output, which OPA there is, or why there is none. Progress goes to standard error. */
try {
  process.stdout.write(JSON.stringify(await compose().installOpa((line) => process.stderr.write(`set-up: ${line}\n`))));
} catch (error) {
  if (!isTollgateError(error)) throw error;
  process.stdout.write(JSON.stringify({ error: error.message, lines: error.lines }));
}
