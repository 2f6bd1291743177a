import type { Fact, Facts } from '../../model/asset.ts';
import type { Json } from '../../model/json.ts';
import type { Location } from '../../model/source.ts';
import { entriesOf, itemsOf, textAt, toJson, type DocumentNode, type Entry } from '../text/document-tree.ts';

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
  const tags: Tag[] = [];
  for (const one of entriesOf(node)) {
    const key = one.key.replace(/^x-/, '');
    const name = NAMED.get(key.replaceAll('_', '-').toLowerCase());
    if (name !== undefined) facts[name] = { value: toJson(one.value), location: one.value.location };
    else if (/^(?:tags|labels)$/i.test(key)) tags.push(...listed(one));
    else if (one.key.startsWith('x-') || BARE.has(key)) tags.push(...tagged(key, one));
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

const MAX_TAGS = 20;

/** `x-pii: true` is one tag, `x-governance: {pii: true}` one for each of its keys: `governance.pii`. What nests deeper is no tag. */
function tagged(name: string, { keyLocation, value }: Entry): readonly Tag[] {
  if (value.kind !== 'map') return isFlat(value) ? [{ name, value: toJson(value) ?? true, location: keyLocation }] : [];
  const inner = value.entries.filter((one) => isFlat(one.value)).slice(0, MAX_TAGS);
  return inner.map((one) => ({ name: `${name}.${one.key}`, value: toJson(one.value) ?? true, location: one.keyLocation }));
}

const isFlat = (node: DocumentNode): boolean =>
  node.kind === 'scalar' || (node.kind === 'list' && node.items.length <= MAX_TAGS && node.items.every(({ kind }) => kind === 'scalar'));

/** Words that people write without the `x-`. */
const BARE: ReadonlySet<string> = new Set(['pii', 'sensitivity', 'sensitive', 'personalData', 'personal_data', 'confidentiality']);

interface Tag {
  readonly name: string;
  readonly value: Json;
  readonly location: Location;
}

/** `tags: ["pii"]` and `tags: {"pii": "email"}`. */
function listed({ value }: Entry): readonly Tag[] {
  if (value.kind === 'map')
    return value.entries.map(({ key, keyLocation, value: told }) => ({ name: key, value: toJson(told) ?? true, location: keyLocation }));
  const items = value.kind === 'list' ? itemsOf(value) : [value];
  return items.flatMap((item) => (textAt(item) === undefined ? [] : [{ name: textAt(item) ?? '', value: true, location: item.location }]));
}
