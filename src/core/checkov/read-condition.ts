import type { Json } from '../../model/json.ts';
import type { Location } from '../../model/source.ts';
import { at, entriesOf, entry, itemsOf, textAt, type DocumentNode } from '../text/document-tree.ts';
import { nearestName } from '../text/nearest-name.ts';
import { parseJsonPath } from './json-path.ts';
import { OPERATORS } from './operators.ts';
import { asksConnections, type Condition, type ConnectionCondition, type ResourceTypes } from './policy.ts';

/** Where a policy stands and what goes for all of it. */
export interface PolicyText {
  readonly text: string;
  /** The provider that it is for; undefined where it is for all. */
  readonly provider: string | undefined;
  report(message: string, location: Location): void;
}

type Read = Condition | undefined;

const COMPLEX = ['and', 'or', 'not'] as const;

/** A condition of the language; undefined, and reported with its place, where it is none. */
export function readCondition(node: DocumentNode, context: PolicyText): Read {
  if (node.kind !== 'map') return refuse('A condition is a map: of `and`, `or` or `not`, or with a `cond_type`.', node.location, context);
  const operator = COMPLEX.find((name) => at(node, name) !== undefined);
  if (operator !== undefined) return readComplex(operator, at(node, operator) ?? node, context);
  const type = entry(node, 'cond_type');
  const reader = READERS.get(type ? (textAt(type.value) ?? '') : 'attribute');
  if (reader) return reader(node, context);
  return refuse(`\`cond_type\` is one of ${[...READERS.keys()].join(', ')}.`, type?.value.location ?? node.location, context);
}

function refuse(message: string, location: Location, { report }: PolicyText): undefined {
  report(message, location);
  return undefined;
}

function readComplex(operator: (typeof COMPLEX)[number], value: DocumentNode, context: PolicyText): Read {
  const nodes = value.kind === 'map' ? [value] : itemsOf(value);
  if (nodes.length === 0) return refuse(`\`${operator}\` holds one condition or more.`, value.location, context);
  const of = nodes.map((one) => readCondition(one, context)).filter((one) => one !== undefined);
  if (of.length < nodes.length) return undefined;
  if (operator !== 'not') return { is: operator, of };
  const [only] = of;
  if (!only || of.length > 1) return refuse('`not` holds one condition.', value.location, context);
  return asksConnections(only)
    ? refuse('`not` cannot turn a connection: use `not_exists`.', value.location, context)
    : { is: 'not', of: only };
}

const READERS: ReadonlyMap<string, (node: DocumentNode, context: PolicyText) => Read> = new Map([
  ['attribute', readAttribute],
  ['connection', readConnection],
  ['filter', readFilter],
  ['resource', readResource],
]);

const JSON_PATH = 'jsonpath_';

function readAttribute(node: DocumentNode, context: PolicyText): Read {
  const types = typesAt(node, 'resource_types', context);
  if (!at(node, 'cond_type')) return types && { is: 'attribute', types, attribute: '', operator: 'any', isJsonPath: false, value: null };
  const operator = readOperator(node, [...OPERATORS.keys()], context);
  if (!types || operator === undefined) return undefined;
  const isJsonPath = operator.startsWith(JSON_PATH);
  const attribute = textAt(node, 'attribute');
  if (attribute === undefined)
    return refuse('An attribute condition names its `attribute`.', at(node, 'attribute')?.location ?? node.location, context);
  if (isJsonPath && !parseJsonPath(attribute))
    return refuse(`\`${attribute}\` is no JSONPath that is known here.`, at(node, 'attribute')?.location ?? node.location, context);
  const name = isJsonPath ? operator.slice(JSON_PATH.length) : operator;
  return { is: 'attribute', types, attribute, operator: name, isJsonPath, value: jsonOf(at(node, 'value'), context.text) };
}

