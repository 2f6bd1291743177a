import type { Move, Place, Relation, StatementFlow } from './model.ts';
import type { Env, Output, Resolving, Schema, Source } from './output.ts';
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
  readonly at: Place;
  readonly same: boolean;
}

/** What goes into one relation, or out of a query that fills none. */
export interface Filled {
  readonly into: Relation | undefined;
  readonly columns: readonly FilledColumn[];
  readonly wholes: readonly FilledWhole[];
}

/** A statement's lineage as far as the schema lets it be known. `partial`: something could not be followed. */
export interface FlowLineage {
  readonly filled: readonly Filled[];
  readonly partial: boolean;
}

/** Resolves stars and names without a qualifier by what is known of tables. The same flow may be asked again when more is known. */
export function expand(flow: StatementFlow, schema: Schema): FlowLineage {
  const resolving = resolvingOf(flow, schema);
  const env = newEnv(undefined);
  const scope = newScope(undefined);
  for (const one of flow.with ?? []) env.named.set(one.name, resolveNamed(resolving, one, env, scope));
  const filled = flow.moves.map((move) => fill(resolving, move, env));
  if (flow.query) filled.push(filledOf(undefined, resolveQuery(resolving, flow.query, env, undefined)));
  return { filled, partial: resolving.partial };
}

function fill(resolving: Resolving, move: Move, env: Env): Filled {
  const into = resolving.flow.writes[move.into];
  const outputs = resolveQuery(resolving, move.query, env, undefined);
  const names = move.byName ? undefined : (move.columns ?? (into && targetColumns(resolving, into, move, outputs)));
  return filledOf(into, names ? placed(resolving, outputs, names) : outputs);
}

/** The columns of the target by place, where they are known and are as many as the query gives. */
function targetColumns(
  { schema, flow }: Resolving,
  into: Relation,
  { fixed = [] }: Move,
  outputs: readonly Output[],
): readonly string[] | undefined {
  if (flow.kind === 'create' || outputs.some((one) => one.is !== 'column')) return undefined;
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

function filledOf(into: Relation | undefined, outputs: readonly Output[]): Filled {
  return {
    into,
    columns: outputs.flatMap((one) => (one.is === 'column' ? [one] : [])),
    wholes: outputs.flatMap((one) => (one.is === 'all' ? [{ read: one.read, except: [...one.except], at: one.at, same: one.same }] : [])),
  };
}
