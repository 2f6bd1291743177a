import type { Location } from '../../../model/source.ts';
import type { UnitFile } from '../../plug-ins.ts';
import { lineIndexOf, type LineIndex } from '../../text/line-index.ts';
import type { Definition, DefinitionKind, GraphQlPart, Member, Named, Span, Usage } from './part.ts';

/** Something with the lines of the file that it stands in. */
export interface Placed<T> {
  readonly is: T;
  readonly lines: LineIndex;
}

/** A type with what all its extensions add. */
export interface Type {
  readonly kind: DefinitionKind;
  readonly name: string;
  /** The first definition; an extension where nobody here defines it. */
  readonly first: Placed<Definition>;
  readonly isDefined: boolean;
  readonly members: ReadonlyMap<string, Placed<Member>>;
  readonly names: ReadonlyMap<string, Placed<Named>>;
  readonly usages: readonly Placed<Usage>[];
  readonly files: readonly string[];
}

export interface Schema {
  readonly types: ReadonlyMap<string, Type>;
  readonly directives: ReadonlyMap<string, Type>;
  readonly own: Type | undefined;
  /** The names of the root types by operation. */
  readonly roots: ReadonlyMap<string, string>;
}

export const placeOf = ({ lines }: Placed<unknown>, [start, end]: Span): Location => lines.location(start, end);

/** Joins the files of a unit in the order of their paths. */
export function mergeUnit(files: readonly UnitFile<GraphQlPart>[]): Schema {
  const placed = files
    .toSorted((one, other) => (one.path < other.path ? -1 : 1))
    .flatMap(({ path, part }) => {
      const lines = lineIndexOf(path, part.lines);
      return part.definitions.map((is): Placed<Definition> => ({ is, lines }));
    });
  const grouped = Map.groupBy(placed, ({ is }) => `${is.kind === 'directive' ? '@' : is.kind === 'schema' ? '$' : ''}${is.name}`);
  const types = new Map<string, Type>();
  const directives = new Map<string, Type>();
  for (const [key, definitions] of grouped) {
    const type = typeOf(definitions);
    if (type?.kind === 'directive') directives.set(type.name, type);
    else if (type && !key.startsWith('$')) types.set(type.name, type);
  }
  const own = typeOf(grouped.get('$schema') ?? []);
  return { types, directives, own, roots: rootsOf(grouped.get('$schema') ?? [], types) };
}

function typeOf(definitions: readonly Placed<Definition>[]): Type | undefined {
  const first = definitions.find(({ is }) => !is.isExtension) ?? definitions[0];
  if (!first) return undefined;
  const all = [first, ...definitions.filter((one) => one !== first)];
  return {
    kind: first.is.kind,
    name: first.is.name,
    first,
    isDefined: !first.is.isExtension,
    members: byName(all.flatMap(({ is, lines }) => is.members.map((one) => ({ is: one, lines })))),
    names: byName(all.flatMap(({ is, lines }) => is.names.map((one) => ({ is: one, lines })))),
    usages: all.flatMap(({ is, lines }) => is.usages.map((one) => ({ is: one, lines }))),
    files: [...new Set(all.map(({ lines }) => lines.file))],
  };
}

/** The first of a name counts. */
function byName<T extends Named>(all: readonly Placed<T>[]): ReadonlyMap<string, Placed<T>> {
  const named = new Map<string, Placed<T>>();
  for (const one of all) if (!named.has(one.is.name)) named.set(one.is.name, one);
  return named;
}

const USUAL = [
  ['query', 'Query'],
  ['mutation', 'Mutation'],
  ['subscription', 'Subscription'],
] as const;

/** As the schema names them; else by their usual names. */
function rootsOf(schemas: readonly Placed<Definition>[], types: ReadonlyMap<string, Type>): ReadonlyMap<string, string> {
  const named = schemas.flatMap(({ is }) => Object.entries(is.roots ?? {}));
  if (schemas.some(({ is }) => !is.isExtension) && named.length > 0) return new Map(named);
  return new Map([...USUAL.filter(([, name]) => types.has(name)), ...named]);
}
