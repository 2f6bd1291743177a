import type { Asset, AssetChange, ChangeKind, Facts, FieldChange } from '../../model/asset.ts';
import { fieldDocument } from '../json/flatten-facts.ts';
import { placesOfRemoved } from './places-of-removed.ts';

type Subject = Pick<AssetChange, 'asset' | 'name' | 'assetKind' | 'platform' | 'file' | 'location'>;

/**
 * Changes of one declaration of an asset that has several, as a dbt model has its properties and its query: the model is still
 * there, but a column left one of them. The fact `declared_in` says where an asset or field stands.
 */
export function declarationChanges(base: Asset, head: Asset, subject: Subject): readonly AssetChange[] {
  const places = [...new Set([...placesOf(base.facts), ...placesOf(head.facts)])];
  return places.flatMap((of): readonly AssetChange[] => {
    const kind = kindOf(placesOf(base.facts).has(of), placesOf(head.facts).has(of));
    const fields = fieldsOf(base, head, of);
    return kind !== 'changed' || fields.length > 0 ? [{ ...subject, kind, fields, facts: [], of }] : [];
  });
}

function placesOf(facts: Facts): ReadonlySet<string> {
  const places = facts['declared_in']?.value;
  return new Set(Array.isArray(places) ? places.filter((place) => typeof place === 'string') : []);
}

function kindOf(before: boolean, after: boolean): ChangeKind {
  if (before === after) return 'changed';
  return after ? 'added' : 'removed';
}

/** Fields that are on both sides but left or entered this declaration; those that came or went as a whole are told elsewhere. */
function fieldsOf(base: Asset, head: Asset, of: string): readonly FieldChange[] {
  const before = new Map(base.fields.map((field) => [field.name, field]));
  const nearest = placesOfRemoved(base, head);
  return head.fields.flatMap((field): readonly FieldChange[] => {
    const old = before.get(field.name);
    const kind = old ? kindOf(placesOf(old.facts).has(of), placesOf(field.facts).has(of)) : 'changed';
    if (!old || kind === 'changed') return [];
    const side = kind === 'removed' ? { before: fieldDocument(old) } : { after: fieldDocument(field) };
    return [{ name: field.name, kind, ...side, location: field.location.file === head.file ? field.location : nearest(field.name), of }];
  });
}
