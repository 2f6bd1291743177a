import type { Asset } from '../model/asset.ts';
import type { SourceFile } from '../model/source.ts';
import { TERRAFORM_CHECKS, TERRAFORM_FACTS, TRIVY_TERRAFORM_CHECKS } from './checkov-tf-checks.ts';
import { peerRows, type PeerCase, type PeerScore, type PeerVerdict } from './peer-checks.ts';
import { factRows } from './peer-facts.ts';
import { rowsIn } from './read-documents.ts';
import { readFiles, readTerraform, type Seen } from './read-terraform.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally } from './tally.ts';

const REPOSITORY = 'bridgecrewio/checkov';
const COMMIT = '03d5fdad8d6154b1565799a7b1fb8070c158866f';
const FOLDER = 'tests/terraform/checks/resource/aws';

/** Terraform that other tools judge, against what the default library says of it. */
export async function scoreTerraformChecks(context: ScoreContext): Promise<readonly ScoreRow[]> {
  return [...(await scoreFolders(context)), ...(await scoreInline(context)), ...(await scoreTrivy(context))];
}

interface FolderCase {
  readonly check_id: string;
  readonly dir: string;
  readonly expected: Readonly<Record<'failed' | 'passed' | 'skipped', readonly (readonly [file: string, resource: string])[]>>;
}

/** Checkov's own examples: all resources that it names are seen, and the mapped checks of a folder agree. */
async function scoreFolders(context: ScoreContext): Promise<readonly ScoreRow[]> {
  const name = 'checkov-tf-aws';
  const rows = rowsIn<FolderCase>(`${context.cases}/${name}/cases.jsonl`);
  const git = context.git(REPOSITORY);
  if (rows.length === 0 || git === undefined || !context.tree || !context.parser)
    return [{ case: name, measure: 'resources that Checkov names', value: `absent: ${REPOSITORY} is not on this machine` }];
  const tree = await context.tree(git, COMMIT);
  const folders = [...Map.groupBy(rows, ({ dir }) => dir)].map(([dir, ofDir]) => ({
    path: `${FOLDER}/${dir.replace(/^files\//, '')}/`,
    ofDir,
  }));
  const prefixes = new Set(folders.map(({ path }) => path));
  const wanted = new Set(tree.paths.filter((path) => prefixes.has(path.split('/').slice(0, 6).join('/') + '/')));
  const { assets } = await readTerraform(tree, wanted, await context.parser());
  return folderRows(
    context,
    name,
    folders.map(({ path, ofDir }) => caseOf(path, ofDir, assets)),
  );
}

const addressed = (resource: string): string => resource.replaceAll(/\[[^\]]*\]/g, '');

const VERDICTS = ['failed', 'passed'] as const;

function caseOf(folder: string, rows: readonly FolderCase[], assets: readonly Asset[]): PeerCase {
  const verdicts = rows.flatMap(({ check_id, expected }) =>
    VERDICTS.flatMap((verdict) =>
      expected[verdict].map(([file, resource]): PeerVerdict => ({
        check: check_id,
        resource: `${folder}${file} ${addressed(resource)}`,
        failed: verdict === 'failed',
      })),
    ),
  );
  return { name: folder, assets: assets.filter(({ file }) => file.startsWith(folder)), verdicts };
}

const placed = (asset: Asset): string => `${asset.file} ${asset.name}`;

async function folderRows(context: ScoreContext, name: string, cases: readonly PeerCase[]): Promise<readonly ScoreRow[]> {
  const resources = newTally();
  for (const { assets, verdicts } of cases) {
    const seen = new Set(assets.map(placed));
    const named = [...new Set(verdicts.map(({ resource = '' }) => resource))];
    tally(
      resources,
      named,
      named.filter((one) => seen.has(one)),
    );
  }
  const score: PeerScore = { name, tool: 'Checkov', checks: TERRAFORM_CHECKS, cases, resourceOf: placed };
  return [
    rowOf(name, 'resources that Checkov names', resources),
    ...(await peerRows(context.judge, score)),
    ...factRows({ ...score, checks: TERRAFORM_FACTS }),
  ];
}

interface InlineCase {
  readonly case: string;
  readonly check_id: string;
  readonly hcl: string;
  readonly expected: 'PASSED' | 'FAILED' | 'UNKNOWN';
}

/** Single resources: the first of the text is the one that is asked about. */
async function scoreInline(context: ScoreContext): Promise<readonly ScoreRow[]> {
  const name = 'checkov-tf-inline';
  const rows = rowsIn<InlineCase>(`${context.cases}/${name}/cases.jsonl`).filter(({ expected }) => expected !== 'UNKNOWN');
  if (rows.length === 0 || !context.parser) return [{ case: name, measure: 'against Checkov', value: 'absent' }];
  const parse = await context.parser();
  const cases = rows.map((row): PeerCase => {
    const { assets } = readFiles([fileOf('main.tf', row.hcl)], parse);
    const first = assets.find((asset) => !/^(?:data|module)\./.test(asset.name));
    return { name: row.case, assets, verdicts: [{ check: row.check_id, resource: first?.name ?? '', failed: row.expected === 'FAILED' }] };
  });
  const score: PeerScore = { name, tool: 'Checkov', checks: TERRAFORM_CHECKS, cases, resourceOf: ({ name: address }) => address };
  return [...(await peerRows(context.judge, score)), ...factRows({ ...score, checks: TERRAFORM_FACTS })];
}

const fileOf = (path: string, text: string): SourceFile => ({ path, text, size: Buffer.byteLength(text) });

interface TrivyCase {
  readonly case: string;
  readonly check_id: string;
  readonly code: string;
  readonly framework: string;
  readonly expected: 'pass' | 'fail';
}

/** Trivy's good and bad examples; the half that is CloudFormation is another score's. */
async function scoreTrivy(context: ScoreContext): Promise<readonly ScoreRow[]> {
  const name = 'trivy-iac-examples';
  const rows = rowsIn<TrivyCase>(`${context.cases}/${name}/cases.jsonl`).filter(({ framework }) => framework === 'terraform');
  if (rows.length === 0 || !context.parser) return [];
  const parse = await context.parser();
  const read = rows.map((row): TrivyCase & Seen => ({ ...row, ...readFiles([fileOf('main.tf', row.code)], parse) }));
  const whole = read.filter(({ problems }) => problems.length === 0).length;
  const cases = read.map(({ case: id, check_id, expected, assets }): PeerCase => ({
    name: id,
    assets,
    verdicts: [{ check: check_id, failed: expected === 'fail' }],
  }));
  const score: PeerScore = {
    name,
    tool: 'Trivy (Terraform)',
    checks: TRIVY_TERRAFORM_CHECKS,
    cases,
    resourceOf: ({ name: address }) => address,
  };
  return [
    { case: name, measure: 'Terraform examples read without a problem', value: `${whole} of ${rows.length}` },
    ...(await peerRows(context.judge, score)),
  ];
}
