import type { Asset, AssetKind, Fact, Facts, Field } from '../../../model/asset.ts';
import type { Json } from '../../../model/json.ts';
import type { Location } from '../../../model/source.ts';
import type { Declared, Grant } from './part.ts';

/** What is known of a thing while statements are applied. */
export interface State {
  readonly id: string;
  readonly kind: AssetKind;
  readonly name: string;
  readonly platform: string;
  readonly files: readonly string[];
  readonly location: Location;
  readonly extent: Location;
  readonly facts: Facts;
  /** By name, in order. Changed in place: a state belongs to one assembly, and copying it for each statement would cost their square. */
  readonly fields: Map<string, Field>;
  /** Changed in place too. */
  readonly grants: Grant[];
  /** Some fields are only known by statements that change them. */
  readonly partial: boolean;
  readonly dropped: boolean;
  /** True once a statement declared it; until then it is only spoken of. */
  readonly declared: boolean;
}

const RELATIONS: ReadonlySet<string> = new Set(['TABLE', 'VIEW']);

/** Tables and views share their names; everything else has a space of its own by its kind. */
export function idOf({ kind, object, name }: Declared): string {
  if (kind === 'grant' && !RELATIONS.has(object)) return `sql:grant:${object.toLowerCase()} ${name.key}`;
  return kind === 'table' || kind === 'view' || kind === 'grant' ? `sql:${name.key}` : `sql:${kind}:${name.key}`;
}

const RELATION_KINDS: ReadonlySet<AssetKind> = new Set(['table', 'view']);

export function assetOf(state: State): Asset {
  const { id, kind, name, platform, files, location, extent, partial } = state;
  const facts = { ...state.facts, ...grantFacts(state.grants) };
  const fields = [...state.fields.values()];
  const aliases = RELATION_KINDS.has(kind) ? { aliases: [`relation:${name.toLowerCase()}`] } : {};
  return {
    id,
    kind,
    name,
    platform,
    file: location.file,
    ...aliases,
    files,
    location,
    extent,
    facts,
    fields,
    ...(partial ? { partial } : {}),
  };
}

/** Columns whose tag carries a masking policy are masked by it; a policy of the column's own wins. Source: Snowflake, "Tag-based masking policies". */
export function maskByTags(state: State, tagMasks: ReadonlyMap<string, string>): State {
  if (tagMasks.size === 0) return state;
  const ofTable = maskIn(state.facts['tags'], tagMasks);
  for (const [name, field] of state.fields) {
    const mask = field.facts['masking'] ? undefined : (maskIn(field.facts['tags'], tagMasks) ?? ofTable);
    if (mask) state.fields.set(name, { ...field, facts: { ...field.facts, masking: mask } });
  }
  return state;
}

function maskIn(tags: Fact | undefined, tagMasks: ReadonlyMap<string, string>): Fact | undefined {
  const value = tags?.value;
  if (!tags || typeof value !== 'object' || value === null) return undefined;
  const name = Object.keys(value as { readonly [key: string]: Json }).find((key) => tagMasks.has(key.toLowerCase()));
  const policy = name === undefined ? undefined : tagMasks.get(name.toLowerCase());
  return policy === undefined || name === undefined ? undefined : { value: policy, location: tags.parts?.[name] ?? tags.location };
}

function grantFacts(grants: readonly Grant[]): Facts {
  const [first] = grants;
  if (!first) return {};
  const value = grants.map(({ to, privileges, on, option }): Json => ({ to, privileges, on, ...(option ? { option } : {}) }));
  const parts: Readonly<Record<string, Location>> = Object.fromEntries(grants.map(({ location }, index) => [String(index), location]));
  return { grants: { value, location: first.location, parts } };
}
