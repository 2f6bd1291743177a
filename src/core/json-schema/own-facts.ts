import type { Fact, Facts } from '../../model/asset.ts';
import { listedTags, tagsFact, type DocumentTag } from '../text/document-tags.ts';
import { entriesOf, toJson, type DocumentNode, type Entry } from '../text/document-tree.ts';

/** Facts by their key, with or without `x-` before it. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ['description', 'description'],
  ['default', 'default'],
  ['deprecated', 'deprecated'],
  ['classification', 'classification'],
  ['data-classification', 'classification'],
  ['masking', 'masking'],
  ['masking-policy', 'masking'],
  ['owner', 'owner'],
  ['retention', 'retention'],
  ['region', 'region'],
]);

/** What a schema says besides its shape. Keys of one's own begin with `x-`; they are tags, and so is what stands under `tags`. */
export function ownFacts(node: DocumentNode): Facts {
  const facts: Record<string, Fact> = {};
  const tags: DocumentTag[] = [];
  for (const one of entriesOf(node)) {
    const key = one.key.replace(/^x-/, '');
    const name = NAMED.get(key.replaceAll('_', '-').toLowerCase());
    if (name !== undefined) facts[name] = { value: toJson(one.value), location: one.value.location };
    else if (/^(?:tags|labels)$/i.test(key)) tags.push(...listedTags(one.value));
    else if (one.key.startsWith('x-') || BARE.has(key)) tags.push(...tagged(key, one));
  }
  return { ...facts, ...tagsFact(tags) };
}

const MAX_TAGS = 20;

/** `x-pii: true` is one tag, `x-governance: {pii: true}` one for each of its keys: `governance.pii`. What nests deeper is no tag. */
function tagged(name: string, { keyLocation, value }: Entry): readonly DocumentTag[] {
  if (value.kind !== 'map') return isFlat(value) ? [{ name, value: toJson(value) ?? true, location: keyLocation }] : [];
  const inner = value.entries.filter((one) => isFlat(one.value)).slice(0, MAX_TAGS);
  return inner.map((one) => ({ name: `${name}.${one.key}`, value: toJson(one.value) ?? true, location: one.keyLocation }));
}

const isFlat = (node: DocumentNode): boolean =>
  node.kind === 'scalar' || (node.kind === 'list' && node.items.length <= MAX_TAGS && node.items.every(({ kind }) => kind === 'scalar'));

/** Words that people write without the `x-`. */
const BARE: ReadonlySet<string> = new Set(['pii', 'sensitivity', 'sensitive', 'personalData', 'personal_data', 'confidentiality']);
