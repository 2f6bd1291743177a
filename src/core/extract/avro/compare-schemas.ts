import type { Asset } from '../../../model/asset.ts';
import type { Breaks, Difference } from '../../../model/difference.ts';
import type { Location } from '../../../model/source.ts';
import type { UnitFile } from '../../plug-ins.ts';
import { tell } from '../../compatibility/harm.ts';
import { pairDeclarations } from '../../compatibility/pair-declarations.ts';
import { uniqueIds } from '../../compatibility/unique-ids.ts';
import { lineIndexOf, type LineIndex } from '../../text/line-index.ts';
import { newMemo, type Names } from './can-read.ts';
import { compareNamed } from './compare-named.ts';
import { compareTypes } from './compare-types.ts';
import type { AvroPart, AvroType, NamedType, Span } from './part.ts';
import type { TypeDifference, Walk } from './walk.ts';

/** A schema that is an asset, in its file. */
interface Schema {
  readonly asset: Asset;
  readonly path: string;
  readonly type: NamedType | AvroType;
}

/** How the schemas of a unit differ by Avro's rules of resolution, in both directions. */
export function compareSchemas(base: readonly UnitFile<AvroPart>[], head: readonly UnitFile<AvroPart>[]): readonly Difference[] {
  const [before, after] = [sideOf(base), sideOf(head)];
  const { pairs, removed, added } = pairDeclarations(before.schemas, after.schemas, ({ asset }) => asset.name, [({ path }) => path]);
  const names = new Set(pairs.map(([, { asset }]) => asset.name));
  const sides: Sides = { before, after, names };
  const unions = [...before.byFile.keys()].filter((path) => after.byFile.has(path) && (isUnion(before, path) || isUnion(after, path)));
  const inUnion = new Set(unions);
  const left = (schemas: readonly Schema[]): readonly Schema[] => schemas.filter(({ path }) => !inUnion.has(path));
  const renamed = pairDeclarations(left(removed).filter(isAlone(before)), left(added).filter(isAlone(after)), ({ path }) => path);
  const successors = new Set(renamed.pairs.flat());
  const isLeft = (schema: Schema): boolean => !successors.has(schema);
  return [
    ...left(removed)
      .filter(isLeft)
      .flatMap((schema) => goneOrNested(schema, sides)),
    ...unions.flatMap((path) => compareRoots(path, sides)),
    ...[...pairs, ...renamed.pairs].flatMap(([old, now]) => (old.type === now.type ? [] : comparePair(old, now, sides))),
    ...left(added).filter(isLeft).map(schemaAdded),
  ];
}

/** A file whose schema is a union of several types, some of which are assets: what it holds is compared as a whole. */
const isUnion = ({ byFile, rootOf }: Side, path: string): boolean =>
  rootOf(path)?.is === 'union' && byFile.get(path)?.some(({ type }) => isNamed(type)) === true;

function compareRoots(path: string, sides: Sides): readonly Difference[] {
  const [base, head] = [sides.before.rootOf(path), sides.after.rootOf(path)];
  const [old] = sides.before.byFile.get(path) ?? [];
  const [now] = sides.after.byFile.get(path) ?? [];
  return base && head && old && now ? comparePair({ ...old, type: base }, { ...now, type: head }, sides) : [];
}

interface Side {
  readonly schemas: readonly Schema[];
  /** The names as a file sees them: its own first. */
  readonly namesIn: (path: string) => Names;
  /** Where a span stands: in the file that declares the type around it, best in the file itself. */
  readonly place: (within: string, span: Span, path: string) => Location;
  readonly byFile: ReadonlyMap<string, readonly Schema[]>;
  /** The schema of a file as a whole. */
  readonly rootOf: (path: string) => AvroType | undefined;
}

/** A file that declares one schema goes on declaring it under another name. */
const isAlone =
  ({ byFile }: Side) =>
  ({ path }: Schema): boolean =>
    byFile.get(path)?.length === 1;

interface FileNames {
  readonly path: string;
  readonly part: AvroPart;
  readonly own: ReadonlyMap<string, NamedType>;
  readonly lines: LineIndex;
}

