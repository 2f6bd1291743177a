import type { Json } from '../../model/json.ts';
import { valueAt, type Vertex } from '../resources/graph.ts';
import type { AttributeCondition, Condition, ConnectionCondition } from './policy.ts';
import { hasType } from './resource-types.ts';
import { attributeAsk } from './solve-attribute.ts';
import { isUnknown } from '../resources/value.ts';

/** Why a resource does not pass, or why nobody can tell, in words; `attribute` is what it is about. */
export interface Explanation {
  readonly message: string;
  readonly attribute?: string;
}

/** The first condition that a resource does not meet, best one about an attribute of its own. */
export function explainFailure(condition: Condition, title: string, vertex: Vertex): Explanation {
  const leaves = leavesOf(condition).filter((leaf) => 'types' in leaf && isAbout(leaf, vertex));
  const attribute = leaves.find((leaf) => leaf.is === 'attribute' && attributeAsk(leaf)(vertex) === false);
  if (attribute?.is === 'attribute')
    return { message: `${vertex.address}: ${attributeWords(attribute, vertex)}`, attribute: attribute.attribute };
  const connection = leaves.find((leaf) => leaf.is === 'connection');
  if (connection?.is === 'connection')
    return { message: `${vertex.address} ${connectionWords(connection, vertex, asksOf(condition, connection, vertex))}` };
  return { message: `${vertex.address} does not pass: ${title}` };
}

/** What leaves it open: mostly an attribute that is set by something that the repository does not define. */
export function explainUnknown(condition: Condition, title: string, vertex: Vertex): Explanation {
  if (vertex.damaged) return { message: `Cannot tell of ${vertex.address}: a part of it cannot be read` };
  for (const leaf of leavesOf(condition)) {
    if (leaf.is !== 'attribute' || !isAbout(leaf, vertex) || attributeAsk(leaf)(vertex) !== null) continue;
    const names = leaf.attribute.split('.');
    const paths = names.map((_, at) => names.slice(0, at + 1).join('.'));
    const unknown = paths.map((path) => valueAt(vertex, path)).find(isUnknown);
    const by = unknown && isUnknown(unknown) ? `: it is set by ${cut(unknown.unknown)}` : '';
    return { message: `Cannot tell whether ${leaf.attribute} of ${vertex.address} is as it has to be${by}`, attribute: leaf.attribute };
  }
  return { message: `Cannot tell whether ${vertex.address} passes: ${title}` };
}

function leavesOf(condition: Condition): readonly Condition[] {
  if (condition.is === 'and' || condition.is === 'or') return condition.of.flatMap(leavesOf);
  return [condition];
}

function isAbout(leaf: Condition, vertex: Vertex): boolean {
  if (leaf.is === 'connection') return hasType(leaf.types)(vertex) || hasType(leaf.connected)(vertex);
  return leaf.is === 'attribute' && hasType(leaf.types)(vertex);
}

const WORDS: ReadonlyMap<string, string> = new Map([
  ['equals', 'must be'],
  ['not_equals', 'must not be'],
  ['equals_ignore_case', 'must be'],
  ['not_equals_ignore_case', 'must not be'],
  ['contains', 'must contain'],
  ['not_contains', 'must not contain'],
  ['within', 'must be one of'],
  ['not_within', 'must be none of'],
  ['starting_with', 'must start with'],
  ['not_starting_with', 'must not start with'],
  ['ending_with', 'must end with'],
  ['not_ending_with', 'must not end with'],
  ['regex_match', 'must match'],
  ['not_regex_match', 'must not match'],
  ['greater_than', 'must be above'],
  ['greater_than_or_equal', 'must be at least'],
  ['less_than', 'must be below'],
  ['less_than_or_equal', 'must be at most'],
  ['subset', 'must hold nothing but'],
  ['not_subset', 'must hold more than'],
  ['intersects', 'must hold one of'],
  ['not_intersects', 'must hold none of'],
  ['is_empty', 'must be empty'],
  ['is_not_empty', 'must not be empty'],
  ['is_true', 'must be true'],
  ['is_false', 'must not be true'],
  ['range_includes', 'must include'],
  ['range_not_includes', 'must not include'],
  ['cidr_range_subset', 'must lie in'],
  ['cidr_range_not_subset', 'must not lie in'],
]);

/** What the policy wants, never what the file holds: that may be a secret. */
function attributeWords({ attribute, operator, value, isJsonPath }: AttributeCondition, vertex: Vertex): string {
  if (operator === 'exists') return `${attribute} is not set`;
  if (operator === 'not_exists') return `${attribute} must not be set`;
  const words = WORDS.get(operator) ?? `must pass ${operator.replaceAll('_', ' ')}`;
  const isSet = isJsonPath || attribute.includes('*') || (valueAt(vertex, attribute) ?? null) !== null;
  const wanted = value === null ? '' : ` ${cut(wordsOf(value))}`;
  return `${attribute} ${words}${wanted}${isSet ? '' : ', and is not set'}`;
}

/** Whether the policy asks something of what it has to be connected to. */
function asksOf(condition: Condition, { types, connected }: ConnectionCondition, vertex: Vertex): boolean {
  const others = hasType(types)(vertex) ? connected : types;
  return leavesOf(condition).some((leaf) => leaf.is === 'attribute' && leaf.types.some((type) => others.includes(type)));
}

function connectionWords({ types, connected, operator }: ConnectionCondition, vertex: Vertex, isAsked: boolean): string {
  const others = hasType(types)(vertex) ? connected : types;
  const names = others.length === 0 ? 'anything' : cut(others.join(' or '));
  return operator === 'not_exists'
    ? `must not be connected to ${names}`
    : `is connected to no ${names}${isAsked ? ' that is as it has to be' : ''}`;
}

function wordsOf(value: Json): string {
  if (Array.isArray(value)) return value.map((one: Json) => wordsOf(one)).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const cut = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
};
