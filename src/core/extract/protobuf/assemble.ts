import type { Asset, AssetKind, Fact, Facts, Field } from '../../../model/asset.ts';
import type { Json } from '../../../model/json.ts';
import { declarationFacts } from './option-facts.ts';
import type { Declaration, FieldDeclaration, RpcDeclaration, Span, ValueDeclaration } from './part.ts';
import { resolveType, type FileView, type ProtoUnit, type TypeView } from './unit.ts';

/** Files, messages, enums and services of a unit as assets. */
export function assetsOf(unit: ProtoUnit): readonly Asset[] {
  return [
    ...unit.files.map(fileAsset),
    ...unit.messages.map((view) =>
      typeAsset(
        view,
        'message',
        view.declaration.fields.map((field) => fieldOf(field, view.file)),
      ),
    ),
    ...unit.enums.map((view) =>
      typeAsset(
        view,
        'enum',
        view.declaration.values.map((value) => valueField(value, view.file)),
      ),
    ),
    ...unit.services.map((view) =>
      typeAsset(
        view,
        'service',
        view.declaration.rpcs.map((rpc) => rpcField(rpc, view, unit)),
      ),
    ),
  ];
}

/** A file has options of its own: the packages of the code that is made from it. */
function fileAsset({ id, path, key, file, place }: FileView): Asset {
  const at: Span = file.packageAt ?? file.syntaxAt ?? [0, 0];
  const imports = file.imports.map(({ path: imported }) => imported);
  return {
    id,
    kind: 'schema',
    name: key,
    platform: 'protobuf',
    file: path,
    location: place(at),
    extent: place(at),
    facts: {
      ...declarationFacts(
        { name: key, at, extent: at, options: file.options, ...(file.comment === undefined ? {} : { comment: file.comment }) },
        place,
      ),
      syntax: { value: file.syntax === 'editions' ? `edition ${file.edition ?? ''}` : file.syntax, location: place(file.syntaxAt ?? at) },
      package: { value: file.package, location: place(at) },
      ...(imports.length === 0 ? {} : { imports: { value: imports, location: place(file.imports[0]?.at ?? at) } }),
    },
    fields: [],
    files: [path],
  };
}

function typeAsset({ id, name, file, declaration }: TypeView<Declaration>, kind: AssetKind, fields: readonly Field[]): Asset {
  const { path, place } = file;
  return {
    id,
    kind,
    name,
    platform: 'protobuf',
    file: path,
    location: place(declaration.at),
    extent: place(declaration.extent),
    facts: declarationFacts(declaration, place),
    fields,
    files: [path],
  };
}

/** The type as the text writes it: `string`, `repeated Line`, `map<string, Line>`. */
export function typeText({ type, key, label }: FieldDeclaration): string {
  if (key !== undefined) return `map<${key}, ${type}>`;
  return label === 'repeated' ? `repeated ${type}` : type;
}

function fieldOf(field: FieldDeclaration, { place }: FileView): Field {
  const said = (value: Json, at: Span = field.extent): Fact => ({ value, location: place(at) });
  const facts: Facts = {
    ...declarationFacts(field, place),
    number: said(field.number),
    ...(field.label === 'required' ? { required: said(true) } : {}),
    ...(field.oneof === undefined ? {} : { oneof: said(field.oneof) }),
  };
  return { name: field.name, type: typeText(field), location: place(field.at), extent: place(field.extent), facts };
}

function valueField(value: ValueDeclaration, { place }: FileView): Field {
  const facts = { ...declarationFacts(value, place), number: { value: value.number, location: place(value.numberAt) } };
  return { name: value.name, location: place(value.at), extent: place(value.extent), facts };
}

function rpcField(rpc: RpcDeclaration, { name, file }: TypeView<Declaration>, { types }: ProtoUnit): Field {
  const { place } = file;
  const use = ({ type, stream, at }: RpcDeclaration['request']): Fact => ({
    value: { type: resolveType(type, name, types).name, stream },
    location: place(at),
  });
  const words = ({ type, stream }: RpcDeclaration['request']): string => (stream ? `stream ${type}` : type);
  return {
    name: rpc.name,
    type: `(${words(rpc.request)}) returns (${words(rpc.response)})`,
    location: place(rpc.at),
    extent: place(rpc.extent),
    facts: { ...declarationFacts(rpc, place), request: use(rpc.request), response: use(rpc.response) },
  };
}
