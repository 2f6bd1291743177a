import type { Settings } from '../../model/settings.ts';
import type { Asset } from '../../model/asset.ts';
import type { Json } from '../../model/json.ts';
import type { Assembly, Extractor, UnitFile } from '../plug-ins.ts';
import { unitName, type FileClaim } from './claim-files.ts';

/** What was read of one file: the claim of the extractor that knew it, and its part. */
export interface ReadPart {
  readonly path: string;
  readonly claim: FileClaim;
  readonly part: Json;
}

/** Assembles every unit of one side of a change. The order of the parts does not matter. */
export function assembleUnits(parts: readonly ReadPart[], extractors: readonly Extractor[], settings: Settings): Assembly {
  const byId = new Map(extractors.map((extractor) => [extractor.id, extractor]));
  const assemblies = [...groupByUnit(parts).values()].flatMap((unit) => {
    const [{ claim }] = unit;
    const files: UnitFile<Json>[] = unit.map((one) => ({ path: one.path, role: one.claim.role, part: one.part }));
    return byId.get(claim.extractor)?.assemble(unitName(claim), files, settings) ?? [];
  });
  return {
    assets: mergeSameId(assemblies.flatMap((assembly) => assembly.assets)),
    changes: assemblies.flatMap((assembly) => assembly.changes),
    problems: assemblies.flatMap((assembly) => assembly.problems),
    edges: assemblies.flatMap((assembly) => assembly.edges ?? []),
  };
}

type Unit = [ReadPart, ...ReadPart[]];

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
