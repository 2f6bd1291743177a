import type { Move, Place, Relation, StatementFlow } from './model.ts';
import type { AllOf, Env, Output, Resolving, Schema, Source } from './output.ts';
import { newEnv, resolveNamed, resolveQuery, resolvingOf } from './resolve-query.ts';
import { newScope } from './scope.ts';

/** One column that a statement gives or fills. */
export interface FilledColumn {
  /** Missing where the text gives none. */
  readonly name?: string;
  /** Where the name stands. */
  readonly at: Place;
  readonly extent: Place;
  readonly sources: readonly Source[];
  /** Mentions that could not be followed. */
  readonly lost: readonly Place[];
}

/** All columns of a relation whose columns are not known, each under its own name. */
export interface FilledWhole {
  readonly read: number;
  readonly except: readonly string[];
  /** New names of some, by the old ones. */
  readonly renamed: Readonly<Record<string, string>>;
  readonly at: Place;
  readonly same: boolean;
  /** Only some of them, by a pattern of their names. */
  readonly limited?: true;
}

/** What goes into one relation, or out of a query that fills none. */
export interface Filled {
  readonly into: Relation | undefined;
  readonly columns: readonly FilledColumn[];
  readonly wholes: readonly FilledWhole[];
  /** There are columns besides, nobody knows how many. */
  readonly untold: boolean;
}

/** A statement's lineage as far as the schema lets it be known. `partial`: something could not be followed. */
export interface FlowLineage {
  readonly filled: readonly Filled[];
  readonly partial: boolean;
  /** Knowing the columns of more relations could tell more, or something else. */
  readonly open: boolean;
}

/** Resolves stars and names without a qualifier by what is known of tables. The same flow may be asked again when more is known. */
export function expand(flow: StatementFlow, schema: Schema): FlowLineage {
  const resolving = resolvingOf(flow, schema);
  const env = newEnv(undefined);
  const scope = newScope(env, undefined);
  for (const one of flow.with ?? []) env.named.set(one.name, resolveNamed(resolving, one, env, scope));
  const filled = flow.moves.map((move) => fill(resolving, move, env));
  if (flow.query) filled.push(filledOf(undefined, resolveQuery(resolving, flow.query, env, undefined)));
  const { partial, open } = resolving;
  return { filled, partial, open: open || partial };
}

function fill(resolving: Resolving, move: Move, env: Env): Filled {
  const into = resolving.flow.writes[move.into];
  const outputs = resolveQuery(resolving, move.query, env, undefined);
  const names = move.byName ? undefined : (move.columns ?? (into && targetColumns(resolving, into, move, outputs)));
  return filledOf(into, names ? placed(resolving, outputs, names) : outputs);
}

/** The columns of the target by place, where they are known and are as many as the query gives. */
function targetColumns(
  resolving: Resolving,
  into: Relation,
  { fixed = [] }: Move,
  outputs: readonly Output[],
): readonly string[] | undefined {
  const { schema, flow } = resolving;
  if (flow.kind === 'create' || outputs.some((one) => one.is !== 'column')) return undefined;
  resolving.open = true;
  const known = into.path ? undefined : schema(into)?.filter((name) => !fixed.includes(name.toLowerCase()));
  return known && known.length >= outputs.length ? known : undefined;
}

/** Columns meet by place up to the first star of unknown width; behind it nobody knows. */
function placed(resolving: Resolving, outputs: readonly Output[], names: readonly string[]): readonly Output[] {
  const open = outputs.findIndex((one) => one.is !== 'column');
  if (open >= 0) resolving.partial = true;
  if (open === 0 && outputs.length === 1) return outputs;
  const known = open < 0 ? outputs : outputs.slice(0, open);
  return known.flatMap((one, index) => (one.is === 'column' && names[index] !== undefined ? [{ ...one, name: names[index] }] : []));
}

/** A column with a new name is not left out: it goes by that. */
function wholeOf({ read, except, renamed, at, same, limited }: AllOf): FilledWhole {
  const names = Object.fromEntries([...renamed].map(([now, old]) => [old, now]));
  return {
    read,
    except: [...except].filter((name) => !Object.hasOwn(names, name)),
    renamed: names,
    at,
    same,
    ...(limited ? { limited } : {}),
  };
}

function filledOf(into: Relation | undefined, outputs: readonly Output[]): Filled {
  return {
    into,
    columns: outputs.flatMap((one) => (one.is === 'column' ? [one] : [])),
    untold: outputs.some((one) => one.is !== 'column'),
    wholes: outputs.flatMap((one) => (one.is === 'all' ? [wholeOf(one)] : [])),
  };
}
