import type { Asset, AssetChange, ChangeKind, Facts, Field, FieldChange } from '../../model/asset.ts';
import type { Location } from '../../model/source.ts';
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
    const place = kind === 'added' ? declaredAt(head, of) : undefined;
    const where = place ? { file: place.file, location: place } : {};
    return kind !== 'changed' || fields.length > 0 ? [{ ...subject, ...where, kind, fields, facts: [], of }] : [];
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

/** A query may give more columns than its text names (`select *`); every other declaration lists all that it has. */
const OPEN_ENDED = 'query';

/** Fields that left or entered this declaration; those that came or went as a whole are told elsewhere, unless a side is partial. */
function fieldsOf(base: Asset, head: Asset, of: string): readonly FieldChange[] {
  const before = new Map(base.fields.map((field) => [field.name, field]));
  const after = new Map(head.fields.map((field) => [field.name, field]));
  const nearest = placesOfRemoved(base, head);
  const placeIn = (field: Field): Location => (after.has(field.name) ? declaredAt(field, of) : undefined) ?? nearest(field.name);
  const isListed = of !== OPEN_ENDED && placesOf(base.facts).has(of) && placesOf(head.facts).has(of);
  const gone = isListed && head.partial ? base.fields.filter(({ name }) => !after.has(name)) : [];
  const stayed = head.fields.flatMap((field): readonly FieldChange[] => {
    const old = before.get(field.name);
    return old || (isListed && base.partial) ? changeIn(of, old, field, placeIn(field)) : [];
  });
  return [...stayed, ...gone.flatMap((field) => changeIn(of, field, undefined, placeIn(field)))];
}

/** Where an asset or field stands in one of its declarations; undefined where it does not. */
function declaredAt({ facts }: Pick<Field, 'facts'>, of: string): Location | undefined {
  const places = facts['declared_in'];
  const index = Array.isArray(places?.value) ? places.value.indexOf(of) : -1;
  return index < 0 ? undefined : places?.parts?.[String(index)];
}

function changeIn(of: string, old: Field | undefined, field: Field | undefined, location: Location): readonly FieldChange[] {
  const kind = kindOf(old !== undefined && placesOf(old.facts).has(of), field !== undefined && placesOf(field.facts).has(of));
  const name = field?.name ?? old?.name;
  if (kind === 'changed' || name === undefined) return [];
  return [{ name, kind, ...(old ? { before: fieldDocument(old) } : {}), ...(field ? { after: fieldDocument(field) } : {}), location, of }];
}
