import type { Asset, Fact } from '../model/asset.ts';
import type { Settings } from '../model/settings.ts';
import { environmentOf, useCasesKnown } from './circumstance.ts';

/** Assets with what settings say of where they stand, as facts that policies read: `environment` and `use_case`. */
export function withCircumstances(assets: readonly Asset[], branch: string, settings: Settings): readonly Asset[] {
  return assets.map((asset) => {
    const environment = environmentOf({ file: asset.file, branch }, settings);
    const uses = useCasesKnown(asset.file, { asset }, settings);
    const known: readonly (readonly [string, Fact])[] = [
      ...(environment === undefined ? [] : [['environment', { value: environment, location: asset.location }] as const]),
      ...(uses.values.length === 0 ? [] : [['use_case', { value: uses.values, location: asset.location }] as const]),
    ];
    return known.length === 0 ? asset : { ...asset, facts: { ...asset.facts, ...Object.fromEntries(known) } };
  });
}
