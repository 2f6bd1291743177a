import type { Pivot, Unpivot } from './model.ts';
import {
  mergeSources,
  nameOf,
  spend,
  without,
  type Bound,
  type Column,
  type Output,
  type Resolving,
  type Scope,
  type Source,
} from './output.ts';
import { resolveValue } from './resolve-value.ts';
import { bind, boundOf, certain, newScope, possible } from './scope.ts';

/** What is left of columns behind PIVOT and UNPIVOT. */
export function reshape(
  resolving: Resolving,
  outputs: readonly Output[],
  shapes: readonly (Pivot | Unpivot)[],
  outer: Scope,
): readonly Output[] {
  return shapes.reduce<readonly Output[]>((before, shape) => {
    if (!spend(resolving, before.length * 2 + 1)) return before;
    const bound = boundOf('', [], before, false);
    return shape.do === 'pivot' ? pivoted(resolving, shape, bound, outer) : unpivoted(resolving, shape, bound);
  }, outputs);
}

/** Rows are grouped by all columns that are neither aggregated nor pivoted by. */
function pivoted(resolving: Resolving, { values, by, names, at }: Pivot, bound: Bound, outer: Scope): readonly Output[] {
  const scope = newScope(outer.env, outer);
  bind(scope, bound);
  const made = values.map((value) => resolveValue(resolving, value, scope));
  const used = new Set([...by, ...values.flatMap(({ of = [] }) => of.map((mention) => String(mention.at(-1)).toLowerCase()))]);
  const kept = without(bound.outputs, used);
  if (!names) {
    resolving.partial = true;
    return [
      ...kept,
      {
        is: 'any',
        sources: mergeSources(
          resolving,
          made.map(({ sources }) => sources),
          true,
        ),
        at,
      },
    ];
  }
  const columns = names.map((name, index): Column => {
    const value = made[index % Math.max(1, made.length)];
    return { is: 'column', name, at, extent: at, sources: value?.sources ?? [], lost: value?.lost ?? [] };
  });
  return [...kept, ...columns];
}

function unpivoted(resolving: Resolving, { values, name, from, at }: Unpivot, bound: Bound): readonly Output[] {
  const used = new Set(from.flat());
  const kept = without(bound.outputs, used);
  const lookUp = (column: string): readonly Source[] =>
    certain(resolving, bound, column, at) ?? possible(resolving, bound, column, at) ?? [];
  const columns = values.map((value, index): Column => ({
    is: 'column', name: value, at, extent: at, lost: [], sources: mergeSources(resolving, from.map((group) => lookUp(group[index] ?? '')), false),
  })); // prettier-ignore
  return [...kept.filter((one) => nameOf(one) !== name), { is: 'column', name, at, extent: at, sources: [], lost: [] }, ...columns];
}
