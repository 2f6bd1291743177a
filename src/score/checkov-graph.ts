import { readFileSync } from 'node:fs';
import { graphsOf, type GraphFile } from '../core/checkov/judge-graph.ts';
import { readCheckovPolicy } from '../core/checkov/read-policy.ts';
import { solve } from '../core/checkov/solve.ts';
import { graphClaims, TERRAFORM_GRAPH } from '../core/extract/graph-claims.ts';
import { EXTRACTORS } from '../core/extract/registry.ts';
import { readOne } from '../core/extract/read-one.ts';
import type { ParseWith } from '../core/plug-ins.ts';
import type { ReadableTree } from '../model/change-set.ts';
import { DISPUTED } from './checkov-disputed.ts';
import { rowsIn } from './read-documents.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally, type Tally } from './tally.ts';

export const CHECKOV_REPOSITORY = 'bridgecrewio/checkov';
export const CHECKOV_COMMIT = '03d5fdad8d6154b1565799a7b1fb8070c158866f';

interface GraphCase {
  readonly name: string;
  /** Where the policy stands among the published cases. */
  readonly policy: string;
  /** The folder of the repository that is judged. */
  readonly root: string;
  readonly expected: Readonly<Record<'passed' | 'failed', readonly string[]>>;
}

interface DslRow {
  readonly case: string;
  readonly policy: string;
  readonly root: string;
  readonly expected: GraphCase['expected'];
}

interface TerraformRow {
  readonly case: string;
  readonly dir: string;
  /** Missing where Checkov has the check in Python. */
  readonly policy_file: string | null;
  readonly expected: GraphCase['expected'];
}

/** Policies of Checkov's language on the resources that its own tests judge by them: which pass and which fail. */
export async function scoreCheckovGraph(context: ScoreContext): Promise<readonly ScoreRow[]> {
  const operators = rowsIn<DslRow>(`${context.cases}/checkov-yaml-dsl/cases.jsonl`).map((row): GraphCase => ({ ...row, name: row.case }));
  const brought = rowsIn<TerraformRow>(`${context.cases}/checkov-tf-graph/cases.jsonl`).flatMap((row): readonly GraphCase[] =>
    row.policy_file === null
      ? []
      : [
          {
            name: row.case,
            policy: row.policy_file,
            root: `tests/terraform/graph/checks/resources/${row.dir.replace(/^files\//, '')}`,
            expected: row.expected,
          },
        ],
  );
  const git = context.git(CHECKOV_REPOSITORY);
  if (git === undefined || !context.tree || !context.parser)
    return ['checkov-yaml-dsl', 'checkov-tf-graph'].map((name) => ({
      case: name,
      measure: 'verdicts',
      value: `absent: ${CHECKOV_REPOSITORY} is not on this machine`,
    }));
  const [tree, parse] = [await context.tree(git, CHECKOV_COMMIT), await context.parser()];
  const score = (name: string, cases: readonly GraphCase[]): Promise<readonly ScoreRow[]> =>
    scoreCases({ name, cases, folder: `${context.cases}/${name}` }, tree, parse);
  return [...(await score('checkov-yaml-dsl', operators)), ...(await score('checkov-tf-graph', brought))];
}

interface Family {
  readonly name: string;
  readonly cases: readonly GraphCase[];
  readonly folder: string;
}

const VERDICTS = ['failed', 'passed'] as const;

async function scoreCases({ name, cases, folder }: Family, tree: ReadableTree, parse: ParseWith): Promise<readonly ScoreRow[]> {
  const [tallies, agreed] = [newTallies(), newTallies()];
  let exact = 0;
  for (const one of cases) {
    const told = await verdictsOf(one, folder, tree, parse);
    const disputed = new Set(DISPUTED.get(one.name));
    for (const verdict of VERDICTS) {
      const [wanted, said] = [named(one, one.expected[verdict]), named(one, told[verdict])];
      const isAgreed = (resource: string): boolean => !disputed.has(resource);
      tally(tallies[verdict], keyed(one, wanted), keyed(one, said));
      tally(agreed[verdict], keyed(one, wanted.filter(isAgreed)), keyed(one, said.filter(isAgreed)));
    }
    exact += Number(VERDICTS.every((verdict) => sameNames(one.expected[verdict], told[verdict])));
  }
  const hasDisputed = cases.some((one) => DISPUTED.has(one.name));
  return [
    ...VERDICTS.map((verdict) => rowOf(name, `resources that ${verdict}`, tallies[verdict])),
    ...(hasDisputed
      ? VERDICTS.map((verdict) => rowOf(name, `resources that ${verdict}, as Checkov 3.3 says itself`, agreed[verdict]))
      : []),
    { case: name, measure: 'policies with the same verdicts', value: `${exact} of ${cases.length}` },
  ];
}

const newTallies = (): Record<(typeof VERDICTS)[number], Tally> => ({ failed: newTally(), passed: newTally() });

/** Of those that the case names at all: some name a part of what Checkov finds. */
function named({ expected }: GraphCase, resources: readonly string[]): readonly string[] {
  const all = new Set(VERDICTS.flatMap((verdict) => expected[verdict]));
  return resources.filter((one) => all.has(one));
}

const keyed = ({ name }: GraphCase, resources: readonly string[]): readonly string[] => resources.map((one) => `${name} ${one}`);

const sameNames = (one: readonly string[], other: readonly string[]): boolean =>
  new Set(one).symmetricDifference(new Set(other)).size === 0;

async function verdictsOf(one: GraphCase, folder: string, tree: ReadableTree, parse: ParseWith): Promise<GraphCase['expected']> {
  const text = readFileSync(`${folder}/${one.policy}`, 'utf8');
  const { read } = readCheckovPolicy({ path: one.policy, text, size: text.length }, 'score');
  if (!read) return { passed: [], failed: [] };
  const files = await readGraphFiles(tree, `${one.root}/`, parse);
  const solved = graphsOf(files, EXTRACTORS).map((graph) => solve(read.policy.definition, graph));
  const of = (verdict: 'passed' | 'failed'): readonly string[] => [
    ...new Set(solved.flatMap((verdicts) => [...verdicts[verdict]].map(({ address }) => address))),
  ];
  return { passed: of('passed'), failed: of('failed') };
}

async function readGraphFiles(tree: ReadableTree, root: string, parse: ParseWith): Promise<readonly GraphFile[]> {
  const had = await tree.read(tree.paths.filter((path) => path.startsWith(root) && isTerraform(path)));
  return had.flatMap((file): readonly GraphFile[] => {
    if (!('text' in file)) return [];
    const { part } = readOne({ file, claims: graphClaims(file.path) }, EXTRACTORS, parse);
    return part === null ? [] : [{ path: file.path, extractor: TERRAFORM_GRAPH, part }];
  });
}

const isTerraform = (path: string): boolean => graphClaims(path).some(({ extractor }) => extractor === TERRAFORM_GRAPH);
