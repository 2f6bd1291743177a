import { NOWHERE, type Arm, type NamedQuery, type Query, type Select, type StatementFlow } from './model.ts';
import { MAX_STEPS, withNames, type Env, type Output, type Resolving, type Schema, type Scope } from './output.ts';
import { resolveFrom } from './resolve-from.ts';
import { resolveItems } from './resolve-items.ts';
import { resolvePipes } from './resolve-pipes.ts';
import { newScope } from './scope.ts';
import { unionOf } from './union.ts';

export function resolvingOf(flow: StatementFlow, schema: Schema): Resolving {
  const resolving: Resolving = {
    flow,
    schema,
    budget: MAX_STEPS,
    partial: flow.partial === true,
    open: false,
    query: (query, around) => resolveQuery(resolving, query, around.env, around),
  };
  return resolving;
}

export const newEnv = (outer: Env | undefined): Env => ({ named: new Map(), outer });

/** The columns that a query gives. It goes as deep as reading went, which has a limit. */
export function resolveQuery(resolving: Resolving, query: Query, env: Env, outer: Scope | undefined): readonly Output[] {
  const own = query.with ? newEnv(env) : env;
  for (const one of query.with ?? []) own.named.set(one.name, resolveNamed(resolving, one, own, outer));
  if (query.pipes) return resolvePipes(resolving, query, own, outer);
  return resolveArms(resolving, query, own, outer);
}

function resolveArms(resolving: Resolving, { arms, byName }: Query, env: Env, outer: Scope | undefined): readonly Output[] {
  const [first] = arms;
  if (first && arms.length === 1) return resolveArm(resolving, first, env, outer);
  const told = arms.map((arm) => ({ outputs: resolveArm(resolving, arm, env, outer), minus: arm.minus === true }));
  return unionOf(resolving, told, byName === true);
}

const resolveArm = (resolving: Resolving, { body }: Arm, env: Env, outer: Scope | undefined): readonly Output[] =>
  body.do === 'query' ? resolveQuery(resolving, body, env, outer) : resolveSelect(resolving, body, env, outer);

/** Rounds after which a query that reads itself gives nothing new, but for odd ones. */
const MAX_ROUNDS = 12;

/** A query that reads itself is resolved until its columns have no further source. */
export function resolveNamed(
  resolving: Resolving,
  { name, query, columns, recursive }: NamedQuery,
  env: Env,
  outer: Scope | undefined,
): readonly Output[] {
  const renamed = (outputs: readonly Output[]): readonly Output[] => (columns ? withNames(outputs, columns, NOWHERE) : outputs);
  if (!recursive) return renamed(resolveQuery(resolving, query, env, outer));
  const own = newEnv(env);
  let told: readonly Output[] = [{ is: 'any', sources: [], at: NOWHERE }];
  for (let round = 0, size = -1; round < MAX_ROUNDS && size !== sizeOf(told); round++) {
    size = round === 0 ? -1 : sizeOf(told);
    own.named.set(name, told);
    told = renamed(resolveQuery(resolving, query, own, outer));
  }
  return told.filter((one) => one.is !== 'any' || one.sources.length > 0);
}

const sizeOf = (outputs: readonly Output[]): number =>
  outputs.reduce((size, one) => size + 1 + (one.is === 'all' ? 0 : one.sources.length), 0);

function resolveSelect(resolving: Resolving, select: Select, env: Env, outer: Scope | undefined): readonly Output[] {
  const scope = newScope(env, outer);
  const from = select.shared ? resolving.flow.from : select.from;
  resolveFrom(resolving, from ?? [], scope);
  return resolveItems(resolving, select.items, scope);
}
