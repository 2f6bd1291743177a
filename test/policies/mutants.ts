import type { Json } from '../../src/model/json.ts';

type JsonMap = { readonly [key: string]: Json };

/** An input that a policy speaks about, where the facts are that it reads, and facts it reads though they are not set. */
export interface Subject {
  readonly policy: string;
  readonly input: JsonMap;
  /** Path of the thing whose facts are changed, as `assets.0.fields.0`. */
  readonly thing: string;
  readonly absent?: readonly string[];
  readonly parameters?: JsonMap;
}

export interface Mutant {
  readonly policy: string;
  /** `unknown tags`, `deleted region`, `public_access as string`. */
  readonly name: string;
  readonly input: JsonMap;
  readonly parameters: JsonMap;
}

/** Every fact of the thing deleted, made unknown, and given each other type. */
export function mutantsOf({ policy, input, thing, absent = [], parameters = {} }: Subject): readonly Mutant[] {
  const facts = Object.keys(at(input, thing)).filter((name) => !IDENTITY.has(name));
  const mutant = (name: string, change: (facts: JsonMap) => JsonMap): Mutant => ({
    policy,
    name,
    input: replace(input, thing, change),
    parameters,
  });
  return [
    ...facts.map((fact) => mutant(`deleted ${fact}`, (old) => without(old, fact))),
    ...[...facts, ...absent].map((fact) => mutant(`unknown ${fact}`, (old) => ({ ...without(old, fact), unknown: [fact] }))),
    ...facts.flatMap((fact) =>
      otherTypes(at(input, thing)[fact] ?? null).map(([type, value]) => mutant(`${fact} as ${type}`, (old) => ({ ...old, [fact]: value }))),
    ),
  ];
}

/** What makes a thing itself; it is no fact. */
const IDENTITY: ReadonlySet<string> = new Set(['id', 'name', 'kind', 'platform', 'file', 'fields', 'unknown', 'type']);

const VALUES: readonly (readonly [string, Json])[] = [
  ['string', 'x'],
  ['number', 7],
  ['boolean', true],
  ['array', []],
  ['object', {}],
  ['null', null],
];

function otherTypes(value: Json): readonly (readonly [string, Json])[] {
  return VALUES.filter(([type]) => type !== typeOf(value));
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function without(facts: JsonMap, name: string): JsonMap {
  return Object.fromEntries(Object.entries(facts).filter(([key]) => key !== name));
}

function at(input: JsonMap, path: string): JsonMap {
  let found: Json = input;
  for (const step of path.split('.')) found = (found as JsonMap)[step] ?? null;
  return found as JsonMap;
}

function replace(input: JsonMap, path: string, change: (facts: JsonMap) => JsonMap): JsonMap {
  const copy = structuredClone(input) as Record<string, Json>;
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  const parent = at(copy, steps.join('.')) as Record<string, Json>;
  parent[last] = change(parent[last] as JsonMap);
  return copy;
}
