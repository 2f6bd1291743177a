import type { Asset, Fact, Field } from '../model/asset.ts';
import type { Json } from '../model/json.ts';
import type { Environment, Settings, UseCase } from '../model/settings.ts';
import { matchesPath } from './pattern/matches-path.ts';

/** What is known of one property of the circumstances. `partial`: there may be more that the text does not tell. */
export interface Known {
  readonly values: readonly string[];
  readonly partial: boolean;
}

/** What the phase of a finding may depend on. */
export interface Circumstance {
  readonly file: string;
  readonly branch: string;
  readonly surface: string;
  readonly environment: Known;
  readonly classification: Known;
  readonly useCases: Known;
  readonly labels: Known;
  readonly teams: Known;
}

/** What is known of a change as a whole. `labels` and `teams` are missing where nobody could tell. */
export interface ChangeCircumstance {
  readonly branch: string;
  readonly surface: string;
  readonly labels?: readonly string[];
  readonly teams?: readonly string[];
}

/** The circumstances of one finding: of the change, of the file it stands in, and of what it is about. */
export function circumstanceOf(
  file: string,
  of: { readonly asset?: Asset | undefined; readonly field?: Field | undefined },
  change: ChangeCircumstance,
  settings: Settings,
): Circumstance {
  const { branch, surface } = change;
  return {
    file,
    branch,
    surface,
    environment: environmentKnown(file, branch, of.asset, settings),
    classification: firstKnown([of.field?.facts['classification'], of.asset?.facts['classification']]),
    useCases: useCasesKnown(file, of, settings),
    labels: listed(change.labels),
    teams: listed(change.teams),
  };
}

/** The circumstances of a file of which nobody knows what it declares. */
export function circumstanceOfUnread(file: string, change: ChangeCircumstance, settings: Settings): Circumstance {
  const known = circumstanceOf(file, {}, change, settings);
  const environment = known.environment.values.length > 0 ? known.environment : UNKNOWN;
  return { ...known, environment, classification: UNKNOWN, useCases: { ...known.useCases, partial: true } };
}

/** The first environment whose branches and paths match; one that names neither matches all. */
export function environmentOf(
  { file, branch }: { readonly file: string; readonly branch: string },
  settings: Settings,
): string | undefined {
  const covers = ({ branches, paths }: Environment): boolean =>
    (branches.length === 0 || branches.some((pattern) => matchesPath(`/${pattern}`, branch))) &&
    (paths.length === 0 || paths.some((pattern) => matchesPath(pattern, file)));
  return settings.environments.find(covers)?.name;
}

/** What people say it is used for: by its path, by its tags, and by a tag or fact of that name. */
export function useCasesKnown(
  file: string,
  { asset, field }: { asset?: Asset | undefined; field?: Field | undefined },
  settings: Settings,
): Known {
  const tags = [asset?.facts['tags'], field?.facts['tags']];
  const own = [asset?.facts['use_case'], ...tags.map(tagOfUse)].map(knownOf);
  const named = settings.useCases.filter((one) => covers(one, file, tags)).map(({ name }) => name);
  return {
    values: [...new Set([...own.flatMap(({ values }) => values), ...named])],
    partial: [...own, ...tags.map(knownOf)].some(({ partial }) => partial),
  };
}

const NOTHING: Known = { values: [], partial: false };
const UNKNOWN: Known = { values: [], partial: true };

const listed = (values: readonly string[] | undefined): Known => (values ? { values, partial: false } : UNKNOWN);

function environmentKnown(file: string, branch: string, asset: Asset | undefined, settings: Settings): Known {
  const set = environmentOf({ file, branch }, settings);
  return set === undefined ? knownOf(asset?.facts['environment']) : { values: [set], partial: false };
}

/** The nearest declaration counts, also where it says something that cannot be resolved. */
const firstKnown = (facts: readonly (Fact | undefined)[]): Known => knownOf(facts.find((fact) => fact !== undefined));

function knownOf(fact: Fact | undefined): Known {
  if (!fact) return NOTHING;
  return { values: stringsIn(fact.value), partial: fact.unknown !== undefined };
}

const stringsIn = (value: Json | undefined): readonly string[] =>
  typeof value === 'string' ? [value] : Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

function covers({ paths, tags }: UseCase, file: string, declared: readonly (Fact | undefined)[]): boolean {
  return paths.some((pattern) => matchesPath(pattern, file)) || tags.some((tag) => declared.some((fact) => holdsTag(fact, tag)));
}

function holdsTag(fact: Fact | undefined, wanted: string): boolean {
  const [name = wanted, value] = wanted.split('=', 2);
  const tag = tagIn(fact, name);
  return tag !== undefined && (value === undefined || String(tag) === value);
}

function tagIn(fact: Fact | undefined, name: string): Json | undefined {
  const tags = fact?.value;
  if (typeof tags !== 'object' || tags === null || Array.isArray(tags) || !Object.hasOwn(tags, name)) return undefined;
  return (tags as { readonly [key: string]: Json })[name];
}

function tagOfUse(fact: Fact | undefined): Fact | undefined {
  const value = tagIn(fact, 'use_case');
  return value === undefined || !fact ? undefined : { value, location: fact.location };
}
