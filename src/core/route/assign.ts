import type { Asset, Fact } from '../../model/asset.ts';
import type { Json } from '../../model/json.ts';
import type { Assignee, OwnerKind, OwnershipRule } from '../../model/routing.ts';
import type { Settings, TagOwner } from '../../model/settings.ts';
import { ownershipOf } from './codeowners.ts';

/** Who can answer, besides what the asset itself says. */
export interface Ownership {
  readonly rules: readonly OwnershipRule[];
  readonly settings: Settings;
}

/**
 * Who answers for an asset in a file, the most specific first: the owner that the asset declares, the team that settings give to
 * one of its tags, then CODEOWNERS. Each says why. Nobody is an answer too.
 */
export function assign(file: string, asset: Asset | undefined, { rules, settings }: Ownership): readonly Assignee[] {
  const found = [...declaredOwners(asset), ...tagOwners(asset, settings.owners), ...codeOwners(file, rules)];
  const seen = new Set<string>();
  return found.filter(({ name }) => !seen.has(name.toLowerCase()) && seen.add(name.toLowerCase()));
}

function declaredOwners(asset: Asset | undefined): readonly Assignee[] {
  const fact = asset?.facts['owner'];
  return fact === undefined
    ? []
    : ownerNames(fact).map((name) => ({ name, kind: kindOf(name), why: whyDeclared(asset, fact), location: fact.location }));
}

function ownerNames({ value }: Fact): readonly string[] {
  if (typeof value === 'string') return value === '' ? [] : [value];
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string' && one !== '');
  return value !== undefined && value !== null && typeof value === 'object' ? namesIn(value as { readonly [key: string]: Json }) : [];
}

/** The handle that reaches most directly: `{name: "payments", email: "payments@acme.example"}` is the address. */
function namesIn(value: { readonly [key: string]: Json }): readonly string[] {
  const name = ['github', 'team', 'email', 'name'].map((key) => value[key]).find((one) => typeof one === 'string' && one !== '');
  return typeof name === 'string' ? [name] : [];
}

function whyDeclared(asset: Asset | undefined, fact: Fact): string {
  const group = asset?.facts['group']?.value;
  if (typeof group === 'string') return `dbt group ${group}`;
  return `owner of ${asset?.name ?? fact.location.file}`;
}

function kindOf(name: string): Assignee['kind'] {
  const forms: readonly (readonly [OwnerKind, RegExp])[] = [
    ['team', /^@[\w-]+\/[\w.-]+$/],
    ['user', /^@[\w-]+$/],
    ['email', /^[^\s@]+@[^\s@]+$/],
  ];
  return forms.find(([, form]) => form.test(name))?.[0] ?? 'name';
}

function tagOwners(asset: Asset | undefined, owners: readonly TagOwner[]): readonly Assignee[] {
  const fact = asset?.facts['tags'];
  const tags = fact?.value;
  if (!fact || typeof tags !== 'object' || tags === null || Array.isArray(tags)) return [];
  const values = tags as { readonly [key: string]: Json };
  return owners
    .filter(({ tag, value }) => Object.hasOwn(values, tag) && (value === undefined || String(values[tag]) === value))
    .map(({ tag, value, team }) => ({
      name: team,
      kind: kindOf(team),
      why: `tag ${value === undefined ? tag : `${tag}=${value}`}`,
      location: fact.parts?.[tag] ?? fact.location,
    }));
}

function codeOwners(file: string, rules: readonly OwnershipRule[]): readonly Assignee[] {
  const rule = ownershipOf(file, rules);
  if (!rule) return [];
  return rule.owners.map(({ kind, name }) => ({ name, kind, why: `CODEOWNERS line ${rule.location.start.line}`, location: rule.location }));
}
