import { loadGrammars } from '../../../../src/adapters/grammar/load-grammars.ts';
import { python } from '../../../../src/core/extract/python/index.ts';
import type { Assembly, ParseWith } from '../../../../src/core/plug-ins.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/settings/default-settings.ts';
import type { Asset, Fact } from '../../../../src/model/asset.ts';
import type { LineageEdge } from '../../../../src/model/lineage.ts';
import type { Location } from '../../../../src/model/source.ts';

const grammars = loadGrammars();
await grammars.load('python');

export const parse: ParseWith = (name, text, use) => grammars.parse(name, text, use);

export interface Told extends Assembly {
  /** Edges between assets; those between their fields are `columns`. */
  readonly edges: readonly LineageEdge[];
  readonly columns: readonly LineageEdge[];
  readonly known: boolean;
  asset(id: string): Asset;
  fact(id: string, name: string): Fact | undefined;
  /** `from > to`, and who does it behind a colon. */
  readonly flows: readonly string[];
  slice(location: Location): string;
}

/** What the real extractor says of one file. */
export function readFile(text: string, path = 'dags/daily.py'): Told {
  const reading = python.read({ path, text, size: text.length }, '', parse);
  const assembly = python.assemble(path, reading.part ? [{ path, role: '', part: reading.part }] : [], DEFAULT_SETTINGS);
  const all = assembly.edges ?? [];
  const edges = all.filter(({ from }) => from.field === undefined);
  const asset = (id: string): Asset => {
    const found = assembly.assets.find((one) => one.id === id);
    if (!found) throw new Error(`no ${id} among ${assembly.assets.map((one) => one.id).join(', ')}`);
    return found;
  };
  return {
    ...assembly,
    edges,
    columns: all.filter(({ from }) => from.field !== undefined),
    problems: [...reading.problems, ...assembly.problems],
    known: reading.part !== null,
    asset,
    fact: (id, name) => asset(id).facts[name],
    flows: edges.map(({ from, to, by }) => `${from.asset} > ${to.asset}${by === undefined ? '' : ` : ${by}`}`),
    slice: ({ start, end }) => text.slice(start.offset, end.offset),
  };
}
