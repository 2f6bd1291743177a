import type { Asset, Facts } from '../model/asset.ts';
import type { SourceFile } from '../model/source.ts';
import { CHECKOV_CHECKS } from './checkov-checks.ts';
import { CHECKOV_FACTS } from './checkov-facts.ts';
import { peerRows, type PeerCase, type PeerVerdict } from './peer-checks.ts';
import { factRows } from './peer-facts.ts';
import { fileAt, readDocuments, rowsIn, type Documents } from './read-documents.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally } from './tally.ts';
import { TRIVY_CHECKS } from './trivy-checks.ts';

interface Expected {
  readonly file: string;
  readonly group?: string;
  readonly resources: Readonly<Record<string, string | object>>;
  readonly checkov?: Partial<Record<'failed' | 'passed', readonly (readonly [check: string, resource: string])[]>>;
}

/** Templates against what another reader sees in them, and what other tools say of them. */
export async function scoreCloudFormation(context: ScoreContext): Promise<readonly ScoreRow[]> {
  return [
    ...(await scoreTemplates(context, 'cfn-lint-templates')),
    ...(await scoreTemplates(context, 'cfn-templates')),
    ...(await scoreCheckov(context)),
    ...(await scoreTrivy(context)),
  ];
}

interface Read extends Documents {
  readonly expected: Expected;
  readonly file: SourceFile;
}

async function scoreTemplates(context: ScoreContext, name: string): Promise<readonly ScoreRow[]> {
  const folder = `${context.cases}/${name}`;
  const read = rowsIn<Expected>(`${folder}/expected.jsonl`).map((expected): Read => {
    const file = fileAt(folder, expected.file);
    return { expected, file, ...readDocuments([file], ['cloudformation']) };
  });
  if (read.length === 0) return [{ case: name, measure: 'resources', value: 'absent' }];
  const resources = newTally();
  for (const { expected, assets, file } of read)
    tally(
      resources,
      Object.entries(expected.resources).map(([id, type]) => `${expected.file} ${id} ${wordsOf(type)}`),
      assets.filter((asset) => isWritten(asset, file)).map((asset) => `${expected.file} ${asset.name} ${typeOf(asset)}`),
    );
  const looped = read.flatMap(({ assets, file }) => assets.filter((asset) => !isWritten(asset, file)));
  return [
    rowOf(name, 'resources and their types', resources),
    { case: name, measure: 'resources that loops make, besides', value: String(looped.length) },
    {
      case: name,
      measure: 'files read without a problem',
      value: `${read.filter(({ problems }) => problems.length === 0).length} of ${read.length}`,
    },
    ...twinRows(name, read),
    ...(await peerRows(context.judge, peersOf(name, read))),
    ...factRows({ ...peersOf(name, read), checks: CHECKOV_FACTS }),
  ];
}

/** A type that is a directive of another tool (`Rain::Module: path`) goes by what it names, which is all that the tag of YAML leaves. */
const wordsOf = (type: string | object): string => (typeof type === 'string' ? type : String(Object.values(type)[0]));

/** The id of a resource that a loop makes is written with a name in it. */
function isWritten({ name, location: { start, end } }: Asset, { text }: SourceFile): boolean {
  return text.slice(start.offset, end.offset) === name;
}

const typeOf = ({ facts }: Asset): string => String(facts['resource_type']?.value);
const resourceOf = (asset: Asset): string => `${typeOf(asset)}.${asset.name}`;

/** A template in both notations says the same: assets, fields and facts, whatever their order and place. */
function twinRows(name: string, read: readonly Read[]): readonly ScoreRow[] {
  const groups = [...Map.groupBy(read, ({ expected }) => expected.group ?? '')].filter(
    ([group, twins]) => group !== '' && twins.length > 1,
  );
  if (groups.length === 0) return [];
  const unequal = groups.filter(([, twins]) => new Set(twins.map(({ assets }) => saidBy(assets))).size > 1).map(([group]) => group);
  const note = unequal.length > 0 ? { note: `unequal: ${unequal.slice(0, 8).join(', ')}` } : {};
  return [{ case: name, measure: 'twins that give the same', value: `${groups.length - unequal.length} of ${groups.length}`, ...note }];
}

function saidBy(assets: readonly Asset[]): string {
  const said = assets.map(({ name, kind, facts, fields }) => ({
    name,
    kind,
    facts: plain(facts),
    fields: fields.map((field) => [field.name, field.type, plain(field.facts)]),
  }));
  return JSON.stringify(said.toSorted((one, other) => (one.name < other.name ? -1 : 1)));
}