function sideOf(files: readonly UnitFile<AvroPart>[]): Side {
  const views = new Map(
    files.map(({ path, part }): [string, FileNames] => [
      path,
      { path, part, own: new Map(part.types.named.map((named) => [named.name, named])), lines: lineIndexOf(path, part.types.lines) },
    ]),
  );
  const declaring = new Map(
    [...views.values()].toReversed().flatMap((view) => [...view.own.keys()].map((name): [string, FileNames] => [name, view])),
  );
  const viewOf = (name: string, path: string): FileNames | undefined =>
    views.get(path)?.own.has(name) ? views.get(path) : declaring.get(name);
  const schemas = uniqueIds(files.flatMap(({ part }) => part.assets)).flatMap((asset) => schemaOf(asset, views.get(asset.file)));
  return {
    schemas,
    namesIn: (path) => ({ get: (name) => viewOf(name, path)?.own.get(name) }),
    place: (within, [start, end], path) =>
      (viewOf(within, path) ?? views.get(path))?.lines.location(start, end) ?? lineIndexOf(path, [0]).location(0, 0),
    byFile: Map.groupBy(schemas, ({ path }) => path),
    rootOf: (path) => rootOf(views.get(path)),
  };
}

function rootOf(view: FileNames | undefined): AvroType | undefined {
  const top = view?.part.types.named.find(({ isTop }) => isTop);
  return view?.part.types.root ?? (top && { is: 'named', name: top.name, at: top.at });
}

function schemaOf(asset: Asset, view: FileNames | undefined): readonly Schema[] {
  const own = view?.own.get(asset.name);
  const type = own?.isTop ? own : view?.part.types.root;
  return type ? [{ asset, path: asset.file, type }] : [];
}

interface Sides {
  readonly before: Side;
  readonly after: Side;
  readonly names: ReadonlySet<string>;
}

const isNamed = (type: NamedType | AvroType): type is NamedType => 'aliases' in type;

function comparePair(old: Schema, now: Schema, { before, after, names }: Sides): readonly Difference[] {
  const [base, head] = [old.type, now.type];
  const own = isNamed(base) && isNamed(head);
  const walk: Walk = {
    base: before.namesIn(old.path),
    head: after.namesIn(now.path),
    path: '',
    within: isNamed(head) ? head.name : '',
    seen: new Set(),
    hops: 0,
    memo: { backward: newMemo(), forward: newMemo() },
    isAsset: (name) => names.has(name),
    compareTypes,
  };
  const found = own ? compareNamed(base, head, walk) : compareTypes(typeOf(base), typeOf(head), walk);
  return found.map((one) => differenceOf(one, now, after));
}

const typeOf = (type: NamedType | AvroType): AvroType => (isNamed(type) ? { is: 'named', name: type.name, at: type.at } : type);

function differenceOf(told: TypeDifference, { asset, path: file }: Schema, side: Side): Difference {
  const { kind, path, what, before, after, breaks, at, within, unknown } = told;
  return {
    kind,
    asset: asset.id,
    ...(path === '' ? {} : { path }),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    breaks,
    ...(unknown === undefined ? {} : { unknown }),
    message: tell(`${path === '' ? asset.name : `${asset.name}.${path}`} ${what}`, breaks),
    location: side.place(within, at, file),
  };
}

/** A type that now stands inside of another one is there still, though no asset of its own. */
function goneOrNested(schema: Schema, sides: Sides): readonly Difference[] {
  const type = sides.after.namesIn(schema.path).get(schema.asset.name);
  return type ? comparePair(schema, { ...schema, type }, sides) : [schemaGone(schema)];
}

function schemaGone({ asset }: Schema): Difference {
  const breaks: readonly Breaks[] = ['backward'];
  return {
    kind: 'removed',
    asset: asset.id,
    breaks,
    message: `${asset.name} is removed: no schema here reads its data any more`,
    location: asset.location,
  };
}

const schemaAdded = ({ asset }: Schema): Difference => ({
  kind: 'added',
  asset: asset.id,
  breaks: [],
  message: `${asset.name} is new`,
  location: asset.location,
});
