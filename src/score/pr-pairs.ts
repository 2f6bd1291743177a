import { existsSync, readFileSync } from 'node:fs';
import type { AssetChange, FieldChange } from '../model/asset.ts';
import type { ChangesAndFiles, ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally } from './tally.ts';

interface Pair {
  readonly repo: string;
  readonly base: string;
  readonly head: string;
  readonly subject: string;
  readonly breaking: boolean;
  /** The files that the expectations were read from, each behind its status. */
  readonly files: readonly string[];
  readonly expected: {
    readonly columns_added: readonly (readonly [string, string])[];
    readonly columns_removed: readonly (readonly [string, string])[];
    readonly nodes_added: readonly string[];
    readonly nodes_removed: readonly string[];
    readonly sql_columns_added: readonly (readonly [string, string])[];
    readonly sql_columns_removed: readonly (readonly [string, string])[];
    readonly sql_models_added: readonly string[];
    readonly sql_models_removed: readonly string[];
    readonly type_changed: readonly (readonly string[])[];
  };
}

/** Real pull requests: which nodes and columns came and went, against the difference of their files. */
export async function scorePrPairs(context: ScoreContext): Promise<readonly ScoreRow[]> {
  const path = `${context.cases}/pr-pairs/pairs.jsonl`;
  if (!existsSync(path) || !context.changes) return [{ case: 'pr-pairs', measure: 'pull requests', value: 'absent' }];
  const pairs = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Pair);
  const measures = {
    'nodes added': newTally(),
    'nodes removed': newTally(),
    'columns added': newTally(),
    'columns removed': newTally(),
    'types changed': newTally(),
  };
  let absent = 0;
  const times: number[] = [];
  for (const pair of pairs) {
    const git = context.git(pair.repo);
    const started = performance.now();
    const judged = git === undefined ? undefined : await context.changes(git, pair.base, pair.head);
    if (!judged) {
      absent++;
      continue;
    }
    times.push(performance.now() - started);
    const changes = inScope(judged, pair);
    const said = saidOf(changes);
    const wanted = wantedOf(pair);
    for (const [measure, into] of Object.entries(measures)) {
      const name = measure as keyof typeof measures;
      const before = into.missed.length + into.extra.length;
      tally(into, wanted[name], confirmed(said[name], name, pair, changes));
      if (process.env['SCORE_MISSES'] && into.missed.length + into.extra.length > before)
        process.stderr.write(
          `${pair.repo} ${pair.head.slice(0, 8)} ${name}: missed ${into.missed.slice(-6).join(' ')} extra ${into.extra.slice(-6).join(' ')}\n`,
        );
    }
  }
  const middle = times.sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;
  const rows = Object.entries(measures).map(([measure, into]) => rowOf('pr-pairs', measure, into));
  return [
    ...rows,
    {
      case: 'pr-pairs',
      measure: 'time of one',
      value: `${middle.toFixed(0)} ms in the middle`,
      note: `${times.length} judged, ${absent} absent`,
    },
  ];
}

type Said = Readonly<Record<'nodes added' | 'nodes removed' | 'columns added' | 'columns removed' | 'types changed', readonly string[]>>;

/**
 * The expectations were read from some of the changed files, and keep an added column only where its own line is new (a diff may show the same
 * line of another table as moved). What we tell beyond that is neither right nor wrong.
 */
function inScope({ changes, files }: ChangesAndFiles, pair: Pair): readonly AssetChange[] {
  const listed = new Set(pair.files.flatMap((file) => file.split(/\s/).slice(1)));
  const lines = new Map(files.filter(({ path }) => listed.has(path)).map(({ path, changedLines }) => [path, changedLines]));
  const isNew = ({ kind, location: { file, start } }: FieldChange): boolean =>
    kind !== 'added' || (lines.get(file)?.some(({ first, last }) => first <= start.line && start.line <= last) ?? false);
  return changes
    .filter(({ kind, file }) => kind !== 'added' || listed.has(file))
    .map((change) => ({ ...change, fields: change.fields.filter(isNew) }));
}

const distinct = (names: readonly string[]): readonly string[] => [...new Set(names.map((name) => name.toLowerCase()))].sort();
const column = ([node, name]: readonly string[]): string => `${(node ?? '').replace(/^(?:model|seed|snapshot|source)\./, '')}.${name}`;
const node = (name: string): string => name.replace(/^(?:model|seed|snapshot|source)\./, '');

function wantedOf({ expected }: Pair): Said {
  return {
    'nodes added': distinct([...expected.nodes_added.map(node), ...expected.sql_models_added]),
    'nodes removed': distinct([...expected.nodes_removed.map(node), ...expected.sql_models_removed]),
    'columns added': distinct([...expected.columns_added, ...expected.sql_columns_added].map(column)),
    'columns removed': distinct([...expected.columns_removed, ...expected.sql_columns_removed].map(column)),
    'types changed': distinct(expected.type_changed.map(column)),
  };
}

const DBT = /^dbt:(?:model|source|seed|snapshot)\./;

function saidOf(changes: readonly AssetChange[]): Said {
  // The expectations list seeds only where properties name them; a table of data that nobody names is none of theirs.
  const own = changes.filter(({ asset, assetKind, of }) => DBT.test(asset) && (assetKind !== 'seed' || of === 'properties'));
  const nodes = (kind: string): readonly string[] => distinct(own.filter((change) => change.kind === kind).map(({ name }) => name));
  const fields = (kind: string): readonly string[] =>
    distinct(
      own
        .filter((change) => change.kind === 'changed')
        .flatMap((change) => change.fields.filter((field) => field.kind === kind).map(({ name }) => `${change.name}.${name}`)),
    );
  const types = own.flatMap((change) => change.fields.filter(isTypeChange).map(({ name }) => `${change.name}.${name}`));
  return {
    'nodes added': nodes('added'),
    'nodes removed': nodes('removed'),
    'columns added': fields('added'),
    'columns removed': fields('removed'),
    'types changed': distinct(types),
  };
}

function isTypeChange({ kind, before, after }: FieldChange): boolean {
  const type = (side: FieldChange['before']): unknown => (side as { type?: unknown } | undefined)?.type;
  return kind === 'changed' && type(before) !== undefined && type(before) !== type(after);
}

/**
 * What the expectations could have told: they leave out queries without an explicit list of columns on both sides, and nodes that are only
 * moved between files. A column of such a query that we tell is neither right nor wrong.
 */
function confirmed(said: readonly string[], measure: keyof Said, pair: Pair, changes: readonly AssetChange[]): readonly string[] {
  if (!measure.startsWith('columns')) return said;
  const wanted = new Set(
    [...wantedOf(pair)['columns added'], ...wantedOf(pair)['columns removed']].map((name) => name.slice(0, name.lastIndexOf('.'))),
  );
  const told = new Set(
    changes
      .filter(({ of }) => of === 'properties')
      .flatMap(({ name, fields }) => fields.map((field) => `${name}.${field.name}`.toLowerCase())),
  );
  return said.filter((name) => wanted.has(name.slice(0, name.lastIndexOf('.'))) || told.has(name));
}
