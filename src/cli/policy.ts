import { TollgateError } from '../core/errors.ts';
import { nearestName } from '../core/text/nearest-name.ts';

type Run = (argv: readonly string[]) => Promise<number>;

const COMMANDS: Readonly<Record<string, () => Promise<{ readonly run: Run }>>> = {
  new: () => import('./policy-new.ts'),
  test: () => import('./policy-test.ts'),
  lint: () => import('./policy-lint.ts'),
  fmt: () => import('./policy-format.ts'),
  explain: () => import('./policy-explain.ts'),
};

/** `tollgate policy …`: writing policies. */
export async function run([name, ...rest]: readonly string[]): Promise<number> {
  const load = name === undefined ? undefined : COMMANDS[name];
  if (load) return (await load()).run(rest);
  const known = Object.keys(COMMANDS);
  const meant = name === undefined ? undefined : nearestName(name, known);
  const what = name === undefined ? '`tollgate policy` needs to know what to do' : `\`tollgate policy ${name}\` is no command`;
  throw new TollgateError('bad-use', what, {
    lines: [meant ? `do:    tollgate policy ${meant}` : `known: ${known.join(', ')}`, 'more:  tollgate policy --help'],
  });
}
