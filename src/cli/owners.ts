import { relative, resolve } from 'node:path';
import { assembleUnits } from '../core/extract/assemble-units.ts';
import { assign } from '../core/route/assign.ts';
import { ownershipOf } from '../core/route/codeowners.ts';
import type { Asset } from '../model/asset.ts';
import type { Assignee } from '../model/routing.ts';
import { gatherOwners, type GatheredOwners } from '../workflow/gather.ts';
import { readUnits, unitsOf } from '../workflow/read-units.ts';
import { composeLocal, type Local } from '../compose/local.ts';
import { oneOf, readOptions, text } from './arguments.ts';

/** Who answers for one file: the names that CODEOWNERS gives by GitHub's rules, and all owners with why. */
interface FileOwners {
  readonly file: string;
  readonly codeowners: readonly string[];
  readonly owners: readonly Assignee[];
}

interface OwnersArguments {
  readonly paths: readonly string[];
  readonly repo: string;
  readonly format: 'text' | 'json';
}

/** `tollgate owners`: who answers for files, and why. Gives the exit code. */
export async function run(argv: readonly string[]): Promise<number> {
  const args = ownersArguments(argv);
  const local = composeLocal();
  try {
    const found = await find(args, local);
    process.stdout.write(args.format === 'json' ? `${JSON.stringify({ owners: found }, null, 2)}\n` : found.map(asText).join(''));
    return 0;
  } finally {
    await local.close();
  }
}

async function find(args: OwnersArguments, local: Local): Promise<readonly FileOwners[]> {
  const { head } = await local.sourceControl.checkout({ path: args.repo, all: true });
  const ownership = await gatherOwners(head);
  const files = args.paths.length > 0 ? args.paths.map((path) => withinRepository(path, args.repo)) : head.paths;
  const units = unitsOf(files, head, ownership.settings, local.extractors);
  const { parts } = await readUnits(head, units, ownership.settings, local);
  const declared = Map.groupBy(assembleUnits(parts, local.extractors, ownership.settings).assets, (asset) => asset.file);
  return files.map((file) => ownersOf(file, declared.get(file) ?? [], ownership));
}

function ownersOf(file: string, assets: readonly Asset[], ownership: GatheredOwners): FileOwners {
  const assigned = (assets.length > 0 ? assets : [undefined]).flatMap((asset) => assign(file, asset, ownership));
  const names = new Map(assigned.map((one) => [one.name, one]));
  const rule = ownershipOf(file, ownership.rules);
  return { file, codeowners: (rule?.owners ?? []).map(({ name }) => name), owners: [...names.values()] };
}

/** A path as the repository writes it; one that exists nowhere is asked about as it stands. */
function withinRepository(path: string, repository: string): string {
  const found = relative(resolve(repository), resolve(path));
  return found.startsWith('..') ? path : found;
}

function asText({ file, owners: found }: FileOwners): string {
  const told = found.map(({ name, why }) => `  ${name}  (${why})`);
  return [file, ...(told.length > 0 ? told : ['  nobody']), ''].join('\n');
}

function ownersArguments(argv: readonly string[]): OwnersArguments {
  const { values, positionals } = readOptions(argv, { format: text, repo: text });
  return { paths: positionals, repo: values.repo ?? '.', format: oneOf(values.format, ['text', 'json']) };
}
