import type { Fact, Facts } from '../../../model/asset.ts';
import type { Json } from '../../../model/json.ts';
import type { Location } from '../../../model/source.ts';
import { entriesOf, itemsOf, textAt, toJson, type DocumentNode, type Entry } from '../../text/document-tree.ts';

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
  const tags: Tag[] = [];
  for (const one of entriesOf(node)) {
    const name = NAMED.get(one.key);
    if (name !== undefined) facts[name] = { value: toJson(one.value), location: one.value.location };
    else if (!FORMAT.has(one.key)) tags.push(...tagsOf(one));
  }
  const [first] = tags;
  if (!first) return facts;
  return {
    ...facts,
    tags: {
      value: Object.fromEntries(tags.map(({ name, value }) => [name, value])),
      location: first.location,
      parts: Object.fromEntries(tags.map(({ name, location }) => [name, location])),
    },
  };
}

interface Tag {
  readonly name: string;
  readonly value: Json;
  readonly location: Location;
}

/** `"tags": ["pii"]`, `"confluent:tags": ["PII"]`, `"tags": {"pii": "email"}`, `"pii": true`. */
function tagsOf({ key, keyLocation, value }: Entry): readonly Tag[] {
  if (!/(?:^|[:._-])(?:tags|labels)$/i.test(key)) return [{ name: key, value: toJson(value) ?? true, location: keyLocation }];
  if (value.kind === 'map')
    return value.entries.map((one) => ({ name: one.key, value: toJson(one.value) ?? true, location: one.keyLocation }));
  const items = value.kind === 'list' ? itemsOf(value) : [value];
  return items.flatMap((item) => (textAt(item) === undefined ? [] : [{ name: textAt(item) ?? '', value: true, location: item.location }]));
}
