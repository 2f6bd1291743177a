import { digitsOf, isList, isObject, type Value } from '../value.ts';
import { Unanswerable } from './fault.ts';
import { isFormat } from './formats.ts';
import { addFault, best, holds, merge, newOutcome, type Outcome } from './outcome.ts';
import { comparedText, sortedEntries } from './plain-json.ts';
import { compareRatios, isMultiple, isWhole, ratioOf, ratioText } from './ratio.ts';
import type { Schema } from './schema.ts';

type Path = readonly string[];

/** Deeper than any document that a schema is about: a schema may also refer to itself for ever. */
const DEEPEST = 400;

/** What a schema says of a document, in OPA's words and order. Source: OPA, internal/gojsonschema, validation.go. */
export function matchSchema(schema: Schema, document: Value): Outcome {
  const outcome = newOutcome();
  match(schema, document, { path: ['(Root)'], outcome, depth: 0 });
  return outcome;
}

interface Place {
  readonly path: Path;
  readonly outcome: Outcome;
  readonly depth: number;
}

/** What a schema says of a value by itself, at this place or below it. */
function judged(schema: Schema, value: Value, { path, depth }: Place, name?: string): Outcome {
  const outcome = newOutcome();
  match(schema, value, { path: name === undefined ? path : [...path, name], outcome, depth: depth + 1 });
  return outcome;
}

function match(schema: Schema, value: Value, at: Place): void {
  const { path, outcome, depth } = at;
  if (depth > DEEPEST) throw new Unanswerable('a document that nests so deep is not matched here');
  if (schema.pass === false) addFault(outcome, path, 'false', 'False always fails validation');
  if (schema.pass !== undefined) return;
  if (schema.ref) return match(schema.ref, value, { ...at, depth: depth + 1 });
  const type = typeOf(value);
  if (!isOfType(schema, type)) {
    const expected = schema.types.length === 1 ? schema.types[0] : `[${schema.types.join(',')}]`;
    return addFault(outcome, path, 'invalid_type', `Invalid type. Expected: ${expected}, given: ${type}`);
  }
  matchCombined(schema, value, at);
  if (isList(value)) matchList(schema, value, at);
  if (isObject(value)) matchObject(schema, value, at);
  if (digitsOf(value) !== undefined) matchNumber(schema, value, at);
  matchAny(schema, value, at);
  if (typeof value === 'string') matchText(schema, value, at);
  if (isObject(value)) matchProperties(schema, value, at);
  outcome.score++;
}

function typeOf(value: Value): string {
  if (value === null) return 'null';
  if (isList(value)) return 'array';
  if (isObject(value)) return 'object';
  const ratio = ratioOf(value);
  return ratio ? (isWhole(ratio) ? 'integer' : 'number') : typeof value;
}

const isOfType = ({ types }: Schema, type: string): boolean =>
  types.length === 0 || types.includes(type) || (type === 'integer' && types.includes('number'));

function matchCombined(schema: Schema, value: Value, at: Place): void {
  const { path, outcome } = at;
  const fault = (type: string, words: string): void => addFault(outcome, path, type, words);
  const judge = (one: Schema): Outcome => judged(one, value, at);
  matchAnyOf(schema, judge, outcome, fault);
  matchOneOf(schema, judge, outcome, fault);
  const all = schema.allOf.map(judge);
  for (const one of all) merge(outcome, one);
  if (!all.every(holds)) fault('number_all_of', 'Must validate all the schemas (allOf)');
  if (schema.not && holds(judge(schema.not))) fault('number_not', 'Must not validate the schema (not)');
  if (isObject(value)) matchDependencies(schema, value, at);
  matchCondition(schema, judge, outcome, fault);
  outcome.score++;
}

type Judge = (schema: Schema) => Outcome;
type Fault = (type: string, words: string) => void;

function matchAnyOf({ anyOf }: Schema, judge: Judge, outcome: Outcome, fault: Fault): void {
  const failed: Outcome[] = [];
  for (const one of anyOf) {
    const judgement = judge(one);
    if (holds(judgement)) return;
    failed.push(judgement);
  }
  const closest = best(failed);
  if (!closest) return;
  fault('number_any_of', 'Must validate at least one schema (anyOf)');
  merge(outcome, closest);
}

