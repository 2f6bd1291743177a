import type { Fact, Facts } from '../../model/asset.ts';
import type { Json } from '../../model/json.ts';
import type { Location } from '../../model/source.ts';
import { at, entriesOf, entry, type DocumentNode, type ScalarNode } from '../text/document-tree.ts';
import { parseJson } from '../text/json-tree.ts';
import { find, findAll, membersOf, spanOf, textIn, textsIn, unknownIn, type Found } from './found.ts';

/** Keys of conditions that say how to come, not who may: a statement with no others lets everyone in all the same. */
const HOW =
  /^(?:aws:securetransport|(?:aws|s3):tlsversion|s3:x-amz-server-side-encryption.*|s3:x-amz-acl|s3:authtype|s3:signatureversion)$/i;
const ANYWHERE: ReadonlySet<string> = new Set(['0.0.0.0/0', '::/0', '0.0.0.0/0,::/0']);

const restricts = ({ operator, key, values }: Condition): boolean =>
  !HOW.test(key) &&
  !(key.toLowerCase() === 'aws:sourceip' && operator.startsWith('IpAddress') && values.some((value) => ANYWHERE.has(value)));

/** Whether a statement is for some only, by conditions that are not in the text alone to decide. */
const isConditional = ({ conditions }: Statement): boolean => conditions.some(restricts);

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
  const principal = at(node, 'Principal') ?? at(node, 'NotPrincipal');
  const unknown = principal && unknownIn(principal);
  return [
    {
      isAllowed: textIn(node, 'Effect') === 'Allow',
      principals: at(node, 'NotPrincipal') ? ['*'] : principalsIn(principal),
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
  const open = statements.find((one) => one.isAllowed && !isConditional(one) && one.principals.includes('*'));
  return open && { value: true, location: open.location };
}

/** Who is let in, statement by statement. Conditional ones are left out: whom they let in is not in the text alone. */
export function grantsOf(statements: readonly Statement[], on: string): Facts {
  return grantsFact(statements, () => on);
}

/** Like `grantsOf`, on what the statements themselves name. */
export function resourceGrants(statements: readonly Statement[]): Facts {
  return grantsFact(statements, ({ resources }) => resources.join(', '));
}

/** Principals times actions that are written out; a statement with more is told as unknown. */
const MAX_GRANTED = 50_000;

function grantsFact(statements: readonly Statement[], subjectOf: (statement: Statement) => string): Facts {
  const allowed = statements.filter((one) => one.isAllowed && !isConditional(one));
  let granted = 0;
  const told = allowed.filter(({ principals, actions }) => (granted += principals.length * (actions.length + 1)) <= MAX_GRANTED);
  const grants = told.flatMap((one) => {
    const on = subjectOf(one);
    return one.principals.map((to) => ({ to, privileges: [...one.actions], on, location: one.location }));
  });
  const unknown =
    allowed.find((one) => one.unknown !== undefined)?.unknown ?? (told.length < allowed.length ? 'a very long policy' : undefined);
  return factOfGrants(grants, unknown, allowed[0]?.location);
}

interface PlacedGrant {
  readonly to: string;
  readonly privileges: readonly string[];
  readonly on: string;
  readonly location: Location;
}

function factOfGrants(grants: readonly PlacedGrant[], unknown: string | undefined, location: Location | undefined): Facts {
  const place = grants[0]?.location ?? (unknown === undefined ? undefined : location);
  if (!place) return {};
  const value: Json = grants.map(({ to, privileges, on }) => ({ to, privileges: [...privileges], on }));
  const fact: Fact = {
    ...(grants.length > 0 ? { value } : {}),
    ...(unknown === undefined ? {} : { unknown }),
    location: place,
    parts: Object.fromEntries(grants.map((grant, index) => [String(index), grant.location])),
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

/** What a policy lets its holder do: the actions of its statements, on the resources of each. */
export function permissionsOf(statements: readonly Statement[], to: string): Facts {
  const allowed = statements.filter((one) => one.isAllowed && one.actions.length > 0);
  const grants = allowed.map(({ actions, resources, location }) => ({
    to,
    privileges: actions,
    on: resources.join(', ') || '*',
    location,
  }));
  return factOfGrants(grants, undefined, undefined);
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
