import type {
  ConstDirectiveNode,
  ConstValueNode,
  DefinitionNode,
  FieldDefinitionNode,
  InputValueDefinitionNode,
  NameNode,
  TypeNode,
} from 'graphql/language/index.js';
import type { Json } from '../../../model/json.ts';
import type { Definition, DefinitionKind, Member, Named, Span, Usage } from './part.ts';

const KINDS: Readonly<Record<string, DefinitionKind>> = {
  ObjectType: 'object',
  InterfaceType: 'interface',
  InputObjectType: 'input',
  EnumType: 'enum',
  UnionType: 'union',
  ScalarType: 'scalar',
  Directive: 'directive',
  Schema: 'schema',
};

/** A definition of the type system; undefined for queries and the like. `shift` is where the text that was parsed begins in the file. */
export function readDefinition(node: DefinitionNode, shift: number): Definition | undefined {
  const [, name = '', is] = /^(\w+?)(Definition|Extension)$/.exec(node.kind) ?? [];
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  if (kind === undefined) return undefined;
  const at = placer(shift);
  const named = 'name' in node && node.name ? node.name : undefined;
  return {
    kind,
    name: named?.value ?? 'schema',
    isExtension: is === 'Extension',
    span: at(named ?? { loc: node.loc && { start: node.loc.start, end: node.loc.start } }),
    extent: at(node),
    ...described('description' in node ? node.description : undefined),
    usages: ('directives' in node ? (node.directives ?? []) : []).map((one) => usageOf(one as ConstDirectiveNode, at)),
    members: membersOf(node, at),
    names: namesOf(node).map((one) => ({ name: one.value, span: at(one) })),
    ...rootsOf(node),
    ...('repeatable' in node ? { isRepeatable: node.repeatable } : {}),
  };
}

type Placer = (node: { readonly loc?: { readonly start: number; readonly end: number } | undefined }) => Span;

const placer =
  (shift: number): Placer =>
  ({ loc }) => [(loc?.start ?? 0) + shift, (loc?.end ?? 0) + shift];

const described = (description: { readonly value: string } | undefined): { readonly description?: string } =>
  description === undefined ? {} : { description: description.value };

function membersOf(node: DefinitionNode, at: Placer): readonly Member[] {
  if ('fields' in node) return (node.fields ?? []).map((one) => memberOf(one, at));
  if ('values' in node)
    return (node.values ?? []).map((one) => ({
      ...nameOf(one.name, at),
      extent: at(one),
      ...described(one.description),
      usages: usagesOf(one.directives, at),
      parameters: [],
    }));
  return node.kind === 'DirectiveDefinition' ? (node.arguments ?? []).map((one) => memberOf(one, at)) : [];
}

function namesOf(node: DefinitionNode): readonly NameNode[] {
  if ('interfaces' in node) return (node.interfaces ?? []).map(({ name }) => name);
  if ('types' in node) return (node.types ?? []).map(({ name }) => name);
  return 'locations' in node ? node.locations : [];
}

function rootsOf(node: DefinitionNode): Pick<Definition, 'roots'> {
  if (!('operationTypes' in node)) return {};
  return { roots: Object.fromEntries((node.operationTypes ?? []).map(({ operation, type }) => [operation, type.name.value])) };
}

const nameOf = (name: NameNode, at: Placer): Named => ({ name: name.value, span: at(name) });

function memberOf(node: FieldDefinitionNode | InputValueDefinitionNode, at: Placer): Member {
  return {
    ...nameOf(node.name, at),
    extent: at(node),
    type: typeText(node.type),
    typeSpan: at(node.type),
    ...described(node.description),
    ...('defaultValue' in node && node.defaultValue ? { fallback: valueText(node.defaultValue) } : {}),
    usages: usagesOf(node.directives, at),
    parameters: 'arguments' in node ? (node.arguments ?? []).map((one) => memberOf(one, at)) : [],
  };
}

const usagesOf = (nodes: readonly ConstDirectiveNode[] | undefined, at: Placer): readonly Usage[] =>
  (nodes ?? []).map((one) => usageOf(one, at));

const usageOf = (node: ConstDirectiveNode, at: Placer): Usage => ({
  ...nameOf(node.name, at),
  values: (node.arguments ?? []).map(({ name, value }) => [name.value, valueJson(value)]),
});

/** The text's brackets were counted before it was parsed, so recursion is safe. */
function typeText(node: TypeNode): string {
  if (node.kind === 'NonNullType') return `${typeText(node.type)}!`;
  return node.kind === 'ListType' ? `[${typeText(node.type)}]` : node.name.value;
}

function valueText(node: ConstValueNode): string {
  if (node.kind === 'ListValue') return `[${node.values.map(valueText).join(', ')}]`;
  if (node.kind === 'ObjectValue')
    return `{${node.fields
      .map(({ name, value }) => `${name.value}: ${valueText(value)}`)
      .sort()
      .join(', ')}}`;
  if (node.kind === 'StringValue') return JSON.stringify(node.value);
  return node.kind === 'NullValue' ? 'null' : String(node.value);
}

function valueJson(node: ConstValueNode): Json {
  if (node.kind === 'ListValue') return node.values.map(valueJson);
  if (node.kind === 'ObjectValue') return Object.fromEntries(node.fields.map(({ name, value }) => [name.value, valueJson(value)]));
  if (node.kind === 'NullValue') return null;
  return node.kind === 'IntValue' || node.kind === 'FloatValue' ? Number(node.value) : node.value;
}
