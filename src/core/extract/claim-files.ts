import type { Tree } from '../../model/change-set.ts';
import type { Settings } from '../../model/settings.ts';
import type { Extractor } from '../plug-ins.ts';

/** An extractor's claim on a file. `unit` names the extractor too: units of two extractors never meet. */
export interface FileClaim {
  readonly extractor: string;
  readonly unit: string;
  readonly role: string;
  readonly unsure?: boolean;
}

/** Who wants to read a path, in the order in which they are asked. */
export function claimsOn(path: string, tree: Tree, settings: Settings, extractors: readonly Extractor[]): readonly FileClaim[] {
  const claims: FileClaim[] = [];
  for (const extractor of extractors) {
    const claim = extractor.claim(path, tree, settings);
    if (claim) claims.push({ ...claim, extractor: extractor.id, unit: unitKey(extractor.id, claim.unit) });
  }
  return claims;
}

const unitKey = (extractor: string, unit: string): string => `${extractor} ${unit}`;

/** The extractor's own name of a unit. */
export const unitName = (claim: FileClaim): string => claim.unit.slice(claim.extractor.length + 1);
