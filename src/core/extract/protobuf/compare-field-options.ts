import type { Breaks, Difference } from '../../../model/difference.ts';
import { fieldDifference, type FieldPair } from './field-pair.ts';
import { chainOfField, featureOf, type Feature } from './features.ts';
import { typeOfField, type FieldContext } from './kinds.ts';
import type { FieldDeclaration, Option } from './part.ts';

/** Options that shape the code made from a field. What is written stays the same. */
export function compareFieldOptions(pair: FieldPair): readonly Difference[] {
  const [before, after] = [kindsOf(pair, 0), kindsOf(pair, 1)];
  const both = (kinds: ReadonlySet<string>): boolean => [before, after].every((held) => held.some((kind) => kinds.has(kind)));
  return [
    ...(both(LONG) && pair.fields.every(({ key }) => key === undefined) ? compareBy(pair, 'jstype', jsType) : []),
    ...(both(TEXT) && pair.fields.every(({ key }) => key === undefined) ? compareBy(pair, 'string_type', cppType) : []),
    ...(both(STRING) ? [...compareBy(pair, 'utf8_validation', utf8), ...compareBy(pair, 'java_utf8_validation', javaUtf8)] : []),
    ...deprecation(pair),
  ];
}

const LONG: ReadonlySet<string> = new Set(['int64', 'uint64', 'sint64', 'fixed64', 'sfixed64']);
const TEXT: ReadonlySet<string> = new Set(['string', 'bytes']);
const STRING: ReadonlySet<string> = new Set(['string']);

/** Of a map, its keys and values. */
function kindsOf({ fields, contexts }: FieldPair, side: 0 | 1): readonly string[] {
  const { key } = fields[side];
  return [...(key === undefined ? [] : [key]), typeOfField(fields[side], contexts[side]).kind];
}

type Reader = (field: FieldDeclaration, context: FieldContext) => string;

function compareBy(pair: FieldPair, name: string, read: Reader): readonly Difference[] {
  const { fields, contexts } = pair;
  const [before, after] = [read(fields[0], contexts[0]), read(fields[1], contexts[1])];
  if (before === after || (before === 'STRING_PIECE' && after === 'STRING')) return [];
  const breaks: readonly Breaks[] = ['source'];
  const at = placeOf(name, fields[1].options, contexts[1].file.file.options)?.at;
  return [
    fieldDifference(pair, {
      kind: 'option-changed',
      what: `changes \`${name}\` from ${before} to ${after}`,
      before: { [name]: before },
      after: { [name]: after },
      breaks,
      at,
    }),
  ];
}

const placeOf = (name: string, options: readonly Option[], ofFile: readonly Option[]): Option | undefined =>
  (name === 'java_utf8_validation' ? ofFile.find((option) => option.name === 'java_string_check_utf8') : undefined) ??
  options.find((option) => option.name.endsWith(name.replace('java_', '')) || (name === 'string_type' && option.name === 'ctype'));

const optionOf = (name: string, { options }: FieldDeclaration): string | undefined => {
  const value = options.findLast((option) => option.name === name)?.value;
  return value === undefined ? undefined : String(value);
};

const jsType: Reader = (field) => optionOf('jstype', field) ?? 'JS_NORMAL';

const feature = (name: Feature, field: FieldDeclaration, { file, message }: FieldContext): string =>
  featureOf(name, chainOfField(field, file, message), file.file);

/** Before edition 2024 the option `ctype` says it. */
const cppType: Reader = (field, context) => {
  const { edition } = context.file.file;
  const told = Number(edition ?? 0) < 2024 ? optionOf('ctype', field) : undefined;
  return told ?? feature('pb.cpp.string_type', field, context);
};

const utf8: Reader = (field, context) => feature('utf8_validation', field, context);

const javaUtf8: Reader = (field, context) => {
  const { syntax, options } = context.file.file;
  const told = options.findLast(({ name }) => name === 'java_string_check_utf8')?.value;
  const byFeature = syntax === 'editions' && told === undefined ? feature('pb.java.utf8_validation', field, context) : 'DEFAULT';
  return told === true || byFeature === 'VERIFY' ? 'VERIFY' : utf8(field, context);
};

function deprecation(pair: FieldPair): readonly Difference[] {
  const [before, after] = pair.fields.map((field) => optionOf('deprecated', field) === 'true');
  if (before || !after) return [];
  const at = pair.fields[1].options.findLast(({ name }) => name === 'deprecated')?.at;
  return [
    fieldDifference(pair, {
      kind: 'deprecated',
      what: 'is deprecated',
      before: { deprecated: false },
      after: { deprecated: true },
      breaks: [],
      at,
    }),
  ];
}
