import { pairDeclarations } from '../../compatibility/pair-declarations.ts';
import type { Content } from './api.ts';

export interface PairedContents {
  readonly pairs: readonly (readonly [base: Content, head: Content])[];
  readonly removed: readonly Content[];
  readonly added: readonly Content[];
}

/** By name; where one went and one came that is more or less special, these two as well. */
export function pairContents(base: readonly Content[], head: readonly Content[], mayChangeName: boolean): PairedContents {
  const paired = pairDeclarations(base, head, ({ mediaType }) => mediaType.toLowerCase().replaceAll(' ', ''));
  const [gone] = paired.removed;
  const [come] = paired.added;
  const isRenamed = mayChangeName && paired.removed.length === 1 && paired.added.length === 1 && gone && come;
  if (!isRenamed || nameChange(gone.mediaType, come.mediaType) === 'other') return paired;
  return { pairs: [...paired.pairs, [gone, come]], removed: [], added: [] };
}

export type NameChange = 'same' | 'generalised' | 'specialised' | 'changed' | 'other';

/** `application/problem+json` is special `application/json`. With other parameters (`;q=1`) it is neither more nor less. */
export function nameChange(base: string, head: string): NameChange {
  const [before, after] = [partsOf(base), partsOf(head)];
  if (before.type !== after.type || before.general !== after.general) return 'other';
  if (before.parameters !== after.parameters) return 'changed';
  if (before.subtype === after.subtype) return 'same';
  if (before.subtype === before.general) return 'specialised';
  return after.subtype === after.general ? 'generalised' : 'other';
}

function partsOf(mediaType: string) {
  const [name = '', ...parameters] = mediaType.toLowerCase().replaceAll(' ', '').split(';');
  const [type = '', subtype = ''] = name.split('/');
  return { type, subtype, general: subtype.slice(subtype.lastIndexOf('+') + 1), parameters: parameters.sort().join(';') };
}
