import type { Settings } from '../../model/settings.ts';
import type { Asset } from '../../model/asset.ts';
import type { Json } from '../../model/json.ts';
import type { Assembly, Extractor, UnitFile } from '../plug-ins.ts';
import type { AssemblyMemo } from './assembly-memo.ts';
import { unitName } from './claim-files.ts';
import type { ReadPart } from './read-part.ts';

/** Assembles every unit of one side of a change. The order of the parts does not matter. */
export function assembleUnits(
  parts: readonly ReadPart[],
  extractors: readonly Extractor[],
  settings: Settings,
  memo: AssemblyMemo = NO_MEMO,
): Assembly {
  const byId = new Map(extractors.map((extractor) => [extractor.id, extractor]));
  const setting = JSON.stringify(settings);
  const assemblies = [...groupByUnit(parts).values()].map((unit) =>
    memo.of(unit, setting, () => assembleUnit(unit, byId.get(unit[0].claim.extractor), settings)),
  );
  return {
    assets: mergeSameId(assemblies.flatMap((assembly) => assembly.assets)),
    changes: assemblies.flatMap((assembly) => assembly.changes),
    problems: assemblies.flatMap((assembly) => assembly.problems),
    edges: assemblies.flatMap((assembly) => assembly.edges ?? []),
  };
}

type Unit = [ReadPart, ...ReadPart[]];

const NO_MEMO: AssemblyMemo = { of: (_, __, make) => make() };

function assembleUnit(unit: Unit, extractor: Extractor | undefined, settings: Settings): Assembly {
  const files: UnitFile<Json>[] = unit.map((one) => ({ path: one.path, role: one.claim.role, part: one.part }));
  return extractor?.assemble(unitName(unit[0].claim), files, settings) ?? { assets: [], changes: [], problems: [] };
}

function groupByUnit(parts: readonly ReadPart[]): ReadonlyMap<string, Unit> {
  const units = new Map<string, Unit>();
  for (const part of parts) {
    const unit = units.get(part.claim.unit);
    if (unit) unit.push(part);
    else units.set(part.claim.unit, [part]);
  }
  return units;
}

/** Two units may declare the same thing (a copied schema): the ids of the later ones get their file, so that none hides another. */
function mergeSameId(assets: readonly Asset[]): readonly Asset[] {
  const seen = new Set<string>();
  return assets.map((asset) => {
    const id = seen.has(asset.id) ? `${asset.id}@${asset.file}` : asset.id;
    seen.add(id);
    return id === asset.id ? asset : { ...asset, id };
  });
}
