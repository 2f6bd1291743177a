import type { Checkout } from '../core/ports.ts';
import type { Asset } from '../model/asset.ts';
import type { Problem } from '../model/problem.ts';
import { gatherOwners } from '../workflow/gather.ts';
import { readSides } from '../workflow/read-sides.ts';
import { recognise } from '../core/recognise/recognise.ts';
import { placeOf } from './checkout-for.ts';
import { composeLocal, type Local } from '../compose/local.ts';
import { oneOf, readOptions, text } from './arguments.ts';
import { plural } from '../core/wording.ts';

interface AssetsArguments {
  readonly paths: readonly string[];
  readonly format: 'text' | 'json';
}

/** `tollgate assets`: what Tollgate sees. Gives the exit code: 2 where a file could not be read. */
export async function run(argv: readonly string[]): Promise<number> {
  const args = assetsArguments(argv);
  const local = composeLocal();
  try {
    const seen = await see(args, local);
    process.stdout.write(args.format === 'json' ? `${JSON.stringify(seen, null, 2)}\n` : asText(seen.assets, seen.problems));
    return seen.problems.some(({ undecided }) => undecided) ? 2 : 0;
  } finally {
    await local.close();
  }
}

async function see(
  args: AssetsArguments,
  local: Local,
): Promise<{ readonly assets: readonly Asset[]; readonly problems: readonly Problem[] }> {
  const place = placeOf(args.paths);
  const checkout = await local.sourceControl.checkout(place.files ? place : { ...place, all: true });
  const { settings, problems } = await gatherOwners(checkout.governing);
  const sides = await readSides(checkout, settings, local);
  return { assets: recognise(only(sides.head.assets, checkout), settings), problems: [...problems, ...sides.problems] };
}

/** Of files that were named, only what they declare. */
function only(all: readonly Asset[], { changeSet }: Checkout): readonly Asset[] {
  if (changeSet.whole === 'tree') return all;
  const paths = new Set(changeSet.files.map(({ path }) => path));
  return all.filter(({ files }) => files.some((file) => paths.has(file)));
}

function asText(all: readonly Asset[], problems: readonly Problem[]): string {
  const rows = all.map(
    ({ kind, name, platform, file, location, fields }) =>
      `${file}:${location.start.line}  ${kind} ${name}  ${platform}  ${fields.length} fields`,
  );
  const trouble = problems.map(
    ({ code, message, location }) => `${location.file}:${location.start.line}:${location.start.column}  ${code}: ${message}`,
  );
  const files = new Set(all.map(({ file }) => file)).size;
  return [
    ...rows,
    ...trouble,
    `${plural(all.length, 'asset')} in ${plural(files, 'file')}, ${plural(problems.length, 'problem')}`,
    '',
  ].join('\n');
}

function assetsArguments(argv: readonly string[]): AssetsArguments {
  const { values, positionals } = readOptions(argv, { format: text });
  return { paths: positionals, format: oneOf(values.format, ['text', 'json']) };
}
