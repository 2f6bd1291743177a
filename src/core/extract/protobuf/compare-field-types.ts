import type { Breaks, Difference } from '../../../model/difference.ts';
import { fieldDifference, type FieldPair } from './field-pair.ts';
import { sameInJson, sameOnWire, typeOfField, widthOf, type FieldContext, type FieldType } from './kinds.ts';
import type { FieldDeclaration } from './part.ts';
import { fullName } from './unit.ts';

/** How what a field holds differs; of a map, its keys and its values. */
export function compareFieldTypes(pair: FieldPair): readonly Difference[] {
  const { fields, contexts } = pair;
  const [old, now] = fields;
  const isShape = (old.key === undefined) !== (now.key === undefined);
  const typeIn = isShape ? entryOrType : typeOfField;
  const values = compareTypes(pair, [typeIn(old, contexts[0]), typeIn(now, contexts[1])], '');
  if (old.key === undefined || now.key === undefined) return values;
  const keys: readonly [FieldType, FieldType] = [
    { kind: old.key, name: old.key },
    { kind: now.key, name: now.key },
  ];
  return [...compareTypes(pair, keys, 'keys '), ...values];
}

/** To what is no map, a map is a repeated message that the compiler names after the field. */
function entryOrType(field: FieldDeclaration, context: FieldContext): FieldType {
  if (field.key === undefined) return typeOfField(field, context);
  const name = field.name.replaceAll(/(?:^|_+)(.?)/g, (_, next: string) => next.toUpperCase());
  return { kind: 'message', name: fullName(context.scope, `${name}Entry`), words: `map<${field.key}, ${field.type}>` };
}

function compareTypes(pair: FieldPair, [before, after]: readonly [FieldType, FieldType], of: string): readonly Difference[] {
  const breaks = brokenBy(before, after, pair.contexts);
  if (!breaks) return [];
  const isOpen = [before, after].some(({ kind }) => kind === 'unknown') && mayBeSame(before.name, after.name);
  return [
    fieldDifference(pair, {
      kind: before.kind === after.kind ? 'type-changed' : widthOf(before.kind, after.kind),
      what: `changes the type of its ${of}from ${wordsOf(before)} to ${wordsOf(after)}`.replace('the type of its from', 'its type from'),
      before: { type: wordsOf(before) },
      after: { type: wordsOf(after) },
      breaks: isOpen ? [] : breaks,
      at: pair.fields[1].typeAt,
      ...(isOpen ? { unknown: after.name } : {}),
    }),
  ];
}

const wordsOf = ({ kind, name, words }: FieldType): string => words ?? (kind === 'group' ? `group ${name}` : name);

/** `Timestamp` may be `google.protobuf.Timestamp`: an import that is not here says so. */
const mayBeSame = (one: string, other: string): boolean => one.endsWith(`.${other}`) || other.endsWith(`.${one}`);

/** Undefined where both are the same. */
function brokenBy(before: FieldType, after: FieldType, contexts: readonly [FieldContext, FieldContext]): readonly Breaks[] | undefined {
  if (before.kind === after.kind) {
    if (before.name === after.name) return undefined;
    const same = before.kind === 'enum' && isGrownEnum(before.name, after.name, contexts);
    return same ? ['source'] : ['source', 'wire', 'wire-json'];
  }
  if (before.name === after.name && (before.kind === 'unknown' || after.kind === 'unknown')) return undefined;
  return [
    'source',
    ...(sameOnWire(before.kind, after.kind) ? [] : (['wire'] as const)),
    ...(sameInJson(before.kind, after.kind) ? [] : (['wire-json'] as const)),
  ];
}

/** An enum of the same short name that has all old values, with their numbers, reads as the old one. */
function isGrownEnum(before: string, after: string, [old, now]: readonly [FieldContext, FieldContext]): boolean {
  const [one, other] = [old.unit.types.get(before), now.unit.types.get(after)];
  if (one?.kind !== 'enum' || other?.kind !== 'enum') return false;
  const short = (name: string): string => name.slice(name.lastIndexOf('.') + 1);
  const numbers = new Map(other.view.declaration.values.map(({ name, number }) => [name, number]));
  return short(before) === short(after) && one.view.declaration.values.every(({ name, number }) => numbers.get(name) === number);
}
