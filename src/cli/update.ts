import { composeLocal, type Local } from '../compose/local.ts';
import { cliContext } from '../core/evaluate/cli-context.ts';
import { LOCK_PATH } from '../core/library/lock.ts';
import { previewText } from '../core/preview/text.ts';
import { visible } from '../core/report/excerpt.ts';
import { TollgateError } from '../core/errors.ts';
import { updateLibraries, type LibraryUpdate } from '../workflow/update-libraries.ts';
import { flag, given, readOptions, text } from './arguments.ts';
import { floorAt } from './floor-at.ts';

/** `tollgate update`: what newer libraries would change, then the lock. Gives 2 where one could not be had: then nothing is written. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, { check: flag, organisation: text });
  const local = composeLocal();
  local.warm();
  try {
    const update = await updateOf({ only: positionals[0], organisation: values.organisation }, local);
    process.stdout.write(
      asText(update, values.check ?? false)
        .split('\n')
        .map(visible)
        .join('\n'),
    );
    if (update.problems.length > 0) return 2;
    if (!values.check && update.lock) local.writeNew('.', { path: LOCK_PATH, before: update.lock.before, after: update.lock.after });
    return values.check && update.lock ? 1 : 0;
  } finally {
    await local.close();
  }
}

interface UpdateArguments {
  readonly only: string | undefined;
  readonly organisation: string | undefined;
}

async function updateOf({ only, organisation }: UpdateArguments, local: Local): Promise<LibraryUpdate> {
  const checkout = await local.sourceControl.checkout({ path: '.', all: true });
  const context = cliContext(checkout, local.now());
  const update = await updateLibraries(checkout, { ...given('only', only), ...floorAt(organisation, local), context }, local);
  if (update.unknown)
    throw new TollgateError('bad-use', `\`${only}\` is no library that settings extend`, {
      lines: [`known: ${update.names.join(' ') || 'none'}`],
    });
  return update;
}

function asText({ changes, problems, preview, lock }: LibraryUpdate, isCheck: boolean): string {
  const trouble = problems.map(({ location, message }) => `${location.file}:${location.start.line}:${location.start.column}  ${message}`);
  if (trouble.length > 0) return [...trouble, `${LOCK_PATH} is left as it is`, ''].join('\n');
  if (!lock) return `${LOCK_PATH} is up to date\n`;
  return [
    ...changes,
    '',
    ...(preview ? [previewText(preview)] : []),
    isCheck ? `${LOCK_PATH} would change\n` : `${LOCK_PATH} written; commit it\n`,
  ].join('\n');
}
