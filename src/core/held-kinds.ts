import type { Fact, Facts, Field } from '../model/asset.ts';

/** The fact `holds_personal_data` of an asset: the kinds among its fields, at the first of them. Nothing where there are none. */
export function heldKinds(fields: readonly Field[]): Facts {
  const facts = fields.flatMap(({ facts: { personal_data: fact } }): readonly Fact[] => (fact?.value === undefined ? [] : [fact]));
  const [first] = facts;
  const kinds = facts.map(({ value }) => (value as { readonly kind: string }).kind);
  return first ? { holds_personal_data: { value: [...new Set(kinds)].sort(), location: first.location } } : {};
}