function matchOneOf({ oneOf }: Schema, judge: Judge, outcome: Outcome, fault: Fault): void {
  if (oneOf.length === 0) return;
  const all = oneOf.map(judge);
  const right = all.filter(holds).length;
  if (right === 1) return;
  fault('number_one_of', 'Must validate one and only one schema (oneOf)');
  const closest = right === 0 ? best(all) : undefined;
  if (closest) merge(outcome, closest);
}

function matchDependencies({ dependencies }: Schema, value: ReadonlyMap<Value, Value>, at: Place): void {
  const { path, outcome, depth } = at;
  for (const [name] of sortedEntries(value)) {
    const dependency = dependencies.get(name);
    if (dependency !== undefined && !isNames(dependency)) match(dependency, value, { ...at, depth: depth + 1 });
    const missing = dependency !== undefined && isNames(dependency) ? dependency.filter((one) => !value.has(one)) : [];
    for (const one of missing) addFault(outcome, path, 'missing_dependency', `Has a dependency on ${one}`);
  }
}

const isNames = (dependency: readonly string[] | Schema): dependency is readonly string[] => Array.isArray(dependency);

function matchCondition({ when, then, otherwise }: Schema, judge: Judge, outcome: Outcome, fault: Fault): void {
  if (!when) return;
  const isMet = holds(judge(when));
  const part = isMet ? then : otherwise;
  const judgement = part && judge(part);
  if (!judgement || holds(judgement)) return;
  if (isMet) fault('condition_then', 'Must validate "then" as "if" was valid');
  else fault('condition_else', 'Must validate "else" as "if" was not valid');
  merge(outcome, judgement);
}

const fieldOf = (path: Path): string => (path.length === 1 ? '(Root)' : path.slice(1).join('.'));

function matchAny(schema: Schema, value: Value, { path, outcome }: Place): void {
  const { constant, choices, format } = schema;
  if (constant !== undefined && comparedText(value) !== constant)
    addFault(outcome, path, 'const', `${fieldOf(path)} does not match: ${constant}`);
  if (choices.length > 0 && !choices.includes(comparedText(value)))
    addFault(outcome, path, 'enum', `${fieldOf(path)} must be one of the following: ${choices.join(', ')}`);
  if (typeof value === 'string' && format !== undefined && !isFormat(format, value))
    addFault(outcome, path, 'format', `Does not match format '${format}'`);
  outcome.score++;
}

function matchList(schema: Schema, list: readonly Value[], place: Place): void {
  const { path, outcome } = place;
  matchItems(schema, list, place);
  const [least, most] = [schema.sizes.get('minItems') ?? 0, schema.sizes.get('maxItems') ?? Infinity];
  if (list.length < least) addFault(outcome, path, 'array_min_items', `Array must have at least ${least} items`);
  if (list.length > most) addFault(outcome, path, 'array_max_items', `Array must have at most ${most} items`);
  if (schema.uniqueItems) matchUnique(list, place);
  if (schema.contains) matchContains(schema.contains, list, place);
  outcome.score++;
}

function matchItems({ items, isForEvery, additionalItems }: Schema, list: readonly Value[], at: Place): void {
  const { path, outcome } = at;
  const judge = (schema: Schema | undefined, index: number): void => {
    const item = list[index];
    if (schema && item !== undefined) merge(outcome, judged(schema, item, at, String(index)));
  };
  const own = isForEvery ? list.length : Math.min(items.length, list.length);
  for (let index = 0; index < own; index++) judge(items[isForEvery ? 0 : index], index);
  if (items.length === 0 || own === list.length) return;
  if (additionalItems === false) addFault(outcome, path, 'array_no_additional_items', 'No additional items allowed on array');
  if (typeof additionalItems === 'object') for (let index = own; index < list.length; index++) judge(additionalItems, index);
}

function matchUnique(list: readonly Value[], { path, outcome }: Place): void {
  const seen = new Map<string, number>();
  for (const [at, item] of list.entries()) {
    const text = comparedText(item);
    const before = seen.get(text);
    if (before !== undefined) addFault(outcome, path, 'unique', `array items[${before},${at}] must be unique`);
    seen.set(text, at);
  }
}

function matchContains(contains: Schema, list: readonly Value[], at: Place): void {
  const { path, outcome } = at;
  const failed: Outcome[] = [];
  for (const [index, item] of list.entries()) {
    const judgement = judged(contains, item, at, String(index));
    if (holds(judgement)) return;
    failed.push(judgement);
  }
  addFault(outcome, path, 'contains', 'At least one of the items must match');
  const closest = best(failed);
  if (closest) merge(outcome, closest);
}

