import type { Attribute, Block } from './part.ts';
import { toLocation } from './part.ts';
import type { Scope } from './scope.ts';
import { tell } from './tell.ts';
import { isList, isMap, untold, type Told } from './told.ts';

/** A resource of a folder, with the names that its expressions can refer to. */
export interface Resource {
  readonly address: string;
  readonly type: string;
  readonly block: Block;
  readonly file: string;
  readonly scope: Scope;
  /** The resources that say something about this one. */
  readonly companions?: readonly Resource[];
  /** It is a companion of another: what it says is told there. */
  readonly joined?: boolean;
  /** The files that call the module that the resource is in. */
  readonly callers?: readonly string[];
}

export const companionsOf = ({ companions = [] }: Resource, ...types: readonly string[]): readonly Resource[] =>
  companions.filter(({ type }) => types.includes(type));

/** What is set under a path of blocks and attributes (`rule.expiration.days`), placed where it is set; undefined where nothing is. */
export function find(resource: Resource, path: string): Told | undefined {
  const steps = path.split('.');
  return findIn(resource.block, steps, resource) ?? (resource.block.damaged ? damaged(resource) : undefined);
}

/** Like `find`, with null and the empty text taken as not set: that is what providers take them for. */
export function findSet(resource: Resource, path: string): Told | undefined {
  const told = find(resource, path);
  return told?.value === null || told?.value === '' ? undefined : told;
}

/** All that is set under a path, in every block on the way, placed at the values. What stands for each of a list is told once. */
export function findEvery(resource: Resource, path: string): readonly Told[] {
  const steps = path.split('.');
  const name = steps.at(-1) ?? '';
  const outer = steps.slice(0, -1).join('.');
  const blocks = outer === '' ? [resource.block] : blocksOf(resource.block, outer);
  return blocks.flatMap((block) => {
    const { scope, file } = within(resource, block);
    const given = block.attributes.find((one) => one.name === name);
    const told = given && tell({ expression: given.value, file: given.file ?? file }, scope);
    return told && told.value !== null && told.value !== '' ? [told] : [];
  });
}

function damaged({ block, file }: Resource): Told {
  return untold('a part of the block that cannot be read', toLocation(file, block.name));
}

function findIn(block: Block, [step = '', ...rest]: readonly string[], resource: Resource): Told | undefined {
  const attribute = block.attributes.find(({ name }) => name === step);
  const told = attribute && intoMap(toldOf(attribute, resource), rest);
  // JSON writes several blocks as a list, which is read as blocks, too.
  if (told || rest.length === 0) return told;
  for (const child of block.blocks) {
    const found = child.type === step ? findIn(child, rest, within(resource, child)) : undefined;
    const seen = found && asOftenAs(child, found, resource);
    if (seen) return seen;
  }
  return undefined;
}

/** The value of an attribute, placed at the whole attribute. */
export function toldOf({ value, at, file: own }: Attribute, { file: outer, scope }: Pick<Resource, 'file' | 'scope'>): Told {
  const file = own ?? outer;
  return { ...tell({ expression: value, file }, scope), location: toLocation(file, at) };
}

function intoMap(told: Told, steps: readonly string[]): Told | undefined {
  let found: Told | undefined = told;
  for (const step of steps) found = found && entryOf(found, step);
  return found;
}

/** Some providers write what others write as blocks as a map, or a list of one. */
function entryOf({ value, unknown, location, parts, weight }: Told, step: string): Told | undefined {
  const map = isList(value) && value.length === 1 ? value[0] : value;
  if (isMap(map) && Object.hasOwn(map, step)) return { value: map[step] ?? null, location: parts?.[step] ?? location, weight };
  return unknown === undefined ? undefined : untold(unknown, location);
}

/** A block that stands for each member of a list is there only where the list has any. */
function asOftenAs(block: Block, found: Told, resource: Resource): Told | undefined {
  if (!block.forEach) return found;
  const members = tell({ expression: block.forEach, file: resource.file }, resource.scope);
  const count = isList(members.value) ? members.value.length : isMap(members.value) ? Object.keys(members.value).length : undefined;
  if (members.unknown !== undefined || count === undefined) return untold(members.unknown ?? 'each', found.location);
  return count > 0 ? found : undefined;
}

/** The blocks of one type, at any of the steps of a path: `columns` or `rule.expiration`. */
export function blocksOf(block: Block, path: string): readonly Block[] {
  let blocks: readonly Block[] = [block];
  for (const step of path.split('.')) blocks = blocks.flatMap((one) => one.blocks.filter(({ type }) => type === step));
  return blocks;
}

/** A block of a resource as if it were one: for what is found in it alone. */
export const within = (resource: Resource, block: Block): Resource => ({ ...resource, block, file: block.file ?? resource.file });

/** A text, or undefined where it is not set or cannot be told. */
export function textAt(resource: Resource, path: string): string | undefined {
  const told = findSet(resource, path);
  return told?.unknown === undefined && typeof told?.value === 'string' ? told.value : undefined;
}
