import type { Value, ValueItem } from './model.ts';
import { mergeSources, type Column, type Resolving, type Scope, type Source } from './output.ts';
import { follow } from './scope.ts';

/** One item of a list. */
export function resolveValue(resolving: Resolving, item: ValueItem, scope: Scope): Column {
  const { sources, lost } = sourcesOf(resolving, item, scope);
  if (lost.length > 0 || item.dynamic) resolving.partial = true;
  const { at, extent, name } = item;
  return { is: 'column', ...(name === undefined ? {} : { name }), at, extent, sources, lost: item.dynamic ? [...lost, extent] : lost };
}

/** What a value is made of: the columns that it mentions, and those that queries in it give. */
export function sourcesOf(resolving: Resolving, value: Value, scope: Scope): Pick<Column, 'sources' | 'lost'> {
  const lists: (readonly Source[])[] = [];
  const lost: Column['lost'][number][] = [];
  let computed = value.bare !== true;
  for (const mention of value.of ?? []) {
    const told = follow(resolving, scope, mention);
    if (told.lost) lost.push(mention[0]);
    computed ||= told.deeper === true;
    lists.push(told.sources);
  }
  for (const query of value.queries ?? []) {
    for (const one of resolving.query(query, scope)) if (one.is !== 'all') lists.push(one.sources);
  }
  return { sources: mergeSources(resolving, lists, computed), lost };
}
