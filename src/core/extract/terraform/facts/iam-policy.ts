import type { Facts } from '../../../../model/asset.ts';
import {
  grantsOf,
  openStatement,
  permissionsOf,
  statementsIn,
  tlsOnly,
  type Condition,
  type Statement,
} from '../../../infrastructure/policy-document.ts';
import { addressOfExpression } from '../companions.ts';
import { definedBy } from '../defined-by.ts';
import { documentOf } from '../document-of.ts';
import type { DocumentNode } from '../../../text/document-tree.ts';
import type { ReadFacts } from '../fact-readers.ts';
import { toLocation, type Block, type Expression } from '../part.ts';
import { blocksOf, companionsOf, find, findSet, textAt, within, type Resource } from '../resource.ts';
import { isList, untold, type Told } from '../told.ts';

/** What the policies of a resource say: under an attribute of its own, and on the resources beside it of some types. */
export function policyOf(resource: Resource, attribute: string, ...beside: readonly string[]): readonly Statement[] {
  return statementsOf(resource, companionsOf(resource, ...beside), attribute);
}

/** Who a policy lets in, and whether that is everyone. */
export function letIn(attribute: string, ...beside: readonly string[]): ReadFacts {
  return (resource) => {
    const statements = policyOf(resource, attribute, ...beside);
    const open = openStatement(statements);
    return {
      ...(open ? { public_access: open } : {}),
      ...elsewhere(resource, attribute, beside),
      ...grantsOf(statements, resource.address),
      ...tlsOnly(statements),
    };
  };
}

/** A policy that is no text of the folder: whom it lets in cannot be told. */
function elsewhere(resource: Resource, attribute: string, beside: readonly string[]): Facts {
  for (const one of [resource, ...companionsOf(resource, ...beside)]) {
    const told = findSet(one, attribute);
    if (told?.value === undefined && told?.unknown !== undefined && statementsOf(one, [], attribute).length === 0)
      return { grants: { unknown: told.unknown, location: told.location } };
  }
  return {};
}

/** Who may take a role on. */
export const trust: ReadFacts = letIn('assume_role_policy');

/** A JSON document under an attribute, such as a configuration that a service takes as text. */
export function configurationOf(resource: Resource, attribute: string): DocumentNode | undefined {
  const given = resource.block.attributes.find(({ name }) => name === attribute);
  return given && documentOf(given.value, resource);
}

/** What a policy lets its holder do. */
export const permissions: ReadFacts = (resource) => permissionsOf(statementsOf(resource, [], 'policy'), holderOf(resource));

/** The role, user or group that a policy is put on, or the policy itself. */
function holderOf(resource: Resource): string {
  for (const path of ['role', 'user', 'group']) {
    const told = findSet(resource, path);
    if (told) return told.refersTo ?? (typeof told.value === 'string' ? told.value : resource.address);
  }
  return resource.address;
}

/** The statements of the policies that a resource and those beside it write. */
function statementsOf(resource: Resource, beside: readonly Resource[], attribute: string): readonly Statement[] {
  return [resource, ...beside].flatMap((one) => {
    const given = one.block.attributes.find(({ name }) => name === attribute);
    return given ? statementsAt(one, given.value, 0) : [];
  });
}

/** Documents may be made of documents; few are deeper than two. */
const MAX_SOURCES = 5;

function statementsAt(from: Resource, written: Expression, depth: number): readonly Statement[] {
  const { expression, file, scope = from.scope } = definedBy({ expression: written, file: from.file }, from.scope);
  const resource = { ...from, file, scope };
  const source = addressOfExpression(expression, scope);
  if (source !== undefined && /(?:^|\.)data\.aws_iam_policy_document\./.test(source)) return statementsBehind(resource, source, depth);
  const document = documentOf(expression, resource);
  return document ? statementsIn(document) : [];
}

function statementsBehind(resource: Resource, address: string, depth: number): readonly Statement[] {
  const document = resource.scope.tree.get(address);
  if (!document || depth > MAX_SOURCES) return [];
  const whole: Resource = { address, type: 'aws_iam_policy_document', scope: resource.scope, ...document };
  const others = SOURCES.flatMap((path) => whole.block.attributes.filter(({ name }) => name === path)).flatMap(({ value }) =>
    (value.is === 'list' ? value.items : [value]).flatMap((one) => statementsAt(whole, one, depth + 1)),
  );
  return [...others, ...blocksOf(whole.block, 'statement').map((block) => statementOf(within(whole, block), block))];
}

const SOURCES = ['source_json', 'source_policy_documents', 'override_json', 'override_policy_documents'];

function statementOf(statement: Resource, block: Block): Statement {
  const principals = ['principals', 'not_principals'].flatMap((path) => blocksOf(block, path).map((one) => within(statement, one)));
  const named = principals.map((one) => findSet(one, 'identifiers'));
  const unknown = named.find((told) => told?.unknown !== undefined)?.unknown;
  return {
    isAllowed: (findSet(statement, 'effect') ?? { value: 'Allow' }).value === 'Allow',
    principals: blocksOf(block, 'not_principals').length > 0 ? ['*'] : named.flatMap(textsOf),
    actions: textsOf(findSet(statement, 'actions')),
    resources: textsOf(findSet(statement, 'resources')),
    conditions: blocksOf(block, 'condition').map((one) => conditionOf(within(statement, one))),
    ...(unknown === undefined ? {} : { unknown }),
    location: named[0]?.location ?? find(statement, 'actions')?.location ?? toLocation(statement.file, block.at),
  };
}

function conditionOf(condition: Resource): Condition {
  return {
    operator: textAt(condition, 'test') ?? '',
    key: textAt(condition, 'variable') ?? '',
    values: textsOf(findSet(condition, 'values') ?? untold('', toLocation(condition.file, condition.block.at))),
  };
}

function textsOf(told: Told | undefined): readonly string[] {
  if (typeof told?.value === 'string') return [told.value];
  return isList(told?.value) ? told.value.filter((one) => typeof one === 'string') : [];
}
