import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assembleUnits } from '../core/extract/assemble-units.ts';
import type { ReadPart } from '../core/extract/read-part.ts';
import { claimsOn } from '../core/extract/claim-files.ts';
import { EXTRACTORS } from '../core/extract/registry.ts';
import { readOne } from '../core/extract/read-one.ts';
import { DEFAULT_SETTINGS } from '../core/settings/default-settings.ts';
import type { Asset } from '../model/asset.ts';
import type { ReadableTree } from '../model/change-set.ts';
import type { Json } from '../model/json.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally, type Tally } from './tally.ts';

interface Node {
  readonly unique_id: string;
  readonly type: string;
  readonly name: string;
  readonly depends_on: readonly string[];
  readonly columns: Readonly<Record<string, unknown>>;
  readonly contract_enforced: boolean;
}

/** The repositories of the projects, with the commit and folder of each. */
const PROJECTS: Readonly<Record<string, { readonly repo: string; readonly commit: string; readonly folder: string }>> = {
  jaffle_shop: { repo: 'dbt-labs/jaffle_shop', commit: 'b0b77aac70f4', folder: '' },
  'dbt-utils-integration': { repo: 'dbt-labs/dbt-utils', commit: '700764ce230b', folder: 'integration_tests/' },
  'openedx-aspects': { repo: 'openedx/aspects-dbt', commit: '6dc156a77900', folder: '' },
};

/** Whole projects against what dbt itself writes of them: nodes, columns, edges, contracts. */
export async function scoreDbt(context: ScoreContext): Promise<readonly ScoreRow[]> {
  const root = join(context.cases, 'dbt-projects');
  if (!existsSync(root)) return [{ case: 'dbt-projects', measure: 'nodes', value: 'absent' }];
  const measures = { nodes: newTally(), columns: newTally(), edges: newTally(), contracts: newTally() };
  const absent: ScoreRow[] = [];
  for (const [name, { repo, commit, folder }] of Object.entries(PROJECTS)) {
    const git = context.git(repo);
    if (git === undefined || !context.tree)
      absent.push({ case: 'dbt-projects', measure: name, value: `absent: ${repo} is not on this machine` });
    else scoreProject(join(root, name), await assetsIn(await context.tree(git, commit), folder), measures);
  }
  return [...Object.entries(measures).map(([measure, into]) => rowOf('dbt-projects', measure, into)), ...absent];
}

type Measures = Readonly<Record<'nodes' | 'columns' | 'edges' | 'contracts', Tally>>;

function scoreProject(folder: string, all: readonly Asset[], measures: Measures): void {
  const nodes = jsonLines<Node>(join(folder, 'nodes.jsonl')).filter(({ type }) => ['model', 'source', 'seed', 'snapshot'].includes(type));
  const disabled = new Set(jsonLines<Node>(join(folder, 'disabled.jsonl')).map(({ name }) => name));
  const assets = all.filter(({ kind, name }) => ['model', 'source', 'seed', 'snapshot'].includes(kind) && !disabled.has(name));
  tally(
    measures.nodes,
    nodes.map(keyOf),
    assets.map(({ kind, name }) => `${kind} ${name}`),
  );
  const documented = nodes.flatMap((node) => Object.keys(node.columns).map((column) => `${keyOf(node)}.${column.toLowerCase()}`));
  tally(measures.columns, documented, assets.flatMap(documentedFields));
  const known = new Set(nodes.map(keyOf).map(bare));
  const edges = nodes.flatMap((node) =>
    node.depends_on.map((from) => `${bare(fromId(from))} > ${node.name}`).filter((edge) => known.has(edge.split(' > ')[0] ?? '')),
  );
  tally(
    measures.edges,
    edges,
    assets.flatMap((asset) =>
      upstream(asset)
        .filter((name) => known.has(name))
        .map((name) => `${name} > ${asset.name}`),
    ),
  );
  tally(
    measures.contracts,
    nodes.filter(({ contract_enforced }) => contract_enforced).map(keyOf),
    assets.filter(isEnforced).map(({ kind, name }) => `${kind} ${name}`),
  );
}

const isEnforced = ({ facts }: Asset): boolean => (facts['contract']?.value as { enforced?: boolean } | undefined)?.enforced === true;

/** `model.project.name`, `source.project.source.table`. */
function fromId(id: string): string {
  const [type = '', , ...name] = id.split('.');
  return `${type} ${name.join('.')}`;
}

const keyOf = (node: Node): string => fromId(node.unique_id);
const bare = (key: string): string => key.slice(key.indexOf(' ') + 1);

function upstream({ facts }: Asset): readonly string[] {
  const value = facts['upstream']?.value;
  return Array.isArray(value) ? value.map(String) : [];
}

function documentedFields({ kind, name, fields }: Asset): readonly string[] {
  const inProperties = (value: Json | undefined): boolean => Array.isArray(value) && value.includes('properties');
  return fields
    .filter((field) => inProperties(field.facts['declared_in']?.value))
    .map((field) => `${kind} ${name}.${field.name.toLowerCase()}`);
}

async function assetsIn(tree: ReadableTree, folder: string): Promise<readonly Asset[]> {
  const claimed = tree.paths
    .filter((path) => path.startsWith(folder))
    .flatMap((path) => {
      const claims = claimsOn(path, tree, DEFAULT_SETTINGS, EXTRACTORS).filter(({ extractor }) => extractor === 'dbt');
      return claims[0] ? [{ path, claims, claim: claims[0] }] : [];
    });
  const files = await tree.read(claimed.map(({ path }) => path));
  const parts = claimed.flatMap(({ path, claims, claim }, index): readonly ReadPart[] => {
    const file = files[index];
    if (!file || 'unreadable' in file) return [];
    const answer = readOne({ file, claims }, EXTRACTORS, () => {
      throw new Error('dbt needs no grammar');
    });
    return answer.extractor === 'dbt' ? [{ path, claim, part: answer.part }] : [];
  });
  return assembleUnits(parts, EXTRACTORS, DEFAULT_SETTINGS).assets;
}

function jsonLines<T>(path: string): readonly T[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}
