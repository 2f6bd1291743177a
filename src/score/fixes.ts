import { join } from 'node:path';
import { suggestChange, type Suggestion } from '../core/plan/suggest-change.ts';
import { fixesOf, roundsOf, type ProposedFix } from '../core/remediate/prove.ts';
import type { Evaluation } from '../model/evaluation.ts';
import type { JudgedTree, ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';

/** Repositories that the published cases name, with formats that fixes are known for. */
const REPOSITORIES: readonly string[] = [
  'Sage-Bionetworks/snowflake',
  'Snowflake-Labs/sf-samples',
  'Snowflake-Labs/schemachange',
  'Snowflake-Labs/EDMC-CDMC-v1-14-Control_Mapping',
  'bridgecrewio/terragoat',
  'bridgecrewio/checkov',
  'databricks/terraform-databricks-examples',
  'dbt-labs/jaffle_shop',
  'dbt-labs/dbt-utils',
  'fivetran/dbt_salesforce',
  'openedx/aspects-dbt',
  'mitodl/ol-data-platform',
  'tuva-health/tuva',
  'apache/avro',
];

/**
 * Whether suggested changes do what they promise: every one of the default library on real repositories is committed as GitHub commits
 * it (the block in place of its lines), and what comes of it is judged again. Those of different fields are committed together; a
 * sample of each repository alone.
 */
export async function scoreFixes(context: ScoreContext): Promise<readonly ScoreRow[]> {
  const counts = { proposed: 0, offered: 0, suggested: 0, together: 0, sampled: 0, alone: 0 };
  const absent: string[] = [];
  for (const name of [...REPOSITORIES, 'odcs/contracts']) {
    const path = context.git(name) ?? (name === 'odcs/contracts' ? join(context.cases, name) : undefined);
    const tree = path === undefined ? undefined : await context.judgeTree?.(path);
    if (!tree) absent.push(name);
    else await scoreTree(tree, counts);
  }
  const share = (part: number, of: number): string => `${((100 * part) / Math.max(1, of)).toFixed(1)} % of ${of}`;
  const row = (measure: string, value: string, note?: string): ScoreRow => ({ case: CASE, measure, value, ...(note ? { note } : {}) });
  return [
    row('edits that hold when they are tried', share(counts.offered, counts.proposed), 'the others are not offered'),
    row('… and can be a suggestion on GitHub', share(counts.suggested, counts.offered), 'lines that end in CR LF cannot'),
    row('committed, the finding is gone', share(counts.together, counts.suggested), 'those of different fields together'),
    row('… committed alone', share(counts.alone, counts.sampled), absent.length === 0 ? undefined : `absent: ${absent.join(', ')}`),
  ];
}

const CASE = 'suggested-changes';

interface Counts {
  proposed: number;
  offered: number;
  suggested: number;
  together: number;
  sampled: number;
  alone: number;
}

/** So many of each repository are committed alone, spread over all of them. */
const SAMPLE = 25;

async function scoreTree(tree: JudgedTree, counts: Counts): Promise<void> {
  const offered = fixesOf(tree.offered);
  const suggestions = new Map(offered.flatMap((fix) => suggestionFor(fix, tree)));
  const suggested = offered.filter((fix) => suggestions.has(fix));
  const sample = suggested.filter((_, index) => index % Math.ceil(suggested.length / SAMPLE) === 0);
  counts.proposed += fixesOf(tree.proposed).length;
  counts.offered += offered.length;
  counts.suggested += suggested.length;
  counts.sampled += sample.length;
  for (const round of lineByLine(suggested)) counts.together += await cleared(round, suggestions, tree);
  for (const fix of sample) counts.alone += await cleared([fix], suggestions, tree);
}

/** A person can commit each line once only. */
function lineByLine(fixes: readonly ProposedFix[]): readonly (readonly ProposedFix[])[] {
  const rounds: { readonly fixes: ProposedFix[]; readonly lines: Set<string> }[] = [];
  for (const fix of roundsOf(fixes).flat()) {
    const { file, edits } = (fix.finding.remediation.together ?? fix).patch;
    const lines = edits.flatMap(({ location: { start, end } }) => [`${start.line} ${file}`, `${end.line} ${file}`]);
    const round = rounds.find((one) => lines.every((line) => !one.lines.has(line))) ?? { fixes: [], lines: new Set<string>() };
    if (round.fixes.length === 0) rounds.push(round);
    round.fixes.push(fix);
    for (const line of lines) round.lines.add(line);
  }
  return rounds.map((round) => round.fixes);
}

/** As if the diff showed every line. */
function suggestionFor(fix: ProposedFix, { offered, texts }: JudgedTree): readonly (readonly [ProposedFix, Suggestion])[] {
  const all = [{ first: 1, last: Number.MAX_SAFE_INTEGER }];
  const file = { path: fix.patch.file, basePath: fix.patch.file, status: 'modified', changedLines: all, shownLines: all } as const;
  const suggestion = suggestChange(fix.finding, { evaluation: { ...offered, files: [file] }, text: (path) => texts.get(path) });
  return suggestion ? [[fix, suggestion]] : [];
}

/** How many of the findings are gone when their suggestions are committed, without a file that can no longer be read. */
async function cleared(
  fixes: readonly ProposedFix[],
  suggestions: ReadonlyMap<ProposedFix, Suggestion>,
  tree: JudgedTree,
): Promise<number> {
  const byFile = Map.groupBy(fixes, ({ patch }) => patch.file);
  const texts = new Map(
    [...byFile].map(([path, own]) => [
      path,
      commit(
        tree.texts.get(path) ?? '',
        own.flatMap((fix) => suggestions.get(fix) ?? []),
      ),
    ]),
  );
  const after = await tree.judge(texts);
  const standing = new Set(after.findings.map(({ fingerprint }) => fingerprint));
  const [unread, before] = [unreadFiles(after), unreadFiles(tree.proposed)];
  const isBroken = (file: string): boolean => unread.has(file) && !before.has(file);
  const left = fixes.filter(({ finding, patch }) => standing.has(finding.fingerprint) || isBroken(patch.file));
  if (process.env['SCORE_MISSES'])
    for (const { finding } of left) process.stderr.write(`${finding.policy} ${finding.file}: ${finding.message}\n`);
  return fixes.length - left.length;
}

const unreadFiles = ({ problems }: Evaluation): Set<string> =>
  new Set(problems.filter(({ undecided }) => undecided).map(({ location }) => location.file));

/** What GitHub makes of a file: the lines between the fences in place of those that the comment is on. */
function commit(text: string, suggestions: readonly Suggestion[]): string {
  const lines = text.split('\n');
  for (const {
    lines: { first, last },
    block,
  } of suggestions.toSorted((one, other) => other.lines.first - one.lines.first))
    lines.splice(first - 1, last - first + 1, ...block.split('\n').slice(1, -1));
  return lines.join('\n');
}
