import type { Json } from '../../../model/json.ts';
import type { EnumDeclaration, FieldDeclaration, MessageDeclaration, Option, ProtoFile } from './part.ts';
import type { FileView, ResolvedType, TypeView } from './unit.ts';

/** Options from the innermost declaration to the file: the first that sets a feature counts (protobuf.dev, "Feature Settings for Editions"). */
export type Chain = readonly (readonly Option[])[];

export type Feature =
  | 'field_presence'
  | 'enum_type'
  | 'utf8_validation'
  | 'message_encoding'
  | 'json_format'
  | 'pb.cpp.string_type'
  | 'pb.java.utf8_validation';

const DEFAULTS: Readonly<Record<ProtoFile['syntax'], Readonly<Record<Feature, string>>>> = {
  proto2: {
    field_presence: 'EXPLICIT',
    enum_type: 'CLOSED',
    utf8_validation: 'NONE',
    message_encoding: 'LENGTH_PREFIXED',
    json_format: 'LEGACY_BEST_EFFORT',
    'pb.cpp.string_type': 'STRING',
    'pb.java.utf8_validation': 'DEFAULT',
  },
  proto3: {
    field_presence: 'IMPLICIT',
    enum_type: 'OPEN',
    utf8_validation: 'VERIFY',
    message_encoding: 'LENGTH_PREFIXED',
    json_format: 'ALLOW',
    'pb.cpp.string_type': 'STRING',
    'pb.java.utf8_validation': 'DEFAULT',
  },
  editions: {
    field_presence: 'EXPLICIT',
    enum_type: 'OPEN',
    utf8_validation: 'VERIFY',
    message_encoding: 'LENGTH_PREFIXED',
    json_format: 'ALLOW',
    'pb.cpp.string_type': 'STRING',
    'pb.java.utf8_validation': 'DEFAULT',
  },
};

export function featureOf(feature: Feature, chain: Chain, file: ProtoFile): string {
  const { syntax, edition } = file;
  if (syntax === 'editions') {
    for (const options of chain) {
      const told = toldBy(feature, options);
      if (told !== undefined) return told;
    }
    if (feature === 'pb.cpp.string_type' && Number(edition) >= 2024) return 'VIEW';
  }
  return DEFAULTS[syntax][feature];
}

/** `features.field_presence = IMPLICIT`, `features = { field_presence: IMPLICIT }`, `features.(pb.cpp).string_type = VIEW`, and mixed forms. */
function toldBy(feature: Feature, options: readonly Option[]): string | undefined {
  const wanted = `features.${feature}`;
  for (const { name, value } of options) {
    if (name === wanted && typeof value === 'string') return value;
    if (name === 'features' || wanted.startsWith(`${name}.`)) {
      const inner = within(value, wanted.slice(name.length + 1));
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}

function within(value: Json, path: string): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (key === path && typeof inner === 'string') return inner;
    const deeper = path.startsWith(`${key}.`) ? within(inner, path.slice(key.length + 1)) : undefined;
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

/** The options around a nested declaration, from the inside. */
export function chainAround(file: FileView, nested: string): Chain {
  const around: (readonly Option[])[] = [];
  for (let name = nested; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('.')))) {
    const options = file.messages.get(name)?.options;
    if (options && options.length > 0) around.push(options);
  }
  return [...around, file.file.options];
}

export function chainOfEnum({ file, declaration }: TypeView<EnumDeclaration>): Chain {
  return [declaration.options, ...chainAround(file, declaration.name)];
}

/** `message` is undefined for an extension at the top of a file. */
export function chainOfField(field: FieldDeclaration, file: FileView, message: MessageDeclaration | undefined): Chain {
  const oneof = field.oneof === undefined ? undefined : message?.oneofs.find(({ name }) => name === field.oneof);
  return [field.options, ...(oneof ? [oneof.options] : []), ...chainAround(file, message?.name ?? '')];
}

export type Cardinality = 'optional with presence' | 'optional without presence' | 'required' | 'repeated' | 'map';

/** How often a field may stand, and whether it can be told from its default when it does not. */
export function cardinalityOf(
  field: FieldDeclaration,
  kind: ResolvedType['kind'] | 'scalar',
  presence: string,
  file: ProtoFile,
): Cardinality {
  if (field.key !== undefined) return 'map';
  if (field.label === 'repeated') return 'repeated';
  if (field.label === 'required' || presence === 'LEGACY_REQUIRED') return 'required';
  const hasPresence =
    presence !== 'IMPLICIT' ||
    field.oneof !== undefined ||
    (kind !== 'scalar' && kind !== 'enum') ||
    (file.syntax === 'proto3' && field.label === 'optional');
  return hasPresence ? 'optional with presence' : 'optional without presence';
}

/** The name that JSON uses: the option's, else the field's in camel case. */
export function jsonNameOf({ name, options }: FieldDeclaration): string {
  const told = options.find((option) => option.name === 'json_name')?.value;
  return typeof told === 'string' ? told : name.replaceAll(/_+(.?)/g, (_, next: string) => next.toUpperCase());
}
