import type { Asset } from '../../../model/asset.ts';
import type { LineageEdge } from '../../../model/lineage.ts';
import { descriptionFact, fieldOf } from './field-of.ts';
import { idOf, isBuiltIn, namedType } from './ids.ts';
import { placeOf, type Placed, type Schema, type Type } from './merge-unit.ts';
import type { Member } from './part.ts';
import { accessFacts, usageFacts } from './usage-facts.ts';

export interface Endpoint {
  readonly asset: Asset;
  readonly edges: readonly LineageEdge[];
}

/** The fields of the root types: what a client can ask for. */
export function endpointsOf(unit: string, { roots, types }: Schema): readonly Endpoint[] {
  return [...roots.values()].flatMap((name) => {
    const root = types.get(name);
    return root ? [...root.members.values()].map((member) => endpointOf(unit, root, member, types)) : [];
  });
}

function endpointOf(unit: string, root: Type, member: Placed<Member>, types: Schema['types']): Endpoint {
  const { name, span, extent, type, typeSpan, description, usages, parameters } = member.is;
  const location = placeOf(member, span);
  const placed = usages.map((is) => ({ is, lines: member.lines }));
  const returned = type === undefined ? {} : { returns: { value: type, location: placeOf(member, typeSpan ?? span) } };
  const asset: Asset = {
    id: idOf(unit, `${root.name}.${name}`),
    kind: 'endpoint',
    name: `${root.name}.${name}`,
    platform: 'graphql',
    file: location.file,
    location,
    extent: placeOf(member, extent),
    facts: { ...descriptionFact(description, location), ...returned, ...usageFacts(placed), ...accessFacts([placed, root.usages]) },
    fields: parameters.map((is) => fieldOf({ is, lines: member.lines }, 'input')),
    files: [location.file],
  };
  return { asset, edges: edgesOf(unit, asset.id, member, types) };
}

/** What is returned comes from its type, and an input goes to its own. */
function edgesOf(unit: string, endpoint: string, { is, lines }: Placed<Member>, types: Schema['types']): readonly LineageEdge[] {
  const end = ({ type, typeSpan, span }: Member) => {
    const name = namedType(type ?? '');
    const location = placeOf({ is, lines }, typeSpan ?? span);
    return isBuiltIn(name) || !types.has(name) ? [] : [{ asset: idOf(unit, name), location }];
  };
  return [
    ...end(is).map(({ asset, location }) => ({ from: { asset }, to: { asset: endpoint }, location })),
    ...is.parameters.flatMap(end).map(({ asset, location }) => ({ from: { asset: endpoint }, to: { asset }, location })),
  ];
}
