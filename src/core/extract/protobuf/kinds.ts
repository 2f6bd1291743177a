import { featureOf, chainOfField } from './features.ts';
import type { FieldDeclaration, MessageDeclaration } from './part.ts';
import { resolveType, type FileView, type ProtoUnit } from './unit.ts';

/** What a field holds: the kind as the wire knows it, and the full name of a message or enum. */
export interface FieldType {
  /** A scalar type's name, `message`, `group`, `enum`, or `unknown` where no file here declares the type. */
  readonly kind: string;
  readonly name: string;
  /** What people call it, where that is not its name. */
  readonly words?: string;
}

const SCALARS: ReadonlySet<string> = new Set(
  'double float int32 int64 uint32 uint64 sint32 sint64 fixed32 fixed64 sfixed32 sfixed64 bool string bytes'.split(' '),
);

/** Where a field stands: its file, the message around it, and the full name of that message or package. */
export interface FieldContext {
  readonly unit: ProtoUnit;
  readonly file: FileView;
  readonly message: MessageDeclaration | undefined;
  readonly scope: string;
}

export function typeOfField(field: FieldDeclaration, { unit, file, message, scope }: FieldContext): FieldType {
  if (SCALARS.has(field.type)) return { kind: field.type, name: field.type };
  const { name, kind } = resolveType(field.type, scope, unit.types);
  if (field.group) return { kind: 'group', name };
  const isDelimited =
    kind !== 'enum' &&
    field.key === undefined &&
    featureOf('message_encoding', chainOfField(field, file, message), file.file) === 'DELIMITED';
  return { kind: isDelimited ? 'group' : (kind ?? 'unknown'), name };
}

/** Kinds of one group read each other's binary form (protobuf.dev, "Updating A Message Type"). */
const WIRE: ReadonlyMap<string, string> = groups('int32 int64 uint32 uint64 bool, sint32 sint64, fixed32 sfixed32, fixed64 sfixed64');

/** Kinds of one group read each other's binary form and JSON: JSON holds integers of 64 bits as text. */
const WIRE_JSON: ReadonlyMap<string, string> = groups('int32 uint32, int64 uint64, fixed32 sfixed32, fixed64 sfixed64');

function groups(text: string): ReadonlyMap<string, string> {
  return new Map(text.split(', ').flatMap((group) => group.split(' ').map((kind): [string, string] => [kind, group])));
}

/** Text is bytes as well; bytes need not be text. */
export const sameOnWire = (before: string, after: string): boolean =>
  (WIRE.get(before) ?? before) === (WIRE.get(after) ?? after) || (before === 'string' && after === 'bytes');

export const sameInJson = (before: string, after: string): boolean => (WIRE_JSON.get(before) ?? before) === (WIRE_JSON.get(after) ?? after);

const WIDER: ReadonlySet<string> = new Set([
  'int32 int64',
  'uint32 uint64',
  'sint32 sint64',
  'uint32 int64',
  'string bytes',
  'bool int32',
  'bool int64',
  'bool uint32',
  'bool uint64',
]);

/** Whether the new kind holds every old value in the same binary form, or the other way round. */
export function widthOf(before: string, after: string): 'type-widened' | 'type-narrowed' | 'type-changed' {
  if (WIDER.has(`${before} ${after}`)) return 'type-widened';
  return WIDER.has(`${after} ${before}`) ? 'type-narrowed' : 'type-changed';
}