const plain = (facts: Facts): unknown =>
  Object.entries(facts)
    .map(([name, { value, unknown }]) => [name, value, unknown])
    .toSorted(([one], [other]) => (String(one) < String(other) ? -1 : 1));

function peersOf(name: string, read: readonly Read[]): Parameters<typeof peerRows>[1] {
  const cases = read.map(({ expected, assets }): PeerCase => ({
    name: expected.file,
    assets,
    verdicts: verdictsOf(expected.checkov ?? {}),
  }));
  return { name, tool: 'Checkov', checks: CHECKOV_CHECKS, cases, resourceOf };
}

const VERDICTS = ['failed', 'passed'] as const;

function verdictsOf(said: NonNullable<Expected['checkov']>): readonly PeerVerdict[] {
  return VERDICTS.flatMap((verdict) =>
    (said[verdict] ?? []).map(([check, resource]) => ({
      check,
      resource,
      failed: verdict === 'failed',
    })),
  );
}

interface CheckovCase {
  readonly case: string;
  readonly check_id: string;
  readonly dir: string;
  readonly expected: Readonly<Record<'failed' | 'passed' | 'skipped', readonly (readonly [file: string, resource: string])[]>>;
}

/** Checkov's own examples: all resources that it names are seen, and the mapped checks of a folder agree. */
async function scoreCheckov(context: ScoreContext): Promise<readonly ScoreRow[]> {
  const name = 'checkov-cfn-aws';
  const folder = `${context.cases}/${name}`;
  const rows = rowsIn<CheckovCase>(`${folder}/cases.jsonl`);
  const resources = newTally();
  const cases = [...Map.groupBy(rows, ({ dir }) => dir)].map(([dir, ofDir]): PeerCase => {
    const verdicts = ofDir.flatMap(verdictsOfCase);
    const files = new Set(
      ofDir.flatMap(({ expected }) => Object.values(expected).flatMap((list) => (Array.isArray(list) ? list : []))).map(([file]) => file),
    );
    const { assets } = readDocuments(
      [...files].map((file) => fileAt(`${folder}/${dir}`, file)),
      ['cloudformation'],
    );
    const seen = new Set(assets.map(placed));
    const keys = [...new Set(verdicts.map(({ resource }) => resource ?? ''))];
    tally(
      resources,
      keys,
      keys.filter((key) => seen.has(key)),
    );
    return { name: dir, assets, verdicts };
  });
  if (rows.length === 0) return [{ case: name, measure: 'resources that Checkov names', value: 'absent' }];
  const score = { name, tool: 'Checkov', checks: CHECKOV_CHECKS, cases, resourceOf: placed };
  return [
    rowOf(name, 'resources that Checkov names', resources),
    ...(await peerRows(context.judge, score)),
    ...factRows({ ...score, checks: CHECKOV_FACTS }),
  ];
}

const placed = (asset: Asset): string => `${asset.file} ${resourceOf(asset)}`;

const verdictsOfCase = ({ check_id, expected }: CheckovCase): readonly PeerVerdict[] =>
  VERDICTS.flatMap((verdict) =>
    expected[verdict].map(([file, resource]) => ({ check: check_id, resource: `${file} ${resource}`, failed: verdict === 'failed' })),
  );

interface TrivyCase {
  readonly case: string;
  readonly check_id: string;
  readonly code: string;
  readonly framework: string;
  readonly expected: 'pass' | 'fail';
}

/** Trivy's good and bad examples; the half that is Terraform is another score's. */
async function scoreTrivy(context: ScoreContext): Promise<readonly ScoreRow[]> {
  const name = 'trivy-iac-examples';
  const rows = rowsIn<TrivyCase>(`${context.cases}/${name}/cases.jsonl`).filter(({ framework }) => framework === 'cloudformation');
  const read = rows.map((row) => {
    const file = { path: `${row.case.replaceAll(':', '-')}.yaml`, text: row.code, size: Buffer.byteLength(row.code) };
    return { row, ...readDocuments([file], ['cloudformation']) };
  });
  const cases = read.map(({ row, assets }): PeerCase => ({
    name: row.case,
    assets,
    verdicts: [{ check: row.check_id, failed: row.expected === 'fail' }],
  }));
  const parsed = read.filter(({ assets, problems }) => assets.length > 0 && problems.length === 0).length;
  return rows.length === 0
    ? []
    : [
        { case: name, measure: 'CloudFormation examples that are read', value: `${parsed} of ${rows.length}` },
        ...(await peerRows(context.judge, { name, tool: 'Trivy (CloudFormation)', checks: TRIVY_CHECKS, cases, resourceOf })),
      ];
}
