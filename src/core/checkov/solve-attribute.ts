import { findJsonPath } from './find-json-path.ts';
import { parseJsonPath, type PathStep } from './json-path.ts';
import { valueAt, type Vertex } from '../resources/graph.ts';
import { OPERATORS, type Operator, type Verdict } from './operators.ts';
import type { AttributeCondition } from './policy.ts';
import { hasType } from './resource-types.ts';
import { isList, isUnknown, toValue, type Value } from '../resources/value.ts';

/** Answers one condition about one resource; null where that cannot be told. */
export type Ask = (vertex: Vertex) => Verdict;

/** An attribute condition, made ready to be asked often. */
export function attributeAsk(condition: AttributeCondition): Ask {
  const { attribute, types } = condition;
  const operator = OPERATORS.get(condition.operator);
  if (!operator) return () => null;
  const wanted = toValue(condition.value);
  const isType = hasType(types);
  const steps = condition.isJsonPath ? (parseJsonPath(attribute) ?? []) : [];
  const isWild = /^\S+\.\*/.test(attribute);
  return (vertex) => {
    if (vertex.damaged) return null;
    if (isOpen(vertex, attribute, operator, wanted)) return null;
    if (!isType(vertex)) return false;
    if (condition.isJsonPath) return ofPath(vertex, steps, { operator, wanted });
    const matches = isWild ? wildMatches(vertex, attribute) : [];
    if (matches.length > 0) return ofMatches(matches, { operator, wanted }, operator.ofAll === true);
    return operator.ask(valueAt(vertex, attribute), wanted);
  };
}

/** What is on the way to the attribute, and what it is itself where its value counts, must be told. */
function isOpen(vertex: Vertex, attribute: string, operator: Operator, wanted: Value): boolean {
  if (wanted === '') return false;
  const names = attribute.split('.');
  return names.some((_, at) => {
    const isWhole = at === names.length - 1;
    return (!isWhole || operator.ofValue) && isUnknown(valueAt(vertex, names.slice(0, at + 1).join('.')));
  });
}

interface Question {
  readonly operator: Operator;
  readonly wanted: Value;
}

function ofPath(vertex: Vertex, steps: readonly PathStep[], question: Question): Verdict {
  const { values, isOpen: mayBeMore } = findJsonPath(vertex.attributes, steps);
  if (values.length === 0) return mayBeMore ? null : question.operator.ask(undefined, question.wanted);
  const verdict = ofMatches(values, question, true);
  return mayBeMore && verdict === true ? null : verdict;
}

function ofMatches(matches: readonly Value[], { operator, wanted }: Question, isAll: boolean): Verdict {
  const verdicts = matches.map((value) => (operator.ofValue && wanted !== '' && isUnknown(value) ? null : operator.ask(value, wanted)));
  const decisive = !isAll;
  if (verdicts.includes(decisive)) return decisive;
  return verdicts.includes(null) ? null : !decisive;
}

/** Values of a name with wildcards: each stands for the members of a list, or all of them for the one block that stands by itself. */
function wildMatches(vertex: Vertex, attribute: string): readonly Value[] {
  const names = attribute.split('.');
  const single = valueAt(vertex, names.filter((name) => name !== '*').join('.'));
  return [...membersAt(vertex, names), ...(single === undefined ? [] : [single])];
}

const MAX_MATCHES = 20_000;

function membersAt(vertex: Vertex, names: readonly string[]): readonly Value[] {
  let paths: readonly string[] = [''];
  let isCut = false;
  for (const name of names) {
    const next = paths.flatMap((path) => {
      if (name !== '*') return [path === '' ? name : `${path}.${name}`];
      const list = valueAt(vertex, path);
      return isList(list) ? list.map((_, at) => `${path}.${at}`) : [];
    });
    isCut ||= next.length > MAX_MATCHES;
    paths = next.slice(0, MAX_MATCHES);
  }
  const found = paths.map((path) => valueAt(vertex, path)).filter((value) => value !== undefined);
  return isCut ? [...found, { unknown: 'more of them' }] : found;
}
