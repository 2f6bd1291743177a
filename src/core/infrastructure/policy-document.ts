import type { Fact, Facts } from '../../model/asset.ts';
import type { Json } from '../../model/json.ts';
import type { Location } from '../../model/source.ts';
import { at, entriesOf, entry, type DocumentNode, type ScalarNode } from '../text/document-tree.ts';
import { parseJson } from '../text/json-tree.ts';
import { find, findAll, membersOf, spanOf, textIn, textsIn, unknownIn, type Found } from './found.ts';

/** One statement of a policy document, by the reference of IAM's JSON policy elements. */
export interface Statement {
  readonly isAllowed: boolean;
  /** Who, as written; `*` is everyone. Those that cannot be told are left out, and the first of them named in `unknown`. */
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly Condition[];
  readonly unknown?: string;
  readonly location: Location;
}

export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** The statements of a document, or of its JSON text where that stands in a document of its own. */
export function statementsIn(document: DocumentNode | undefined): readonly Statement[] {
  if (document?.kind === 'scalar') return statementsInText(document);
  return findAll(document, 'Statement').flatMap(membersOf).flatMap(statementOf);
}

/** Statements of a text stand where the text stands: its lines are not those of the file. */
function statementsInText({ value, location }: ScalarNode): readonly Statement[] {
  const text = typeof value === 'string' && value.includes('"Statement"') ? value : '';
  if (text === '') return [];
  const { root } = parseJson({ path: location.file, text, size: text.length });
  return root?.kind === 'map' ? statementsIn(root).map((statement) => ({ ...statement, location })) : [];
}

function statementOf({ node, location }: Found): readonly Statement[] {
  if (node.kind !== 'map') return [];
  const principal = at(node, 'Principal');
  const unknown = principal && unknownIn(principal);
  return [
    {
      isAllowed: textIn(node, 'Effect') === 'Allow',
      principals: principalsIn(principal),
      actions: textsIn(at(node, 'Action')),
      resources: textsIn(at(node, 'Resource')),
      conditions: conditionsIn(at(node, 'Condition')),
      ...(unknown === undefined ? {} : { unknown }),
      location,
    },
  ];
}

/** `"*"`, or a map of kinds of principals to one or several. */
function principalsIn(principal: DocumentNode | undefined): readonly string[] {
  return principal?.kind === 'map' ? principal.entries.flatMap(({ value }) => textsIn(value)) : textsIn(principal);
}

function conditionsIn(node: DocumentNode | undefined): readonly Condition[] {
  return entriesOf(node).flatMap((operator) =>
    entriesOf(operator.value).map(({ key, value }) => ({ operator: operator.key, key, values: textsIn(value) })),
  );
}

/** Where the statements let everyone in without a condition; undefined where none does. */
export function openStatement(statements: readonly Statement[]): Fact | undefined {
  const open = statements.find((one) => one.isAllowed && one.conditions.length === 0 && one.principals.includes('*'));
  return open && { value: true, location: open.location };
}

/** Who is let in, statement by statement. Conditional ones are left out: whom they let in is not in the text alone. */
export function grantsOf(statements: readonly Statement[], on: string): Facts {
  const allowed = statements.filter((one) => one.isAllowed && one.conditions.length === 0);
  const grants = allowed.flatMap(({ principals, actions, location }) => principals.map((to) => ({ to, actions, location })));
  const unknown = allowed.find((one) => one.unknown !== undefined);
  const first = grants[0] ?? unknown;
  if (!first) return {};
  const value: Json = grants.map(({ to, actions }) => ({ to, privileges: [...actions], on }));
  const fact: Fact = {
    ...(grants.length > 0 ? { value } : {}),
    ...(unknown?.unknown === undefined ? {} : { unknown: unknown.unknown }),
    location: first.location,
    parts: Object.fromEntries(grants.map(({ location }, index) => [String(index), location])),
  };
  return { grants: fact };
}

/** A statement that refuses all that comes without TLS. */
export function tlsOnly(statements: readonly Statement[]): Facts {
  const refusing = statements.find(
    (one) =>
      !one.isAllowed &&
      one.principals.includes('*') &&
      one.conditions.some(
        ({ operator, key, values }) =>
          /^Bool(?:IfExists)?$/.test(operator) && key.toLowerCase() === 'aws:securetransport' && values.includes('false'),
      ),
  );
  return refusing ? { encryption_in_transit: { value: true, location: refusing.location } } : {};
}

/** What a policy lets its holder do: the actions and resources of its statements, a grant to whoever holds it. */
export function permissionsOf(statements: readonly Statement[], to: string): Facts {
  const allowed = statements.filter((one) => one.isAllowed && one.actions.length > 0);
  const [first] = allowed;
  if (!first) return {};
  const grants = allowed.flatMap((one) =>
    (one.resources.length > 0 ? one.resources : ['*']).map((on) => ({ to, privileges: [...one.actions], on, location: one.location })),
  );
  return {
    grants: {
      value: grants.map(({ location: _, ...grant }) => grant),
      location: first.location,
      parts: Object.fromEntries(grants.map(({ location }, index) => [String(index), location])),
    },
  };
}

/** Whether a document is a policy document: nothing else has statements with an effect. */
export function isPolicyDocument(document: DocumentNode | undefined): boolean {
  const statements = entry(document, 'Statement');
  if (!statements || !/^20(?:08-10-17|12-10-17)$/.test(textIn(document, 'Version') ?? '2012-10-17')) return false;
  const { value } = statements;
  return membersOf({ node: value, location: spanOf(statements) }).some(
    ({ node }) => /^(?:Allow|Deny)$/.test(textIn(node, 'Effect') ?? '') && find(node, 'Action', 'NotAction') !== undefined,
  );
}
