import { mergeSources, nameOf, spend, type Column, type Output, type Resolving } from './output.ts';

export interface UnionArm {
  readonly outputs: readonly Output[];
  /** Its rows are only compared with. */
  readonly minus: boolean;
}

/** The columns of a set operation: the names of the first part, what each column is made of from all parts. */
export function unionOf(resolving: Resolving, arms: readonly UnionArm[], byName: boolean): readonly Output[] {
  const [first, ...others] = arms;
  if (!first) return [];
  const leading = first.outputs.findIndex((one) => one.is !== 'column');
  const isPlain = !byName && leading < 0;
  if (isPlain) return byPlace(resolving, first.outputs, others, first.outputs.length);
  const head = byName ? [] : byPlace(resolving, first.outputs.slice(0, leading), others, leading);
  return [...head, ...rest(resolving, first.outputs.slice(head.length), others, head.length, byName)];
}

function byPlace(resolving: Resolving, columns: readonly Output[], others: readonly UnionArm[], count: number): readonly Output[] {
  const limits = others.map(({ outputs }) => {
    const open = outputs.findIndex((one) => one.is !== 'column');
    if (open >= 0 && open < count && outputs[open]?.is === 'all') resolving.partial = true;
    return open < 0 ? outputs.length : open;
  });
  return columns.map((one, index) => {
    if (one.is !== 'column') return one;
    const same = others.flatMap(({ outputs, minus }, arm) => (index < (limits[arm] ?? 0) ? [{ column: outputs[index], minus }] : []));
    return together(resolving, one, same);
  });
}

function together(
  resolving: Resolving,
  one: Column,
  others: readonly { readonly column: Output | undefined; readonly minus: boolean }[],
): Column {
  const lists = [one.sources];
  const lost = [...one.lost];
  if (!spend(resolving, others.length)) return one;
  for (const { column, minus } of others) {
    if (column?.is !== 'column') continue;
    lists.push(minus ? column.sources.map((source) => ({ ...source, same: false })) : column.sources);
    if (column.lost.length > 0 && lost.length < 10) lost.push(...column.lost);
  }
  return { ...one, sources: mergeSources(resolving, lists, false), lost };
}

/** Behind a star of unknown width columns meet by their names. */
function rest(
  resolving: Resolving,
  first: readonly Output[],
  others: readonly UnionArm[],
  from: number,
  byName: boolean,
): readonly Output[] {
  const named = new Map<string, { column: Column; minus: boolean }[]>();
  const order: string[] = [];
  const stars: Output[] = [];
  for (const { outputs, minus } of [
    { outputs: [...Array<Output>(0), ...first], minus: false },
    ...others.map((arm) => ({ ...arm, outputs: arm.outputs.slice(byName ? 0 : from) })),
  ]) {
    for (const one of outputs) {
      if (!spend(resolving, 1)) return first;
      if (one.is === 'all') stars.push(stars.length > 0 && outputs !== first ? { ...one, also: true } : one);
      else if (one.is === 'any') stars.push(one);
      else {
        const name = nameOf(one) ?? '';
        const list = named.get(name);
        if (list) list.push({ column: one, minus });
        else order.push(name) && named.set(name, [{ column: one, minus }]);
      }
    }
  }
  const columns = order.flatMap((name) => {
    const [one, ...more] = named.get(name) ?? [];
    return one ? [together(resolving, one.column, more)] : [];
  });
  return [...stars, ...columns];
}
