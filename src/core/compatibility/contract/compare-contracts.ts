import type { Asset } from '../../../model/asset.ts';
import type { Breaks, Difference } from '../../../model/difference.ts';
import { pairDeclarations } from '../pair-declarations.ts';
import { told } from './contract-words.ts';
import { compareContractFields } from './compare-contract-fields.ts';
import { compareTerms } from './compare-terms.ts';

/**
 * How contracts differ for those who hold them: `forward`, its consumers are promised less than before; `backward`, its producer must
 * do more than before.
 */
export function compareContracts(base: readonly Asset[], head: readonly Asset[]): readonly Difference[] {
  const { pairs, removed, added } = pairDeclarations(base, head, ({ id }) => id, [({ file }) => file]);
  return [
    ...removed.map(contractGone),
    ...pairs.flatMap(([old, now]) => (old === now ? [] : [...compareContractFields(old, now), ...compareTerms(old, now)])),
    ...added.map(({ id, name, location }): Difference => ({
      kind: 'added',
      asset: id,
      breaks: [],
      message: `${name} is promised from now on`,
      location,
    })),
  ];
}

function contractGone({ id, name, location }: Asset): Difference {
  const breaks: readonly Breaks[] = ['forward'];
  return { kind: 'removed', asset: id, breaks, message: told(`${name} is no longer promised`, breaks), location };
}
