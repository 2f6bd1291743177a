import { groupByUnit, joinAssemblies, unitOf } from '../core/extract/assemble-units.ts';
import { assemblyMemo, type AssemblyMemo } from '../core/extract/assembly-memo.ts';
import { unitsToCompare } from '../core/extract/compare-units.ts';
import type { ReadPart } from '../core/extract/read-part.ts';
import type { RuledDifferences } from '../core/compare/attach-differences.ts';
import type { Assembly } from '../core/plug-ins.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import type { ReadPorts } from './read-units.ts';

/** What units declare is kept as long as what was read of their files. */
const memos = new WeakMap<object, AssemblyMemo>();

function memoOf({ cache }: ReadPorts): AssemblyMemo {
  const memo = memos.get(cache) ?? assemblyMemo();
  memos.set(cache, memo);
  return memo;
}

/** All that one side declares; `lost` are the files of units of which nothing could be told. */
export interface AssembledParts extends Assembly {
  readonly lost: ReadonlySet<string>;
}

/** Assembles every unit of one side. A unit that did not change since the last time is taken from there. */
export async function assembleParts(parts: readonly ReadPart[], settings: Settings, ports: ReadPorts): Promise<AssembledParts> {
  const [memo, setting] = [memoOf(ports), JSON.stringify(settings)];
  const units = groupByUnit(parts);
  const assembled = await Promise.all(
    units.map((unit) =>
      memo.of(unit, setting, () => {
        const { extractor, name, files } = unitOf(unit);
        return ports.units.assemble({ extractor, unit: name, files, settings });
      }),
    ),
  );
  const lost = units.filter((_, at) => assembled[at]?.problems.some(({ code }) => code.startsWith('unit-')));
  return { ...joinAssemblies(assembled), lost: new Set(lost.flatMap((unit) => unit.map(({ path }) => path))) };
}

/** What the formats' own rules say of the two sides. */
export async function compareParts(
  base: readonly ReadPart[],
  head: readonly ReadPart[],
  settings: Settings,
  ports: ReadPorts,
): Promise<{ readonly ruled: readonly RuledDifferences[]; readonly problems: readonly Problem[] }> {
  const asked = unitsToCompare(base, head, ports.extractors, settings).map(async ({ family, rules, requests }) => {
    const answers = await Promise.all(requests.map((request) => ports.units.compare(request)));
    return { family, rules, differences: answers.flatMap((one) => one.differences), problems: answers.flatMap((one) => one.problems) };
  });
  const told = await Promise.all(asked);
  return { ruled: told.map(({ problems: _, ...one }) => one), problems: told.flatMap(({ problems }) => problems) };
}
