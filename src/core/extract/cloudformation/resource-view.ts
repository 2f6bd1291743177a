import type { Json } from '../../../model/json.ts';
import type { ResourceView } from '../../resources/view.ts';
import { at, entriesOf, type DocumentNode } from '../../text/document-tree.ts';

/**
 * The resources of a template for policies that read resources: `Ref`, `GetAtt`, `Sub` and `Join` are what they name (a parameter its
 * default), one name alone or the list of all. Null for what is no template.
 * Source: Regula, docs/development/writing-rules, "Resource view".
 */
export function viewTemplate(path: string, root: DocumentNode): ResourceView | null {
  const resources = entriesOf(at(root, 'Resources'));
  if (!resources.some(({ value }) => isType(at(value, 'Type')))) return null;
  const template = longForm(root);
  const parameters = asMap(asMap(template)['Parameters']);
  const viewed = resources.map(({ key: id, value }) => {
    const own = asMap(longForm(value));
    const properties = asMap(rewritten(own['Properties'] ?? {}, parameters));
    const facts = { id, _type: own['Type'] ?? '', _provider: 'aws', _tags: tagsOf(properties['Tags']), _filepath: path };
    return { id, asset: `cloudformation:${path}:${id}`, file: path, value: { ...properties, ...facts }, isWhole: true };
  });
  return { kind: 'cfn', resources: viewed, template };
}

const isType = (node: DocumentNode | undefined): boolean => node?.kind === 'scalar' && /^[A-Za-z0-9]+::\w/.test(String(node.value));

type JsonMap = { readonly [key: string]: Json };

const asMap = (value: Json | undefined): JsonMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonMap) : {};

/** `!Ref x` is written out as `{Ref: x}`, `!GetAtt a.b` as `{Fn::GetAtt: [a, b]}`. */
function longForm(node: DocumentNode): Json {
  const value = plain(node);
  const name = /^!(\w+)$/.exec(node.tag ?? '')?.[1];
  if (name === undefined) return value;
  if (name === 'Ref' || name === 'Condition') return { [name]: value };
  const dot = name === 'GetAtt' && typeof value === 'string' ? value.indexOf('.') : -1;
  return { [`Fn::${name}`]: dot < 0 || typeof value !== 'string' ? value : [value.slice(0, dot), value.slice(dot + 1)] };
}

function plain(node: DocumentNode): Json {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(longForm);
  return Object.fromEntries(node.entries.map(({ key, value }) => [key, longForm(value)]));
}

function rewritten(value: Json, parameters: JsonMap): Json {
  const named = namesIn(value, parameters);
  if (named.length > 0) return named.length === 1 ? (named[0] ?? null) : named;
  if (Array.isArray(value)) return value.map((item: Json) => rewritten(item, parameters));
  if (typeof value !== 'object' || value === null || 'Fn::Join' in value) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rewritten(inner, parameters)]));
}

/** What a function names; nothing where the value is none. */
function namesIn(value: Json, parameters: JsonMap): readonly Json[] {
  const [[name, operand] = [], ...others] = Object.entries(asMap(value));
  if (name === undefined || operand === undefined || others.length > 0) return [];
  if (name === 'Fn::Join') return Array.isArray(operand) ? [...within(operand[1] ?? null)].flatMap((one) => namedBy(one, parameters)) : [];
  return namedBy(value, parameters);
}

function* within(value: Json): Generator<Json> {
  yield value;
  if (typeof value !== 'object' || value === null) return;
  for (const inner of Object.values(value)) yield* within(inner);
}

function namedBy(value: Json, parameters: JsonMap): readonly Json[] {
  const [[name, operand] = [], ...others] = Object.entries(asMap(value));
  if (others.length > 0) return [];
  if (name === 'Ref' && typeof operand === 'string') return [defaultOf(operand, parameters)];
  if (name === 'Fn::GetAtt' && Array.isArray(operand)) return operand[1] === 'Arn' && operand.length === 2 ? [operand[0] ?? null] : [];
  if (name !== 'Fn::Sub') return [];
  if (typeof operand === 'string') return variablesIn(operand);
  const [text, given] = Array.isArray(operand) ? (operand as readonly Json[]) : [];
  return typeof text === 'string' ? variablesIn(text).map((one) => asMap(given)[one] ?? one) : [];
}

const variablesIn = (text: string): readonly string[] => [...text.matchAll(/\$\{([:\w]+)[.:\w]*\}/g)].map(([, name = '']) => name);

function defaultOf(name: string, parameters: JsonMap): Json {
  const { Default: value, AllowedValues: allowed } = asMap(parameters[name]);
  return value ?? (Array.isArray(allowed) ? (allowed[0] as Json) : undefined) ?? name;
}

function tagsOf(tags: Json | undefined): Json {
  if (!Array.isArray(tags)) return asMap(tags);
  return Object.fromEntries(tags.map(asMap).flatMap((one) => (typeof one['Key'] === 'string' ? [[one['Key'], one['Value'] ?? '']] : [])));
}
