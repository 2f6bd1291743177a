import type { Json } from '../../../model/json.ts';
import type { Problem } from '../../../model/problem.ts';
import { lineIndexOf } from '../../text/line-index.ts';
import type { AvroType, AvroTypes, NamedType, NameUse, RecordField, Span } from './part.ts';

const MAX_PROBLEMS = 20;

type Tell = (at: Span, message: string) => void;

/** What the specification forbids, so that readers refuse the schema: unions of unions, defaults that are no value of their type. */
export function validateTypes({ lines, named, root }: AvroTypes, file: string): readonly Problem[] {
  const places = lineIndexOf(file, lines);
  const names = new Map(named.map((one) => [one.name, one]));
  const problems: Problem[] = [];
  const tell: Tell = (at, message) => {
    if (problems.length < MAX_PROBLEMS) problems.push({ code: 'avro-invalid', message, location: places.location(...at) });
  };
  if (root) checkType(root, tell);
  for (const one of named) checkNamed(one, names, tell);
  return problems;
}

type Names = ReadonlyMap<string, NamedType>;

function checkNamed(type: NamedType, names: Names, tell: Tell): void {
  if (type.is === 'enum' && type.default !== undefined && !type.symbols.some(({ name }) => name === type.default))
    tell(type.at, `The default \`${type.default}\` is none of the symbols of \`${type.name}\`.`);
  if (type.is === 'fixed' && !(Number.isInteger(type.size) && type.size > 0)) tell(type.at, `\`${type.name}\` needs a \`size\` in bytes.`);
  if (type.is !== 'record') return;
  for (const field of type.fields) {
    checkType(field.type, tell);
    checkDefault(field, names, tell);
  }
}

/** The depth of the file is bounded. */
function checkType(type: AvroType, tell: Tell): void {
  if (type.is === 'array' || type.is === 'map') return checkType(type.of, tell);
  if (type.is !== 'union') return;
  const seen = new Set<string>();
  for (const member of type.members) {
    const key = member.is === 'plain' || member.is === 'named' ? member.name : member.is;
    if (member.is === 'union') tell(member.at, 'A union cannot hold a union. Write its members into the outer one.');
    else if (seen.has(key)) tell(member.at, `The union holds \`${key}\` twice. Readers could not tell which one was written.`);
    seen.add(key);
    checkType(member, tell);
  }
}

function checkDefault({ name, type, default: told }: RecordField, names: Names, tell: Tell): void {
  if (told && !takes(type, told.value, names))
    tell(told.at, `The default of \`${name}\` is no value of its type. Readers refuse the schema.`);
}

/** Of a union, any member may take it, as the specification says since 1.12. What another file declares takes anything. */
function takes(type: AvroType, value: Json, names: Names): boolean {
  if (type.is === 'union') return type.members.some((member) => takes(member, value, names));
  if (type.is === 'plain') return PLAIN.get(type.name)?.(value) ?? true;
  if (type.is === 'named') return takesUse(type, value, names);
  return heldIn(type.is, value)?.every((item) => takes(type.of, item, names)) ?? false;
}

function heldIn(kind: 'array' | 'map', value: Json): readonly Json[] | undefined {
  if (kind === 'array') return Array.isArray(value) ? (value as readonly Json[]) : undefined;
  return isMap(value) ? Object.values(value) : undefined;
}

function takesUse({ name }: NameUse, value: Json, names: Names): boolean {
  const found = names.get(name);
  return !found || takesNamed(found, value, names);
}

function takesNamed(type: NamedType, value: Json, names: Names): boolean {
  if (type.is === 'fixed') return typeof value === 'string';
  if (type.is === 'enum') return type.symbols.some(({ name }) => name === value);
  return (
    isMap(value) &&
    type.fields.every((field) =>
      Object.hasOwn(value, field.name) ? takes(field.type, value[field.name] ?? null, names) : field.default !== undefined,
    )
  );
}

const isMap = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Floats that JSON cannot write stand as words. */
const isFloat = (value: Json): boolean => typeof value === 'number' || value === 'NaN' || value === 'Infinity' || value === '-Infinity';
const isInteger = (value: Json): boolean => Number.isInteger(value);
const isText = (value: Json): boolean => typeof value === 'string';

const PLAIN: ReadonlyMap<string, (value: Json) => boolean> = new Map([
  ['null', (value: Json) => value === null],
  ['boolean', (value: Json) => typeof value === 'boolean'],
  ['int', isInteger],
  ['long', isInteger],
  ['float', isFloat],
  ['double', isFloat],
  ['bytes', isText],
  ['string', isText],
]);
