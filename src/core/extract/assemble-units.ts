import type { Asset } from '../../model/asset.ts';
import type { Json } from '../../model/json.ts';
import type { Settings } from '../../model/settings.ts';
import type { Assembly, Extractor, UnitFile } from '../plug-ins.ts';
import { unitName } from './claim-files.ts';
import type { ReadPart } from './read-part.ts';

/** Assembles every unit of one side, in this process. The order of the parts does not matter. */
export function assembleUnits(parts: readonly ReadPart[], extractors: readonly Extractor[], settings: Settings): Assembly {
  const byId = new Map(extractors.map((extractor) => [extractor.id, extractor]));
  const assemblies = groupByUnit(parts).flatMap((unit) => {
    const { extractor, name, files } = unitOf(unit);
    return byId.get(extractor)?.assemble(name, files, settings) ?? [];
  });
  return joinAssemblies(assemblies);
}

/** Parts of one unit: never empty. */
export type UnitParts = readonly [ReadPart, ...ReadPart[]];

export function groupByUnit(parts: readonly ReadPart[]): readonly UnitParts[] {
  const units = new Map<string, [ReadPart, ...ReadPart[]]>();
  for (const part of parts) {
    const unit = units.get(part.claim.unit);
    if (unit) unit.push(part);
    else units.set(part.claim.unit, [part]);
  }
  return [...units.values()];
}

/** A unit as its extractor knows it. */
export function unitOf(unit: UnitParts): { readonly extractor: string; readonly name: string; readonly files: readonly UnitFile<Json>[] } {
  const [{ claim }] = unit;
  return { extractor: claim.extractor, name: unitName(claim), files: unit.map(unitFile) };
}

export const unitFile = ({ path, claim, part }: ReadPart): UnitFile<Json> => ({ path, role: claim.role, part });

/** All that the units of one side declare. */
export function joinAssemblies(assemblies: readonly Assembly[]): Assembly {
  return {
    assets: mergeSameId(assemblies.flatMap((assembly) => assembly.assets)),
    changes: assemblies.flatMap((assembly) => assembly.changes),
    problems: assemblies.flatMap((assembly) => assembly.problems),
    edges: assemblies.flatMap((assembly) => assembly.edges ?? []),
  };
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
