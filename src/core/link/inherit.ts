import type { Asset, Fact, Field } from '../../model/asset.ts';
import { heldKinds } from '../held-kinds.ts';
import type { Json } from '../../model/json.ts';
import { sourcesOf, type Flow } from './flow.ts';

/** What is known of an asset by its id: its fields, with the personal data that they hold. */
export type Known = (asset: string) => Asset | undefined;

/**
 * A field into which personal data flows unchanged holds it too: the fact `personal_data`, with the evidence `lineage`, from the nearest
 * source. What a field says of itself wins; a value that was computed on the way (a count, a hash) tells nothing.
 */
export function inheritPersonalData(assets: readonly Asset[], flow: Flow, known: Known): readonly Asset[] {
  return assets.map((asset) => {
    const node = flow.nodeOf(asset.id);
    if (!node || flow.into(node.id).length === 0) return asset;
    const fields = asset.fields.map((field) => inherited(field, node.id, flow, known));
    return { ...asset, fields, facts: { ...asset.facts, ...heldKinds(fields) } };
  });
}

function inherited(field: Field, node: string, flow: Flow, known: Known): Field {
  if (field.facts['personal_data'] !== undefined) return field;
  for (const source of sourcesOf(flow, node, field.name)) {
    const fact = source.same ? personalDataOf(source, flow, known) : undefined;
    if (fact) return { ...field, facts: { ...field.facts, personal_data: fact } };
  }
  return field;
}

type JsonMap = { readonly [key: string]: Json };

function personalDataOf({ node, field }: { readonly node: string; readonly field: string }, flow: Flow, known: Known): Fact | undefined {
  for (const id of flow.node(node)?.assets ?? []) {
    const asset = known(id);
    const found = asset?.fields.find(({ name }) => name.toLowerCase() === field.toLowerCase());
    const fact = found?.facts['personal_data'];
    if (!asset || !found || fact?.value === undefined) continue;
    const told = fact.value as JsonMap;
    const value: Json = { ...told, evidence: 'lineage', origin: told['evidence'] ?? 'name', from: `${asset.name}.${found.name}` };
    return { value, location: fact.location };
  }
  return undefined;
}
