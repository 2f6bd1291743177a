import type { Asset, AssetChange, FactChange, Facts, Field, FieldChange } from '../../model/asset.ts';
import { sameJson } from '../json/same-json.ts';
import { fieldDocument } from '../json/flatten-facts.ts';
import { declarationChanges } from './declaration-changes.ts';
import { placesOfRemoved } from './places-of-removed.ts';

/**
 * What became of each asset between base and head, by id. Assets that do not differ give no change; a move to another line or
 * file is no difference. Of a partial asset only what both sides name is compared: the rest is unknown.
 */
export function compareAssets(base: readonly Asset[], head: readonly Asset[]): readonly AssetChange[] {
  const before = byId(base);
  const after = byId(head);
  const changes: AssetChange[] = [];
  for (const asset of head) {
    const old = before.get(asset.id);
    if (old) changes.push(...changesOf(old, asset));
    else changes.push(wholeChange('added', asset));
  }
  for (const asset of base) if (!after.has(asset.id)) changes.push(wholeChange('removed', asset));
  return changes;
}

const byId = (assets: readonly Asset[]): ReadonlyMap<string, Asset> => new Map(assets.map((asset) => [asset.id, asset]));

function wholeChange(kind: 'added' | 'removed', asset: Asset): AssetChange {
  const side = kind === 'added' ? 'after' : 'before';
  const fields = asset.fields.map((field): FieldChange => ({
    name: field.name,
    kind,
    [side]: fieldDocument(field),
    location: field.location,
  }));
  return { ...subject(asset), kind, fields, facts: [] };
}

function subject(asset: Asset): Pick<AssetChange, 'asset' | 'name' | 'assetKind' | 'platform' | 'file' | 'location'> {
  const { id, name, kind, platform, file, location } = asset;
  return { asset: id, name, assetKind: kind, platform, file, location };
}

function changesOf(before: Asset, head: Asset): readonly AssetChange[] {
  if (isSame(before, head)) return [];
  const base = head.platform === 'dbt' ? inSpellingOf(head, before) : before;
  const fields = [...fieldChanges(base, head)];
  const facts = factChanges(base, head);
  const changed: AssetChange[] = fields.length + facts.length > 0 ? [{ ...subject(head), kind: 'changed', fields, facts }] : [];
  return [...changed, ...declarationChanges(base, head, subject(head))];
}

/**
 * A model's columns stand in its properties as people write them and in its query as the warehouse takes them, which tells no case apart:
 * the column of another spelling is the same one.
 */
function inSpellingOf(head: Asset, base: Asset): Asset {
  const exact = new Set(head.fields.map(({ name }) => name));
  const spelled = new Map(head.fields.map(({ name }) => [name.toLowerCase(), name]));
  const spell = (field: Field): Field =>
    exact.has(field.name) ? field : { ...field, name: spelled.get(field.name.toLowerCase()) ?? field.name };
  return { ...base, fields: base.fields.map(spell) };
}

function* fieldChanges(base: Asset, head: Asset): Generator<FieldChange> {
  const before = new Map(base.fields.map((field) => [field.name, field]));
  const names = new Set(head.fields.map((field) => field.name));
  for (const field of head.fields) {
    const old = before.get(field.name);
    if (old && !sameField(old, field))
      yield { name: field.name, kind: 'changed', before: fieldDocument(old), after: fieldDocument(field), location: field.location };
    if (!old && !base.partial) yield { name: field.name, kind: 'added', after: fieldDocument(field), location: field.location };
  }
  if (head.partial) return;
  const placeOf = placesOfRemoved(base, head);
  for (const field of base.fields) {
    if (names.has(field.name)) continue;
    yield { name: field.name, kind: 'removed', before: fieldDocument(field), location: placeOf(field.name) };
  }
}

/** Most assets of a unit did not change: that is told before anything is built to say how. */
function isSame(base: Asset, head: Asset): boolean {
  const sameDeclarations = (one: Facts, other: Facts): boolean => sameJson(one['declared_in']?.value, other['declared_in']?.value);
  const sameFields = (field: Field, index: number): boolean => {
    const old = base.fields[index];
    return old?.name === field.name && sameField(old, field) && sameDeclarations(old.facts, field.facts);
  };
  if (base.fields.length !== head.fields.length || base.partial !== head.partial) return false;
  return sameFacts(base.facts, head.facts) && sameDeclarations(base.facts, head.facts) && head.fields.every(sameFields);
}

/** Compared without building documents: most fields of a unit did not change. */
function sameField(one: Field, other: Field): boolean {
  return one === other || (one.type === other.type && sameFacts(one.facts, other.facts));
}

function sameFacts(one: Facts, other: Facts): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => Object.hasOwn(other, name) && sameFact(name, one, other));
}

/** Where a thing is declared is told as a change of that declaration, not as a changed fact. */
function sameFact(name: string, one: Facts, other: Facts): boolean {
  if (name === 'declared_in') return true;
  return one[name]?.unknown === other[name]?.unknown && sameJson(one[name]?.value, other[name]?.value);
}

function factChanges(base: Asset, head: Asset): readonly FactChange[] {
  const names = [...new Set([...Object.keys(base.facts), ...Object.keys(head.facts)])];
  return names
    .filter((name) => name !== 'declared_in' && !sameJson(base.facts[name]?.value, head.facts[name]?.value))
    .map((name) => factChange(name, base, head));
}

function factChange(name: string, base: Asset, head: Asset): FactChange {
  const before = base.facts[name]?.value;
  const after = head.facts[name]?.value;
  return {
    name,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    location: head.facts[name]?.location ?? head.location,
  };
}
