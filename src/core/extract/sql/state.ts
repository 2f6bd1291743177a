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
  /** By who has them, in small letters. Changed in place too. */
  readonly grants: Map<string, Grant[]>;
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
  const facts = { ...effective(state), ...grantFacts([...state.grants.values()].flat()) };
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

/** PostgreSQL and Redshift: policies of rows do nothing until the table turns row level security on. Source: PostgreSQL, "Row Security Policies". */
function effective({ facts, platform, declared }: State): Facts {
  const inert = declared && (platform === 'postgres' || platform === 'redshift') && facts['row_filter'] && !facts['row_level_security'];
  if (!inert) return facts;
  const { row_filter: _, ...others } = facts;
  return others;
}

/** A masking policy that hangs on a tag: in a place or everywhere, for one value of the tag or all. */
export interface TagMask {
  readonly policy: string;
  readonly scope: string | undefined;
  readonly value: string | undefined;
}

/**
 * Columns whose tag carries a masking policy are masked by it; a policy of the column's own wins. Source: Snowflake, "Tag-based masking
 * policies"; Databricks, "Attribute-based access control".
 */
export function maskByTags(state: State, tagMasks: ReadonlyMap<string, readonly TagMask[]>): State {
  if (tagMasks.size === 0) return state;
  const ofTable = maskIn(state.facts['tags'], state.name, tagMasks, true);
  const masked = (field: Field): Field => {
    const mask = field.facts['masking'] ? undefined : (maskIn(field.facts['tags'], state.name, tagMasks, false) ?? ofTable);
    return mask ? { ...field, facts: { ...field.facts, masking: mask } } : field;
  };
  return { ...state, fields: new Map([...state.fields].map(([name, field]) => [name, masked(field)])) };
}

/** A tag of a table masks its columns by policies that name no place: those of a place look for the tags of columns. */
function maskIn(
  tags: Fact | undefined,
  table: string,
  tagMasks: ReadonlyMap<string, readonly TagMask[]>,
  ofTable: boolean,
): Fact | undefined {
  const value = tags?.value;
  if (!tags || typeof value !== 'object' || value === null) return undefined;
  for (const [key, said] of Object.entries(value as { readonly [key: string]: Json })) {
    const found = tagMasks.get(key.toLowerCase())?.findLast((one) => holds(one, table, said) && !(ofTable && one.scope !== undefined));
    if (found) return { value: found.policy, location: tags.parts?.[key] ?? tags.location };
  }
  return undefined;
}

function holds({ scope, value }: TagMask, table: string, said: Json): boolean {
  const key = table.toLowerCase();
  return (scope === undefined || key === scope || key.startsWith(`${scope}.`)) && (value === undefined || value === said);
}

function grantFacts(grants: readonly Grant[]): Facts {
  const [first] = grants;
  if (!first) return {};
  const value = grants.map(({ to, privileges, on, option }): Json => ({ to, privileges, on, ...(option ? { option } : {}) }));
  const parts: Readonly<Record<string, Location>> = Object.fromEntries(grants.map(({ location }, index) => [String(index), location]));
  return { grants: { value, location: first.location, parts } };
}
