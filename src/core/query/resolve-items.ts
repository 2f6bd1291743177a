import type { Item, StarItem, ValueItem } from './model.ts';
import { nameOf, spend, without, type Output, type Resolving, type Scope } from './output.ts';
import { resolveValue } from './resolve-value.ts';
import { columnsOf, follow } from './scope.ts';

/** The columns that items give; each may use those before it. */
export function resolveItems(resolving: Resolving, items: readonly Item[], scope: Scope): readonly Output[] {
  const outputs: Output[] = [];
  for (const item of items) {
    const told = resolveItem(resolving, item, scope);
    if (!spend(resolving, told.length)) break;
    for (const one of told) {
      const name = nameOf(one);
      if (name !== undefined && !scope.made.has(name)) scope.made.set(name, one);
      outputs.push(one);
    }
  }
  return outputs;
}

function resolveItem(resolving: Resolving, item: Item, scope: Scope): readonly Output[] {
  if (item.do === 'value') return [resolveValue(resolving, item, scope)];
  if (item.do === 'star') return resolveStar(resolving, item, scope);
  resolving.partial = true;
  return [{ is: 'any', sources: [], at: item.at }];
}

function resolveStar(resolving: Resolving, item: StarItem, scope: Scope): readonly Output[] {
  const all = item.of ? qualified(resolving, item, scope) : unqualified(resolving, item, scope);
  let told = without(all, new Set(item.except));
  if (item.like !== undefined) told = liked(told, item.like);
  if (item.replace) told = replaced(resolving, told, item.replace, scope);
  return item.rename ? renamedBy(told, new Map(item.rename)) : told;
}

function qualified(resolving: Resolving, { of = [], at }: StarItem, scope: Scope): readonly Output[] {
  const name = of.join('.').toLowerCase();
  for (let here: Scope | undefined = scope; here; here = here.outer) {
    const bound = here.byAlias.get(name);
    if (bound) return counted(resolving, columnsOf(resolving, bound, at));
  }
  const { sources, lost } = follow(resolving, scope, [at, ...of]);
  resolving.partial = true;
  return [{ is: 'any', sources: lost ? [] : sources, at }];
}

function unqualified(resolving: Resolving, { at }: StarItem, scope: Scope): readonly Output[] {
  const visible = scope.bounds.filter(({ hidden }) => !hidden);
  const joined = [...scope.joined].map(([name, sources]): Output => ({ is: 'column', name, at, extent: at, sources, lost: [] }));
  const names = new Set(scope.joined.keys());
  if (visible.length === 0) resolving.partial = true;
  return counted(resolving, [
    ...joined,
    ...visible.flatMap((bound) => (spend(resolving, bound.outputs.length) ? without(columnsOf(resolving, bound, at), names) : [])),
  ]);
}

/** A star over what nobody knows is told in part. */
function counted(resolving: Resolving, outputs: readonly Output[]): readonly Output[] {
  if (!spend(resolving, outputs.length)) return [];
  if (outputs.some((one) => one.is !== 'column')) resolving.partial = true;
  return outputs;
}

/** Source: Snowflake, "SELECT", ILIKE: `%` stands for any letters, `_` for one, whatever their case. */
function liked(outputs: readonly Output[], pattern: string): readonly Output[] {
  if (pattern.length > 100 || pattern.split('%').length > 5) return outputs;
  const written = pattern
    .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  const wanted = new RegExp(`^${written}$`, 'i');
  const limited = outputs.map((one): Output => (one.is === 'all' ? { ...one, limited: true } : one));
  return limited.filter((one) => one.is !== 'column' || wanted.test(one.name ?? ''));
}

function replaced(resolving: Resolving, outputs: readonly Output[], values: readonly ValueItem[], scope: Scope): readonly Output[] {
  const made = new Map(values.map((value) => [value.name?.toLowerCase() ?? '', resolveValue(resolving, value, scope)]));
  const names = new Set(outputs.flatMap((one) => nameOf(one) ?? []));
  const more = [...made].filter(([name]) => !names.has(name));
  const told = outputs.map((one): Output => made.get(nameOf(one) ?? '') ?? one);
  const open = told.flatMap((one) => (one.is === 'all' ? without([one], new Set(more.map(([name]) => name))) : [one]));
  return [...open, ...more.map(([, column]) => column)];
}

export function renamedBy(outputs: readonly Output[], pairs: ReadonlyMap<string, string>): readonly Output[] {
  return outputs.map((one): Output => {
    if (one.is === 'any') return one;
    if (one.is === 'all')
      return {
        ...one,
        except: new Set([...one.except, ...pairs.keys()]),
        renamed: new Map([...one.renamed, ...[...pairs].map(([old, now]) => [now, old] as const)]),
      };
    const now = pairs.get(nameOf(one) ?? '');
    return now === undefined ? one : { ...one, name: now };
  });
}