/** The operator as it is written; undefined, and reported, where there is none of that name. */
function readOperator(node: DocumentNode, known: readonly string[], context: PolicyText): string | undefined {
  const written = at(node, 'operator');
  const name = written && textAt(written);
  if (name === undefined) return refuse('A condition names its `operator`.', written?.location ?? node.location, context);
  const isJsonPath = name.startsWith(JSON_PATH) && known.includes('any');
  const bare = isJsonPath ? name.slice(JSON_PATH.length) : name;
  if (known.includes(bare)) return name;
  const near = nearestName(bare, known);
  const hint = near === undefined ? `one of ${known.slice(0, 12).join(', ')}` : `did you mean ${isJsonPath ? JSON_PATH : ''}${near}?`;
  return refuse(`\`${name}\` is no operator of this condition: ${hint}`, written?.location ?? node.location, context);
}

const CONNECTIONS = ['exists', 'one_exists', 'not_exists'] as const;

function readConnection(node: DocumentNode, context: PolicyText): Read {
  const [types, connected] = [typesAt(node, 'resource_types', context), typesAt(node, 'connected_resource_types', context)];
  const operator = readOperator(node, CONNECTIONS, context) as ConnectionCondition['operator'] | undefined;
  return types && connected && operator && { is: 'connection', types, connected, operator };
}

function readFilter(node: DocumentNode, context: PolicyText): Read {
  const attribute = textAt(node, 'attribute');
  if (attribute === undefined) return refuse('A filter names its `attribute`, mostly `resource_type`.', node.location, context);
  const operator = readOperator(node, ['within'], context);
  return operator === undefined ? undefined : { is: 'filter', attribute, value: jsonOf(at(node, 'value'), context.text) };
}

function readResource(node: DocumentNode, context: PolicyText): Read {
  const types = typesAt(node, 'resource_types', context);
  const operator = readOperator(node, ['exists', 'not_exists'], context) as 'exists' | 'not_exists' | undefined;
  return types && operator && { is: 'resource', types, operator };
}

/** What the types of a provider begin with, in Terraform and CloudFormation. */
const PREFIXES: ReadonlyMap<string, readonly string[]> = new Map([
  ['aws', ['aws_*', 'AWS::*']],
  ['gcp', ['google_*']],
  ['azure', ['azurerm_*']],
]);

function typesAt(node: DocumentNode, key: string, context: PolicyText): ResourceTypes | undefined {
  const written = at(node, key);
  const place = written?.location ?? node.location;
  const names = namesIn(written);
  if (!names) return refuse(`\`${key}\` is a list of types of resources.`, place, context);
  const [first] = names;
  if (first?.toLowerCase() === 'taggable')
    return refuse('Which resources are taggable is not known here: name their types.', place, context);
  if (first === undefined || first.toLowerCase() === 'all') return PREFIXES.get(context.provider ?? '') ?? [];
  return first === 'provider' && context.provider !== undefined ? [`provider.${context.provider}`] : names;
}

function namesIn(written: DocumentNode | undefined): readonly string[] | undefined {
  const nodes = written?.kind === 'list' ? written.items : written ? [written] : [];
  const names = nodes.flatMap((one) => textAt(one) ?? []);
  return names.length < nodes.length ? undefined : names;
}

/** As PyYAML reads a policy: `yes`, `no`, `on` and `off` without quotes are switches. */
function jsonOf(node: DocumentNode | undefined, text: string): Json {
  if (!node) return null;
  if (node.kind === 'list') return node.items.map((one) => jsonOf(one, text));
  if (node.kind === 'map') return Object.fromEntries(entriesOf(node).map(({ key, value }) => [key, jsonOf(value, text)]));
  if (typeof node.value !== 'string') return node.value;
  const isBare = !/['"|>]/.test(text.charAt(node.location.start.offset));
  if (isBare && /^(?:yes|on)$/i.test(node.value)) return true;
  return isBare && /^(?:no|off)$/i.test(node.value) ? false : node.value;
}
