import { existsSync } from 'node:fs';
import type { Local } from '../compose/local.ts';
import { composeLocal } from '../compose/local.ts';
import { cliContext } from '../core/evaluate/cli-context.ts';
import { TollgateError } from '../core/errors.ts';
import type { Checkout } from '../core/ports.ts';
import { showHidden } from '../core/report/show-hidden.ts';
import { nearestName } from '../core/text/nearest-name.ts';
import { unifiedDiff } from '../core/text/unified-diff.ts';
import { fixLine, headline, plural } from '../core/wording.ts';
import type { Finding } from '../model/finding.ts';
import { fixChange, type FixedChange } from '../workflow/fix-change.ts';
import { gather } from '../workflow/gather.ts';
import { judgeToFix } from '../workflow/judge-change.ts';
import { flag, given, readOptions, text } from './arguments.ts';
import { checkoutFor, placeOf } from './checkout-for.ts';
import { progress } from './progress.ts';

interface FixArguments {
  readonly paths: readonly string[];
  /** Policies and fingerprints; none: all. */
  readonly ids: readonly string[];
  readonly base?: string;
  readonly all: boolean;
  readonly check: boolean;
}

/**
 * `tollgate fix`: writes the edits of new findings. The change goes to standard output as a patch, words to standard error. Gives the
 * exit code: 1 where `--check` finds something to fix.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const args = fixArguments(argv);
  const local = composeLocal();
  local.warm();
  const shown = progress();
  try {
    shown.say('looking for what can be fixed');
    const change = await fix(args, local);
    shown.done();
    if (!args.check) local.writeFiles(placeOf(args.paths).path, change.files);
    process.stdout.write(change.files.map(({ path, before, after }) => shownDiff(unifiedDiff(path, before, after))).join(''));
    process.stderr.write(
      told(args.ids.length > 0 ? change : { ...change, left: change.left.filter(({ phase }) => phase !== 'observe') }, args.check),
    );
    return args.check && change.files.length > 0 ? 1 : 0;
  } finally {
    shown.done();
    await local.close();
  }
}

async function fix(args: FixArguments, local: Local): Promise<FixedChange> {
  const checkout = await checkoutFor({ ...args, example: false }, local);
  const governance = await gather(checkout, local);
  const policies = governance.library.policies.map(({ id }) => id);
  for (const id of args.ids) if (!isFingerprint(id) && !policies.includes(id)) throw unknownPolicy(id, policies);
  const context = cliContext(checkout, local.now());
  const isWanted = ({ policy, fingerprint }: Finding): boolean =>
    args.ids.length === 0 || args.ids.includes(policy) || args.ids.includes(fingerprint);
  return fixChange(checkout, isWanted, (one: Checkout) => judgeToFix(one, governance, context, local));
}

const isFingerprint = (id: string): boolean => /^[0-9a-f]{16}$/.test(id);

function unknownPolicy(id: string, policies: readonly string[]): TollgateError {
  const meant = nearestName(id, policies);
  return new TollgateError('bad-use', `\`${id}\` names no policy`, {
    lines: [meant ? `do:    tollgate fix ${meant}` : `known: ${policies.join(' ')}`],
  });
}

/** A patch for a program stays as it is; on a terminal nothing hides. */
const shownDiff = (diff: string): string => (process.stdout.isTTY ? showHidden(diff) : diff);

function told({ files, fixed, left }: FixedChange, check: boolean): string {
  const verb = check ? 'can be fixed' : 'fixed';
  const sum =
    files.length === 0 ? 'nothing to fix by an edit' : `${plural(fixed.length, 'finding')} ${verb} in ${plural(files.length, 'file')}`;
  const others =
    left.length === 0 ? [] : [`${plural(left.length, 'finding')} ${left.length === 1 ? 'needs' : 'need'} a person:`, ...left.map(leftLine)];
  return `${[sum, ...others].join('\n')}\n`;
}

function leftLine(finding: Finding): string {
  const way = fixLine(finding);
  const { file, start } = finding.location;
  return showHidden(`  ${file}:${start.line}  ${finding.policy}  ${headline(finding)}${way === undefined ? '' : ` · ${way}`}`);
}

function fixArguments(argv: readonly string[]): FixArguments {
  const { values, positionals } = readOptions(argv, { check: flag, base: text, all: flag });
  if (values.all && values.base !== undefined)
    throw new TollgateError('bad-use', '`--all` fixes the whole tree, so it takes no `--base`', {
      lines: ['do:    leave out one of them'],
    });
  const isId = (word: string): boolean => /^(?:[A-Z][A-Z0-9_]*\d+|[0-9a-f]{16})$/.test(word) && !existsSync(word);
  return {
    paths: positionals.filter((word) => !isId(word)),
    ids: positionals.filter(isId),
    ...given('base', values.base),
    all: values.all ?? false,
    check: values.check ?? false,
  };
}
