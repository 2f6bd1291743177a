import type { Location } from '../../../model/source.ts';
import type { UnitFile } from '../../plug-ins.ts';
import { lineIndexOf, type LineIndex } from '../../text/line-index.ts';
import type { EnumDeclaration, ExtensionDeclaration, MessageDeclaration, ProtoFile, ServiceDeclaration, Span } from './part.ts';

/** All `.proto` files of one side, with what is declared where. */
export interface ProtoUnit {
  readonly files: readonly FileView[];
  readonly messages: readonly TypeView<MessageDeclaration>[];
  readonly enums: readonly TypeView<EnumDeclaration>[];
  readonly services: readonly TypeView<ServiceDeclaration>[];
  readonly extensions: readonly ExtensionView[];
  /** Messages and enums by their full name. Of copies, the first counts. */
  readonly types: ReadonlyMap<string, NamedType>;
}

export type NamedType =
  | { readonly kind: 'message'; readonly view: TypeView<MessageDeclaration> }
  | { readonly kind: 'enum'; readonly view: TypeView<EnumDeclaration> };

export interface FileView {
  readonly id: string;
  readonly path: string;
  /** The path inside of its module, by which others import it. */
  readonly key: string;
  readonly file: ProtoFile;
  readonly place: (span: Span) => Location;
  readonly messages: ReadonlyMap<string, MessageDeclaration>;
}

/** A declaration with its full name, in its file. */
export interface TypeView<D> {
  readonly id: string;
  readonly name: string;
  readonly file: FileView;
  readonly declaration: D;
}

export interface ExtensionView {
  readonly file: FileView;
  readonly declaration: ExtensionDeclaration;
  /** The full name of the message that it extends, as far as it can be told. */
  readonly extendee: string;
  /** The full name of the extension itself. */
  readonly name: string;
}

/** The order of the files does not matter. Of two declarations of one name, the later file's carries its path in the id. */
export function unitOf(files: readonly UnitFile<ProtoFile>[]): ProtoUnit {
  const taken = new Set<string>();
  const idOf = (name: string, path: string): string => {
    const id = taken.has(`protobuf:${name}`) ? `protobuf:${name}@${path}` : `protobuf:${name}`;
    taken.add(id);
    return id;
  };
  const views = files.toSorted((one, other) => (one.path < other.path ? -1 : 1)).map((file) => fileView(file, idOf));
  const typed = <D extends { readonly name: string }>(pick: (file: ProtoFile) => readonly D[]): readonly TypeView<D>[] =>
    views.flatMap((view) =>
      pick(view.file).map((declaration) => {
        const name = fullName(view.file.package, declaration.name);
        return { id: idOf(name, view.path), name, file: view, declaration };
      }),
    );
  const messages = typed((file) => file.messages);
  const enums = typed((file) => file.enums);
  const types = new Map<string, NamedType>();
  for (const view of enums.toReversed()) types.set(view.name, { kind: 'enum', view });
  for (const view of messages.toReversed()) types.set(view.name, { kind: 'message', view });
  const services = typed((file) => file.services);
  return { files: views, messages, enums, services, types, extensions: views.flatMap((view) => extensionsOf(view, types)) };
}

export const fullName = (outer: string, name: string): string => (outer === '' ? name : `${outer}.${name}`);

/** `role` is the folder of the file's module. */
function fileView({ path, role, part }: UnitFile<ProtoFile>, idOf: (name: string, path: string) => string): FileView {
  const key = role !== '' && path.startsWith(`${role}/`) ? path.slice(role.length + 1) : path;
  const messages = new Map(part.messages.map((message) => [message.name, message]));
  let lines: LineIndex | undefined;
  const place = ([start, end]: Span): Location => (lines ??= lineIndexOf(path, part.lines)).location(start, end);
  return { id: idOf(`file/${key}`, path), path, key, file: part, messages, place };
}

function extensionsOf(file: FileView, types: ProtoUnit['types']): readonly ExtensionView[] {
  return file.file.extensions.map((declaration) => {
    const { package: outer } = file.file;
    const scope = declaration.scope === '' ? outer : fullName(outer, declaration.scope);
    const { name } = resolveType(declaration.extendee, scope, types);
    return { file, declaration, extendee: name, name: fullName(scope, declaration.field.name) };
  });
}

export interface ResolvedType {
  readonly name: string;
  /** Missing where no file of the unit declares it. */
  readonly kind?: 'message' | 'enum';
  /** The name may stand for something else: nothing that is known here says which package it is in. */
  readonly isRelative?: boolean;
}

/** The innermost declaration of that name, as the language looks it up. */
export function resolveType(name: string, scope: string, types: ProtoUnit['types']): ResolvedType {
  if (name.startsWith('.')) return known(name.slice(1), types);
  const found = resolved.get(types) ?? new Map<string, ResolvedType>();
  resolved.set(types, found);
  const key = `${scope}\n${name}`;
  const before = found.get(key) ?? searched(name, scope, types);
  found.set(key, before);
  return before;
}

/** What was looked up before: most names stand in many places of a scope. */
const resolved = new WeakMap<ProtoUnit['types'], Map<string, ResolvedType>>();

function searched(name: string, scope: string, types: ProtoUnit['types']): ResolvedType {
  for (let outer = scope; outer !== ''; outer = outer.slice(0, Math.max(0, outer.lastIndexOf('.')))) {
    const found = types.get(`${outer}.${name}`);
    if (found) return { name: `${outer}.${name}`, kind: found.kind };
  }
  return known(name, types);
}

function known(name: string, types: ProtoUnit['types']): ResolvedType {
  const found = types.get(name);
  if (found) return { name, kind: found.kind };
  if (name.startsWith('google.protobuf.')) return { name, kind: WELL_KNOWN_ENUMS.has(name) ? 'enum' : 'message' };
  return { name, isRelative: true };
}

const WELL_KNOWN_ENUMS: ReadonlySet<string> = new Set(['google.protobuf.NullValue', 'google.protobuf.Syntax']);

export interface Sides {
  readonly base: ProtoUnit;
  readonly head: ProtoUnit;
  /** What became of each file of the base. */
  readonly files: ReadonlyMap<FileView, FileView>;
  /** Files of the base whose package goes by another name. */
  readonly renamed: ReadonlySet<FileView>;
}
