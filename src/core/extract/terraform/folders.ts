import type { UnitFile } from '../../plug-ins.ts';
import type { Attribute, Block, TerraformPart } from './part.ts';
import type { Folder, PlacedBlock } from './scope.ts';

type File = UnitFile<TerraformPart>;

/** The folders of a repository that hold Terraform, by path. */
export function foldersOf(files: readonly File[]): ReadonlyMap<string, Folder> {
  const sorted = files.toSorted((one, other) => (one.path < other.path ? -1 : 1));
  return new Map([...Map.groupBy(sorted, ({ path }) => folderOf(path))].map(([path, own]) => [path, folderAt(path, own)]));
}

export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** Files that are merged into the others after all of them, in the order of their names ("Override Files", Terraform's language). */
const isOverride = (path: string): boolean => /(?:^|\/|_)override\.(?:tf|tofu)(?:\.json)?$/.test(path);

/** By the first of its files: one whose files were read before is the very same, so that what was made of it still counts. */
const known = new WeakMap<TerraformPart, { readonly files: readonly File[]; readonly folder: Folder }>();

function folderAt(path: string, files: readonly File[]): Folder {
  const [first] = files;
  const before = first && known.get(first.part);
  if (before && isSameList(before.files, files)) return before.folder;
  const folder = readFolder(path, files);
  if (first) known.set(first.part, { files, folder });
  return folder;
}

const isSameList = (some: readonly File[], others: readonly File[]): boolean =>
  some.length === others.length && some.every(({ path, part }, at) => path === others[at]?.path && part === others[at].part);

function readFolder(path: string, files: readonly File[]): Folder {
  const over = files.filter((one) => isOverride(one.path)).flatMap(blocksIn);
  const blocks = files.filter((one) => !isOverride(one.path)).flatMap(blocksIn);
  return { path, blocks: over.length === 0 ? blocks : overridden(blocks, over), values: valuesOf(files) };
}

const blocksIn = ({ path, part }: File): readonly PlacedBlock[] => part.blocks.map((block) => ({ block, file: path }));

const valuesOf = (files: readonly File[]): Folder['values'] =>
  files.flatMap(({ path, part }) => part.values.map(({ name, value }) => ({ name, expression: value, file: path })));

/** What two blocks have in common that are about the same thing; undefined for those that only add to others. */
const keyOf = ({ type, labels }: Block): string | undefined => (labels.length === 0 ? undefined : JSON.stringify([type, ...labels]));

function overridden(blocks: readonly PlacedBlock[], over: readonly PlacedBlock[]): readonly PlacedBlock[] {
  const byKey = Map.groupBy(over, ({ block }) => keyOf(block) ?? '');
  const known = new Set(blocks.flatMap(({ block }) => keyOf(block) ?? []));
  const merged = blocks.map((one) => (byKey.get(keyOf(one.block) ?? '-') ?? []).reduce(merge, one));
  return [...merged, ...over.filter(({ block }) => !known.has(keyOf(block) ?? ''))];
}

/** An attribute takes the place of the one of its name, and blocks that of all of their type. */
function merge({ block, file }: PlacedBlock, { block: over, file: from }: PlacedBlock): PlacedBlock {
  const names = new Set(over.attributes.map(({ name }) => name));
  const types = new Set(over.blocks.map(({ type }) => type));
  return {
    file,
    block: {
      ...block,
      attributes: [
        ...block.attributes.filter(({ name }) => !names.has(name)),
        ...over.attributes.map((one): Attribute => ({ ...one, file: from })),
      ],
      blocks: [...block.blocks.filter(({ type }) => !types.has(type)), ...over.blocks.map((one): Block => ({ ...one, file: from }))],
    },
  };
}
