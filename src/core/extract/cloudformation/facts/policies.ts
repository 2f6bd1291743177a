import type { Facts } from '../../../../model/asset.ts';
import { find } from '../../../infrastructure/found.ts';
import { grantsOf, openStatement, statementsIn, tlsOnly, type Statement } from '../../../infrastructure/policy-document.ts';
import { permissionsOf } from '../../../infrastructure/policy-document.ts';
import { findAll, textIn } from '../../../infrastructure/found.ts';
import type { Others, ReadResource } from '../resource-facts.ts';
import type { Resource } from '../template.ts';

/** The statements of the policy of a resource: its own property, and the resources beside it that hold one. */
export function policyOf(resource: Resource, others: Others, path?: string, ...beside: readonly string[]): readonly Statement[] {
  const own = path === undefined ? [] : statementsIn(find(resource.properties, path)?.node);
  const companions = beside.flatMap((type) => others.companions(type));
  return [...own, ...companions.flatMap(({ properties }) => statementsIn(find(properties, 'PolicyDocument', 'ResourcePolicy')?.node))];
}

/** Who a policy lets in, and whether that is everyone. */
export function letIn(path: string | undefined, ...beside: readonly string[]): ReadResource {
  return (resource, others) => {
    const statements = policyOf(resource, others, path, ...beside);
    const open = openStatement(statements);
    return { ...(open ? { public_access: open } : {}), ...grantsOf(statements, resource.id), ...tlsOnly(statements) };
  };
}

/** What a policy lets its holders do, and on what. */
export const permissions: ReadResource = ({ id, properties }) =>
  permissionsOf(statementsIn(find(properties, 'PolicyDocument')?.node), holders(properties) ?? id);

const holders = (properties: Resource['properties']): string | undefined =>
  textIn(properties, 'RoleName', 'UserName', 'GroupName', 'Roles', 'Users', 'Groups');

/** Who may take a role on, and what the policies inside of it allow. */
export const role: ReadResource = (resource) => {
  const { id, properties } = resource;
  const trust = statementsIn(find(properties, 'AssumeRolePolicyDocument')?.node);
  const open = openStatement(trust);
  const inline = findAll(properties, 'Policies.PolicyDocument').flatMap(({ node }) => statementsIn(node));
  return { ...(open ? { public_access: open } : {}), ...together(grantsOf(trust, id), permissionsOf(inline, id)) };
};

function together({ grants: first }: Facts, { grants: second }: Facts): Facts {
  const grants = first ?? second;
  if (!grants) return {};
  const known = [first, second].flatMap((fact) =>
    Array.isArray(fact?.value) ? fact.value.map((value, at) => ({ value, location: fact.parts?.[at] })) : [],
  );
  const unknown = first?.unknown ?? second?.unknown;
  return {
    grants: {
      ...(known.length > 0 ? { value: known.map(({ value }) => value) } : {}),
      ...(unknown === undefined ? {} : { unknown }),
      location: grants.location,
      parts: Object.fromEntries(known.map(({ location = grants.location }, at) => [String(at), location])),
    },
  };
}
