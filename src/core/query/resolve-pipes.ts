import { NOWHERE, type Pipe, type Query } from './model.ts';
import { nameOf, spend, without, type Env, type Output, type Resolving, type Scope } from './output.ts';
import { reshape } from './reshape.ts';
import { resolveFrom } from './resolve-from.ts';
import { renamedBy, resolveItems } from './resolve-items.ts';
import { bind, boundOf, columnsOf, newScope } from './scope.ts';
import { unionOf } from './union.ts';

/** Steps one after another, each over what the one before it gives. */
export function resolvePipes(resolving: Resolving, query: Query, env: Env, outer: Scope | undefined): readonly Output[] {
  const { scope, outputs } = startOf(resolving, query, env, outer);
  let told = { scope, outputs };
  for (const pipe of query.pipes ?? []) {
    if (!spend(resolving, told.outputs.length + 1)) break;
    told = resolvePipe(resolving, pipe, told, env, outer);
  }
  return told.outputs;
}

interface Piped {
  readonly scope: Scope;
  readonly outputs: readonly Output[];
}

/** Aliases of a FROM without SELECT hold for the steps behind it. */
function startOf(resolving: Resolving, query: Query, env: Env, outer: Scope | undefined): Piped {
  const body = query.arms.length === 1 ? query.arms[0]?.body : undefined;
  if (body?.do !== 'select') return pipedOf(resolving.query({ do: 'query', arms: query.arms }, env, outer), outer);
  const scope = newScope(outer);
  resolveFrom(resolving, body.from ?? [], env, scope);
  const outputs = resolveItems(resolving, body.items, env, scope);
  return { scope, outputs };
}

function pipedOf(outputs: readonly Output[], outer: Scope | undefined, alias = ''): Piped {
  const scope = newScope(outer);
  bind(scope, boundOf(alias, [], outputs, false));
  return { scope, outputs };
}

function resolvePipe(resolving: Resolving, pipe: Pipe, piped: Piped, env: Env, outer: Scope | undefined): Piped {
  const { scope, outputs } = piped;
  switch (pipe.do) {
    case 'select':
      return pipedOf(resolveItems(resolving, pipe.items, env, scope), outer);
    case 'extend':
      return extended(piped, resolveItems(resolving, pipe.items, env, scope));
    case 'set':
      return pipedOf(setBy(outputs, resolveItems(resolving, pipe.items, env, scope)), outer);
    case 'drop':
      return pipedOf(without(outputs, new Set(pipe.names)), outer);
    case 'rename':
      return pipedOf(renamedBy(outputs, new Map(pipe.pairs)), outer);
    case 'alias':
      return pipedOf(outputs, outer, pipe.name);
    case 'join':
      return joinedTo(resolving, pipe, piped, env);
    case 'union':
      return pipedOf(
        unionOf(
          resolving,
          [outputs, ...pipe.queries.map((query) => resolving.query(query, env, outer))].map((one) => ({
            outputs: one,
            minus: false,
          })),
          false,
        ),
        outer,
      );
    default:
      return pipedOf(reshape(resolving, outputs, [pipe], env, scope), outer);
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

function joinedTo(resolving: Resolving, pipe: Extract<Pipe, { do: 'join' }>, { scope, outputs }: Piped, env: Env): Piped {
  const before = scope.bounds.length;
  resolveFrom(resolving, pipe.from, env, scope);
  const more = scope.bounds.slice(before).flatMap((bound) => columnsOf(resolving, bound, NOWHERE));
  return { scope, outputs: [...outputs, ...without(more, new Set(scope.joined.keys()))] };
}