function matchObject(schema: Schema, object: ReadonlyMap<Value, Value>, place: Place): void {
  const { path, outcome } = place;
  const [least, most] = [schema.sizes.get('minProperties') ?? 0, schema.sizes.get('maxProperties') ?? Infinity];
  if (object.size < least) addFault(outcome, path, 'array_min_properties', `Must have at least ${least} properties`);
  if (object.size > most) addFault(outcome, path, 'array_max_properties', `Must have at most ${most} properties`);
  for (const name of schema.required) {
    if (object.has(name)) outcome.score++;
    else addFault(outcome, path, 'required', `${name} is required`);
  }
  const named = new Set(schema.properties.map(([name]) => name));
  for (const [name, value] of sortedEntries(object)) matchOther(schema, { name, value, isNamed: named.has(name) }, place);
  for (const [name] of schema.propertyNames ? sortedEntries(object) : []) {
    const judgement = judged(schema.propertyNames as Schema, name, place);
    if (holds(judgement)) continue;
    addFault(outcome, path, 'invalid_property_name', `Property name of "${name}" does not match`);
    merge(outcome, judgement);
  }
  outcome.score++;
}

interface Property {
  readonly name: string;
  readonly value: Value;
  readonly isNamed: boolean;
}

/** A property by the patterns that its name matches; by what is said of all others, where it has neither a pattern nor a name. */
function matchOther(schema: Schema, { name, value, isNamed }: Property, at: Place): void {
  const { path, outcome } = at;
  const matching = schema.patternProperties.filter(([pattern]) => pattern.matcher(name).find());
  for (const [, one] of matching) merge(outcome, judged(one, value, at, name));
  if (matching.length > 0) outcome.score++;
  if (isNamed || matching.length > 0) return;
  const { additionalProperties } = schema;
  if (additionalProperties === false)
    addFault(outcome, path, 'additional_property_not_allowed', `Additional property ${name} is not allowed`);
  if (typeof additionalProperties === 'object') merge(outcome, judged(additionalProperties, value, at, name));
}

function matchProperties({ properties }: Schema, object: ReadonlyMap<Value, Value>, { path, outcome, depth }: Place): void {
  for (const [name, schema] of properties) {
    const value = object.get(name);
    if (value !== undefined) match(schema, value, { path: [...path, name], outcome, depth: depth + 1 });
  }
}

function matchText({ sizes, pattern }: Schema, text: string, { path, outcome }: Place): void {
  const length = [...text].length;
  const [least, most] = [sizes.get('minLength') ?? 0, sizes.get('maxLength') ?? Infinity];
  if (length < least) addFault(outcome, path, 'string_gte', `String length must be greater than or equal to ${least}`);
  if (length > most) addFault(outcome, path, 'string_lte', `String length must be less than or equal to ${most}`);
  if (pattern && !pattern.compiled.matcher(text).find()) addFault(outcome, path, 'pattern', `Does not match pattern '${pattern.source}'`);
  outcome.score++;
}

function matchNumber(schema: Schema, value: Value, { path, outcome }: Place): void {
  const number = ratioOf(value);
  if (!number) return;
  const fault = (type: string, words: string): void => addFault(outcome, path, type, words);
  const { multipleOf, maximum, exclusiveMaximum, minimum, exclusiveMinimum } = schema;
  if (multipleOf && !isMultiple(number, multipleOf)) fault('multiple_of', `Must be a multiple of ${ratioText(multipleOf)}`);
  if (maximum && compareRatios(number, maximum) > 0) fault('number_lte', `Must be less than or equal to ${ratioText(maximum)}`);
  if (exclusiveMaximum && compareRatios(number, exclusiveMaximum) >= 0)
    fault('number_lt', `Must be less than ${ratioText(exclusiveMaximum)}`);
  if (minimum && compareRatios(number, minimum) < 0) fault('number_gte', `Must be greater than or equal to ${ratioText(minimum)}`);
  if (exclusiveMinimum && compareRatios(number, exclusiveMinimum) <= 0)
    fault('number_gt', `Must be greater than ${ratioText(exclusiveMinimum)}`);
  outcome.score++;
}
