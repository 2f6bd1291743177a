import type { Facts, Field } from '../../../../model/asset.ts';
import { toLocation, type Block } from '../part.ts';
import { blocksOf, findSet, textAt, within, type Resource } from '../resource.ts';
import { toFact } from '../told.ts';
import type { ToldFields } from './told-fields.ts';

/** Where a resource lists its columns, and under which attributes it says what of them. */
export interface ColumnBlocks {
  readonly paths: readonly string[];
  readonly name?: string;
  readonly type?: string;
  readonly facts: Readonly<Record<string, string>>;
  /** The resource lists only some of what there is. */
  readonly partial?: boolean;
}

/** Reads columns that stand as blocks. */
export function columnBlocks({
  paths,
  name = 'name',
  type = 'type',
  facts,
  partial = false,
}: ColumnBlocks): (resource: Resource) => ToldFields {
  return (resource) => {
    const blocks = paths.flatMap((path) => blocksOf(resource.block, path));
    const fields = blocks.flatMap((block) => fieldOf(resource, block, { name, type, facts }) ?? []);
    const isPartial =
      partial || fields.length === 0 || blocks.some(({ forEach }) => forEach !== undefined) || resource.block.damaged === true;
    return { fields, ...(isPartial ? { partial: true } : {}) };
  };
}

type Names = Required<Pick<ColumnBlocks, 'name' | 'type' | 'facts'>>;

function fieldOf(resource: Resource, block: Block, names: Names): Field | undefined {
  const column = within(resource, block);
  const attribute = block.attributes.find((one) => one.name === names.name);
  const name = textAt(column, names.name);
  if (!attribute || name === undefined) return undefined;
  const type = textAt(column, names.type);
  const told = Object.entries(names.facts).flatMap(([fact, path]): [string, Facts[string]][] => {
    const found = findSet(column, path);
    return found ? [[fact, toFact(found)]] : [];
  });
  return {
    name,
    ...(type === undefined ? {} : { type }),
    location: toLocation(attribute.file ?? column.file, attribute.value.at),
    extent: toLocation(block.file ?? resource.file, block.at),
    facts: Object.fromEntries(told),
  };
}
