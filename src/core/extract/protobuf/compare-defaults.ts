import type { Json } from '../../../model/json.ts';
import type { Breaks, Difference, DifferenceKind } from '../../../model/difference.ts';
import { fieldDifference, type FieldPair } from './field-pair.ts';
import { typeOfField, type FieldContext } from './kinds.ts';
import type { FieldDeclaration } from './part.ts';

/** What readers take where nothing was written. Both sides then read other values from the same bytes. */
export function compareDefaults(pair: FieldPair): readonly Difference[] {
  const { fields, contexts } = pair;
  const [before, after] = [defaultOf(fields[0], contexts[0]), defaultOf(fields[1], contexts[1])];
  if (!before || !after || isSame(before, after)) return [];
  const at = fields[1].options.findLast(({ name }) => name === 'default')?.at;
  const breaks: readonly Breaks[] = ['source', 'wire', 'wire-json'];
  const sides = { before: { default: before.value }, after: { default: after.value } };
  const what = `has the default ${shown(after.value)} and had ${shown(before.value)}`;
  return [fieldDifference(pair, { kind: kindOf(before.isSet, after.isSet), what, ...sides, breaks, at })];
}

const shown = (value: Json): string => JSON.stringify(value);

function kindOf(before: boolean, after: boolean): DifferenceKind {
  if (!before) return 'default-added';
  return after ? 'default-changed' : 'default-removed';
}

interface Default {
  readonly value: Json;
  readonly kind: string;
  readonly isSet: boolean;
}

/** Undefined where a field can have none. */
function defaultOf(field: FieldDeclaration, context: FieldContext): Default | undefined {
  const { kind, name } = typeOfField(field, context);
  if (field.key !== undefined || field.label === 'repeated' || kind === 'message' || kind === 'group' || kind === 'unknown')
    return undefined;
  const told = field.options.findLast((option) => option.name === 'default');
  const value = told ? told.value : unsetValue(kind);
  return { value: kind === 'enum' ? numberIn(name, told?.value, context) : value, kind, isSet: told !== undefined };
}

function unsetValue(kind: string): Json {
  if (kind === 'string' || kind === 'bytes') return '';
  return kind === 'bool' ? false : 0;
}

/** The number of an enum's value; of its first where none is named. */
function numberIn(name: string, value: Json | undefined, { unit }: FieldContext): Json {
  const found = unit.types.get(name);
  if (found?.kind !== 'enum') return value ?? 0;
  const { values } = found.view.declaration;
  return (value === undefined ? values[0] : values.find((one) => one.name === value))?.number ?? value ?? 0;
}

const isText = (kind: string): boolean => kind === 'string' || kind === 'bytes';

/** Numbers, enums and flags compare by value whatever their type; text only with text. */
function isSame(before: Default, after: Default): boolean {
  if (isText(before.kind) !== isText(after.kind)) return isZero(before) && isZero(after);
  if (isText(before.kind)) return before.value === after.value;
  if (isBig(before.value) && isBig(after.value)) return before.value === after.value;
  const [one, other] = [numeric(before), numeric(after)];
  const isFloat = before.kind === 'float' || after.kind === 'float';
  return Object.is(one, other) || one === other || (isFloat && Math.fround(one) === Math.fround(other)) || before.value === after.value;
}

/** More digits than a number holds: they stand as text. */
const isBig = (value: Json): boolean => typeof value === 'string' && /^-?\d/.test(value);

const isZero = ({ value }: Default): boolean => value === '' || value === 0 || value === false;

function numeric({ value }: Default): number {
  if (value === 'inf' || value === '-inf') return value === 'inf' ? Infinity : -Infinity;
  return value === 'nan' || value === '-nan' ? Number.NaN : Number(value);
}
