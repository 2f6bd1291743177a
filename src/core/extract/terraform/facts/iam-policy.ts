import type { Fact, Facts } from '../../../../model/asset.ts';
import type { Json } from '../../../../model/json.ts';
import type { Location } from '../../../../model/source.ts';
import { addressOfExpression } from '../companions.ts';
import { blocksOf, find, findSet, within, type Resource } from '../resource.ts';
import { isList, isMap, type Told } from '../told.ts';

interface Statement {
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly isConditional: boolean;
  readonly location: Location;
}

/** Where a policy lets everyone in without a condition; undefined where none does. */
export function openPolicy(resource: Resource, beside: readonly Resource[], attribute = 'policy'): Fact | undefined {
  const open = statementsOf(resource, beside, attribute).find(
    ({ principals, isConditional }) => principals.includes('*') && !isConditional,
  );
  return open && { value: true, location: open.location };
}

/** Who is let in by the policies of a resource: every statement with its principals. */
export function policyGrants(resource: Resource, beside: readonly Resource[], attribute = 'policy'): Facts {
  const statements = statementsOf(resource, beside, attribute).filter(({ isConditional }) => !isConditional);
  const grants = statements.flatMap(({ principals, actions, location }) => principals.map((to) => ({ to, privileges: actions, location })));
  const [first] = grants;
  if (!first) return {};
  const value: Json = grants.map(({ to, privileges }) => ({ to, privileges: [...privileges], on: resource.address }));
  return {
    grants: { value, location: first.location, parts: Object.fromEntries(grants.map(({ location }, at) => [String(at), location])) },
  };
}

function statementsOf(resource: Resource, beside: readonly Resource[], attribute: string): readonly Statement[] {
  return [resource, ...beside].flatMap((one) => {
    const given = one.block.attributes.find(({ name }) => name === attribute);
    const told = given && findSet(one, attribute);
    if (!given || !told) return [];
    const source = addressOfExpression(given.value);
    const document = source === undefined ? undefined : one.scope.resources.get(source);
    if (source?.startsWith('data.aws_iam_policy_document.') && document)
      return fromBlocks({ address: source, type: 'aws_iam_policy_document', ...document, scope: one.scope });
    return fromDocument(told);
  });
}

function fromBlocks(document: Resource): readonly Statement[] {
  return blocksOf(document.block, 'statement').flatMap((block): readonly Statement[] => {
    const statement = within(document, block);
    if (textsOf(findSet(statement, 'effect')?.value).includes('Deny')) return [];
    const principals = blocksOf(block, 'principals').map((one) => within(document, one));
    const named = principals.map((one) => findSet(one, 'identifiers'));
    const location = named[0]?.location ?? find(statement, 'actions')?.location;
    if (!location) return [];
    return [
      {
        principals: named.flatMap((told) => textsOf(told?.value)),
        actions: textsOf(findSet(statement, 'actions')?.value),
        isConditional: blocksOf(block, 'condition').length > 0,
        location,
      },
    ];
  });
}

/** A policy as JSON text, or as a value that is encoded. */
function fromDocument(told: Told): readonly Statement[] {
  const document = typeof told.value === 'string' ? parsed(told.value) : told.value;
  if (!isMap(document)) return [];
  const statements = isList(document['Statement']) ? document['Statement'] : [document['Statement'] ?? null];
  return statements.filter(isMap).flatMap((statement): readonly Statement[] => {
    if (statement['Effect'] !== 'Allow') return [];
    return [
      {
        principals: principalsIn(statement['Principal']),
        actions: textsOf(statement['Action']),
        isConditional: statement['Condition'] !== undefined,
        location: told.location,
      },
    ];
  });
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function principalsIn(principal: Json | undefined): readonly string[] {
  return isMap(principal) ? Object.values(principal).flatMap(textsOf) : textsOf(principal);
}

function textsOf(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return isList(value) ? value.filter((one) => typeof one === 'string') : [];
}
