import type { Breaks, Difference, DifferenceKind } from '../../../model/difference.ts';
import { compareDefaults } from './compare-defaults.ts';
import { compareFieldOptions } from './compare-field-options.ts';
import { compareFieldTypes } from './compare-field-types.ts';
import { cardinalityOf, chainOfField, featureOf, jsonNameOf, type Cardinality } from './features.ts';
import { fieldDifference, type FieldPair } from './field-pair.ts';
import { typeOfField, type FieldContext } from './kinds.ts';
import type { FieldDeclaration } from './part.ts';

export function compareFields(pair: FieldPair): readonly Difference[] {
  return [
    ...compareNames(pair),
    ...compareFieldTypes(pair),
    ...compareCardinality(pair),
    ...(pair.isExtension ? [] : compareOneofs(pair)),
    ...compareDefaults(pair),
    ...compareFieldOptions(pair),
  ];
}

const nameIn = (field: FieldDeclaration, { scope }: FieldContext, isExtension: boolean | undefined): string =>
  isExtension && scope !== '' ? `${scope}.${field.name}` : field.name;

/** The binary form knows numbers only; JSON and code know names. */
function compareNames(pair: FieldPair): readonly Difference[] {
  const { fields, contexts, isExtension } = pair;
  const [before = '', after = ''] = fields.map((field, side) => nameIn(field, contexts[side === 0 ? 0 : 1], isExtension));
  const json = fields.map(jsonNameOf);
  const breaks: readonly Breaks[] = ['source', 'wire-json'];
  if (before !== after) {
    const sides = { before: { name: before, json_name: json[0] ?? '' }, after: { name: after, json_name: json[1] ?? '' } };
    return [
      fieldDifference(pair, {
        kind: 'renamed',
        what: `was ${before} before, under the same number ${fields[1].number}`,
        ...sides,
        breaks,
        at: fields[1].at,
      }),
    ];
  }
  if (isExtension || json[0] === json[1]) return [];
  const sides = { before: { json_name: json[0] ?? '' }, after: { json_name: json[1] ?? '' } };
  const at = fields[1].options.findLast(({ name }) => name === 'json_name')?.at;
  return [fieldDifference(pair, { kind: 'option-changed', what: `is ${json[1]} in JSON and was ${json[0]}`, ...sides, breaks, at })];
}

const WIRE: Readonly<Record<Cardinality, number>> = {
  'optional with presence': 1,
  'optional without presence': 1,
  required: 2,
  repeated: 3,
  map: 3,
};
const JSON_FORM: Readonly<Record<Cardinality, number>> = { ...WIRE, map: 4 };

function compareCardinality(pair: FieldPair): readonly Difference[] {
  const [before, after] = [sideCardinality(pair, 0), sideCardinality(pair, 1)];
  if (before === after) return [];
  const breaks: Breaks[] = ['source'];
  if (WIRE[before] !== WIRE[after]) breaks.push('wire');
  if (JSON_FORM[before] !== JSON_FORM[after]) breaks.push('wire-json');
  const what = `is ${after} and was ${before}`;
  return [
    fieldDifference(pair, {
      kind: kindOfCardinality(before, after),
      what,
      before: { cardinality: before },
      after: { cardinality: after },
      breaks,
    }),
  ];
}

function kindOfCardinality(before: Cardinality, after: Cardinality): DifferenceKind {
  if (after === 'required') return 'newly-required';
  if (before === 'required') return 'no-longer-required';
  return before.startsWith('optional') && after.startsWith('optional') ? 'constraint-changed' : 'type-changed';
}

function sideCardinality({ fields, contexts, isExtension }: FieldPair, side: 0 | 1): Cardinality {
  const [field, context] = [fields[side], contexts[side]];
  const { kind } = typeOfField(field, context);
  const presence = isExtension
    ? 'EXPLICIT'
    : featureOf('field_presence', chainOfField(field, context.file, context.message), context.file.file);
  const held = kind === 'message' || kind === 'group' || kind === 'unknown' ? 'message' : kind === 'enum' ? 'enum' : 'scalar';
  return cardinalityOf(field, held, presence, context.file.file);
}

/** Of a oneof, only the last field that was written is read. */
function compareOneofs(pair: FieldPair): readonly Difference[] {
  const [before, after] = pair.fields.map(({ oneof }) => oneof ?? null);
  if (before === after || before === undefined || after === undefined) return [];
  const words = (oneof: string | null): string => (oneof === null ? 'no oneof' : `the oneof ${oneof}`);
  const breaks: readonly Breaks[] = ['source', 'wire', 'wire-json'];
  return [
    fieldDifference(pair, {
      kind: 'moved',
      what: `moves from ${words(before)} to ${words(after)}`,
      before: { oneof: before },
      after: { oneof: after },
      breaks,
    }),
  ];
}
