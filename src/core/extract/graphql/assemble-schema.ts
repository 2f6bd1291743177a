import type { Asset, AssetKind, Facts } from '../../../model/asset.ts';
import type { LineageEdge } from '../../../model/lineage.ts';
import type { Assembly, UnitFile } from '../../plug-ins.ts';
import { endpointsOf } from './assemble-endpoints.ts';
import { descriptionFact, fieldOf } from './field-of.ts';
import { idOf, SERVICE } from './ids.ts';
import { mergeUnit, placeOf, type Schema, type Type } from './merge-unit.ts';
import type { DefinitionKind, GraphQlPart } from './part.ts';
import { usageFacts } from './usage-facts.ts';

/** The types of a unit, its root fields as endpoints, and the schema itself, which holds its directives. */
export function assembleSchema(unit: string, files: readonly UnitFile<GraphQlPart>[]): Assembly {
  const schema = mergeUnit(files);
  const roots = new Set(schema.roots.values());
  const types = [...schema.types.values()].filter(({ name }) => !roots.has(name)).map((type) => typeAsset(unit, type));
  const endpoints = endpointsOf(unit, schema);
  const edges: LineageEdge[] = endpoints.flatMap((one) => one.edges);
  return { assets: [...serviceOf(unit, schema), ...endpoints.map(({ asset }) => asset), ...types], changes: [], problems: [], edges };
}

const KINDS: Readonly<Record<DefinitionKind, AssetKind>> = {
  object: 'message',
  interface: 'message',
  input: 'message',
  union: 'message',
  enum: 'enum',
  scalar: 'schema',
  directive: 'schema',
  schema: 'service',
};

function typeAsset(unit: string, type: Type): Asset {
  const location = placeOf(type.first, type.first.is.span);
  const described = type.first.is.description;
  return {
    id: idOf(unit, type.name),
    kind: KINDS[type.kind],
    name: type.name,
    platform: 'graphql',
    file: location.file,
    location,
    extent: placeOf(type.first, type.first.is.extent),
    facts: { ...descriptionFact(described, location), ...usageFacts(type.usages), ...namesFact(type) },
    fields: [...type.members.values()].map((member) => fieldOf(member, type.kind)),
    files: type.files,
    ...(type.isDefined ? {} : { partial: true }),
  };
}

/** What a type implements, or what a union may be. */
function namesFact({ kind, names, first }: Type): Facts {
  const all = [...names.values()];
  const [one] = all;
  if (!one || kind === 'directive') return {};
  const value = all.map(({ is }) => is.name);
  return { [kind === 'union' ? 'members' : 'implements']: { value, location: placeOf(one, one.is.span) ?? placeOf(first, first.is.span) } };
}

/** The schema stands where it is said what its root types are, else at the first of them. */
function serviceOf(unit: string, { own, roots, types, directives }: Schema): readonly Asset[] {
  const root = [...roots.values()].flatMap((name) => types.get(name) ?? [])[0];
  const first = own ?? root ?? directives.values().next().value;
  if (!first) return [];
  const location = placeOf(first.first, first.first.is.span);
  return [
    {
      id: idOf(unit, SERVICE),
      kind: 'service',
      name: unit === '' ? SERVICE : unit,
      platform: 'graphql',
      file: location.file,
      location,
      extent: own ? placeOf(own.first, own.first.is.extent) : location,
      facts: own ? usageFacts(own.usages) : {},
      fields: [],
      files: [...new Set([own, root, ...directives.values()].flatMap((one) => one?.files ?? []))],
    },
  ];
}
