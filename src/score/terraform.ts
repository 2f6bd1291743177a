import { readFileSync } from 'node:fs';
import { assembleUnits, type ReadPart } from '../core/extract/assemble-units.ts';
import { claimsOn } from '../core/extract/claim-files.ts';
import { EXTRACTORS } from '../core/extract/registry.ts';
import { readOne } from '../core/extract/read-one.ts';
import type { ParseWith } from '../core/plug-ins.ts';
import { DEFAULT_SETTINGS } from '../core/settings/default-settings.ts';
import type { Asset } from '../model/asset.ts';
import type { ReadableTree } from '../model/change-set.ts';
import type { Problem } from '../model/problem.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally } from './tally.ts';

interface Expected {
  readonly addresses: readonly string[];
  readonly file: string;
  readonly hcl2_error: string | null;
}

/** The repositories that the cases were recorded from, with the commit of each. */
const REPOSITORIES: Readonly<Record<string, readonly [repository: string, commit: string]>> = {
  terragoat: ['bridgecrewio/terragoat', '729f8da62c6a85ce4af5ad3d123de97776d954c4'],
  'snowflake-tf': ['Snowflake-Labs/terraform-provider-snowflake', '426a9ea06713f8a339476abdaaefe67243becc7c'],
  'databricks-tf': ['databricks/terraform-databricks-examples', 'fb6ff0c36b5c570ae08b75aa671ad1e52926c392'],
};

/** Whole repositories of Terraform against what another reader of the language sees in them. */
export async function scoreTerraform(context: ScoreContext): Promise<readonly ScoreRow[]> {
  const rows: ScoreRow[] = [];
  for (const [name, [repository, commit]] of Object.entries(REPOSITORIES))
    rows.push(...(await scoreCase(context, name, repository, commit)));
  return rows;
}

async function scoreCase(context: ScoreContext, name: string, repository: string, commit: string): Promise<readonly ScoreRow[]> {
  const git = context.git(repository);
  if (git === undefined || !context.tree || !context.parser)
    return [{ case: name, measure: 'addresses', value: `absent: ${repository} is not on this machine` }];
  const expected = rowsIn(`${context.cases}/${name}/expected.jsonl`).filter(({ hcl2_error }) => hcl2_error === null);
  const files = new Set(expected.map(({ file }) => pathOf(file)));
  const read = await readTerraform(await context.tree(git, commit), files, await context.parser());
  const addresses = newTally();
  for (const one of expected) {
    const said = read.assets.filter(({ file }) => file === pathOf(one.file)).map((asset) => asset.name);
    tally(
      addresses,
      one.addresses.map((address) => `${one.file} ${address}`),
      said.map((address) => `${one.file} ${address}`),
    );
  }
  const problems = new Set(read.problems.map(({ location }) => location.file)).size;
  return [
    rowOf(name, 'addresses', addresses),
    { case: name, measure: 'files read without a problem', value: `${files.size - problems} of ${files.size}` },
    { case: name, measure: 'types that are governed', value: coverage(read.assets) },
  ];
}

const pathOf = (file: string): string => file.replace(/^files\//, '');

function rowsIn(path: string): readonly Expected[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as Expected);
}

interface Seen {
  readonly assets: readonly Asset[];
  readonly problems: readonly Problem[];
}

async function readTerraform(tree: ReadableTree, wanted: ReadonlySet<string>, parse: ParseWith): Promise<Seen> {
  const extractors = EXTRACTORS.filter(({ id }) => id === 'terraform');
  const claimed = tree.paths.flatMap((path) => {
    const claims = wanted.has(path) ? claimsOn(path, tree, DEFAULT_SETTINGS, extractors) : [];
    return claims[0] ? [{ path, claims, claim: claims[0] }] : [];
  });
  const had = await tree.read(claimed.map(({ path }) => path));
  const problems: Problem[] = [];
  const parts = claimed.flatMap(({ path, claims, claim }, index): readonly ReadPart[] => {
    const file = had[index];
    if (!file || 'unreadable' in file) return [];
    const answer = readOne({ file, claims }, extractors, parse);
    problems.push(...answer.problems);
    return answer.part === null ? [] : [{ path, claim, part: answer.part }];
  });
  return { assets: assembleUnits(parts, extractors, DEFAULT_SETTINGS).assets, problems };
}

/** How many of the types are more to Tollgate than a name. */
function coverage(assets: readonly Asset[]): string {
  const types = new Map<string, boolean>();
  for (const { name, kind } of assets)
    if (!/^(?:data|module)\./.test(name)) types.set(name.slice(0, name.indexOf('.')), kind !== 'resource');
  return `${[...types.values()].filter(Boolean).length} of ${types.size}`;
}
