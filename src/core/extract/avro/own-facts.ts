import type { Fact, Facts } from '../../../model/asset.ts';
import { listedTags, tagsFact, type DocumentTag } from '../../text/document-tags.ts';
import { entriesOf, toJson, type DocumentNode, type Entry } from '../../text/document-tree.ts';

/** Words of the format itself: they are no facts of the owner's. */
const FORMAT: ReadonlySet<string> = new Set(
  'type name namespace fields items values symbols size order logicalType precision scale protocol types messages'.split(' '),
);

const NAMED: ReadonlyMap<string, string> = new Map([
  ['doc', 'description'],
  ['default', 'default'],
  ['aliases', 'aliases'],
  ['symbols', 'symbols'],
  ['classification', 'classification'],
  ['masking', 'masking'],
  ['masking_policy', 'masking'],
  ['owner', 'owner'],
  ['team', 'owner'],
  ['retention', 'retention'],
  ['region', 'region'],
]);

/**
 * What a record or field says besides its shape. The format allows keys of one's own: lists under `tags` are tags, and so is every
 * other such key, by its name.
 */
export function ownFacts(node: DocumentNode): Facts {
  const facts: Record<string, Fact> = {};
  const tags: DocumentTag[] = [];
  for (const one of entriesOf(node)) {
    const name = NAMED.get(one.key);
    if (name !== undefined) facts[name] = { value: toJson(one.value), location: one.value.location };
    else if (!FORMAT.has(one.key)) tags.push(...tagsOf(one));
  }
  return { ...facts, ...tagsFact(tags) };
}

/** `"tags": ["pii"]`, `"confluent:tags": ["PII"]`, `"tags": {"pii": "email"}`, `"pii": true`. */
function tagsOf({ key, keyLocation, value }: Entry): readonly DocumentTag[] {
  if (!/(?:^|[:._-])(?:tags|labels)$/i.test(key)) return [{ name: key, value: toJson(value) ?? true, location: keyLocation }];
  return listedTags(value);
}
