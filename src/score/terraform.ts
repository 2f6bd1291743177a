import { readFileSync } from 'node:fs';
import type { Asset } from '../model/asset.ts';
import { readTerraform } from './read-terraform.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally } from './tally.ts';
import { policyRows } from './terraform-policies.ts';

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
    const said = declared(read.assets.filter(({ file }) => file === pathOf(one.file)));
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
    ...(await policyRows(context, name, read.assets)),
  ];
}

const declaredName = (address: string): string => address.replace(/^(?:module\.[^.]+\.)+/, '');

/** What a module declares is one asset for each call of it. */
function declared(assets: readonly Asset[]): readonly string[] {
  const places = new Map(assets.map(({ name, location }) => [`${location.start.offset} ${declaredName(name)}`, declaredName(name)]));
  return [...places.values()];
}

const pathOf = (file: string): string => file.replace(/^files\//, '');

function rowsIn(path: string): readonly Expected[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as Expected);
}

/** How many of the types are more to Tollgate than a name. */
function coverage(assets: readonly Asset[]): string {
  const types = new Map<string, boolean>();
  for (const { name, kind } of assets)
    if (!/^(?:data|module)\./.test(declaredName(name))) types.set(declaredName(name).split('.')[0] ?? '', kind !== 'resource');
  return `${[...types.values()].filter(Boolean).length} of ${types.size}`;
}
