import { NOWHERE, type Pipe, type Query } from './model.ts';
import { nameOf, spend, without, type Env, type Output, type Resolving, type Scope } from './output.ts';
import { reshape } from './reshape.ts';
import { resolveFrom } from './resolve-from.ts';
import { renamedBy, resolveItems } from './resolve-items.ts';
import { bind, boundOf, columnsOf, newScope } from './scope.ts';
import { unionOf } from './union.ts';

/** What a step gives to the next: its columns, and what names mean there. */
interface Piped {
  readonly scope: Scope;
  readonly outputs: readonly Output[];
}

/** Steps one after another, each over what the one before it gives. */
export function resolvePipes(resolving: Resolving, query: Query, env: Env, outer: Scope | undefined): readonly Output[] {
  let told = startOf(resolving, query, newScope(env, outer));
  for (const pipe of query.pipes ?? []) {
    if (!spend(resolving, told.outputs.length + 1)) break;
    told = resolvePipe(resolving, pipe, told);
  }
  return told.outputs;
}

/** Aliases of a FROM without SELECT hold for the steps behind it. */
function startOf(resolving: Resolving, { arms }: Query, scope: Scope): Piped {
  const body = arms.length === 1 ? arms[0]?.body : undefined;
  if (body?.do !== 'select') return pipedOf(resolving.query({ do: 'query', arms }, scope), scope);
  resolveFrom(resolving, body.from ?? [], scope);
  return { scope, outputs: resolveItems(resolving, body.items, scope) };
}

/** A scope of its own, in which only these columns are known. */
function pipedOf(outputs: readonly Output[], { env, outer }: Scope, alias = ''): Piped {
  const scope = newScope(env, outer);
  bind(scope, boundOf(alias, [], outputs, false));
  return { scope, outputs };
}

function resolvePipe(resolving: Resolving, pipe: Pipe, piped: Piped): Piped {
  const { scope, outputs } = piped;
  switch (pipe.do) {
    case 'select':
      return pipedOf(resolveItems(resolving, pipe.items, scope), scope);
    case 'extend':
      return extended(piped, resolveItems(resolving, pipe.items, scope));
    case 'set':
      return pipedOf(setBy(outputs, resolveItems(resolving, pipe.items, scope)), scope);
    case 'drop':
      return pipedOf(without(outputs, new Set(pipe.names)), scope);
    case 'rename':
      return pipedOf(renamedBy(outputs, new Map(pipe.pairs)), scope);
    case 'alias':
      return pipedOf(outputs, scope, pipe.name);
    case 'join':
      return joinedTo(resolving, pipe, piped);
    case 'union':
      return unitedWith(resolving, pipe, piped);
    default:
      return pipedOf(reshape(resolving, outputs, [pipe], scope), scope);
  }
}

function extended({ scope, outputs }: Piped, more: readonly Output[]): Piped {
  bind(scope, boundOf('', [], more, false));
  return { scope, outputs: [...outputs, ...more] };
}

function setBy(outputs: readonly Output[], values: readonly Output[]): readonly Output[] {
  const made = new Map(values.map((one) => [nameOf(one) ?? '', one]));
  return outputs.map((one) => made.get(nameOf(one) ?? '') ?? one);
}

function joinedTo(resolving: Resolving, pipe: Extract<Pipe, { do: 'join' }>, { scope, outputs }: Piped): Piped {
  const before = scope.bounds.length;
  resolveFrom(resolving, pipe.from, scope);
  const more = scope.bounds.slice(before).flatMap((bound) => columnsOf(resolving, bound, NOWHERE));
  return { scope, outputs: [...outputs, ...without(more, new Set(scope.joined.keys()))] };
}

function unitedWith(resolving: Resolving, pipe: Extract<Pipe, { do: 'union' }>, { scope, outputs }: Piped): Piped {
  const others = pipe.queries.map((query) => resolving.query(query, scope));
  const arms = [outputs, ...others].map((one) => ({ outputs: one, minus: false }));
  return pipedOf(unionOf(resolving, arms, false), scope);
}
