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
  if (byName) return restByName(resolving, arms);
  const { length } = first.outputs;
  const width = widthOf(first.outputs);
  const head = byPlace(resolving, first.outputs.slice(0, width), others);
  if (width === length) return head;
  const behind = arms.map(({ outputs, minus }) => ({ outputs: outputs.slice(width), minus }));
  return [...head, ...restByName(resolving, behind)];
}

/** How many columns stand before the first star. */
function widthOf(outputs: readonly Output[]): number {
  const open = outputs.findIndex((one) => one.is !== 'column');
  return open < 0 ? outputs.length : open;
}

function byPlace(resolving: Resolving, columns: readonly Output[], others: readonly UnionArm[]): readonly Output[] {
  const arms = others.map(({ outputs, minus }) => ({ outputs, minus, width: widthOf(outputs) }));
  if (arms.some(({ outputs, width }) => width < columns.length && outputs[width]?.is === 'all')) resolving.partial = true;
  return columns.map((one, index) => {
    if (one.is !== 'column') return one;
    const same = arms.flatMap(({ outputs, minus, width }) => (index < width ? [{ column: outputs[index], minus }] : []));
    return together(resolving, one, same);
  });
}

interface Part {
  readonly column: Output | undefined;
  readonly minus: boolean;
}

function together(resolving: Resolving, one: Column, others: readonly Part[]): Column {
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

/** Behind a star of unknown width columns meet by their names; stars stand side by side. */
function restByName(resolving: Resolving, arms: readonly UnionArm[]): readonly Output[] {
  const parts = arms.flatMap(({ outputs, minus }, arm) => outputs.map((output) => ({ output, minus, arm })));
  if (!spend(resolving, parts.length)) return arms[0]?.outputs ?? [];
  const open = parts.filter(({ output }) => output.is !== 'column');
  const stars = open.map(({ output, arm }) => (output.is === 'all' && arm > 0 ? { ...output, also: true as const } : output));
  const named = Map.groupBy(
    parts.filter(({ output }) => output.is === 'column'),
    ({ output }) => nameOf(output) ?? '',
  );
  const columns = [...named.values()].flatMap(([one, ...more]) =>
    one?.output.is === 'column'
      ? [
          together(
            resolving,
            one.output,
            more.map(({ output, minus }) => ({ column: output, minus })),
          ),
        ]
      : [],
  );
  return [...stars, ...columns];
}
