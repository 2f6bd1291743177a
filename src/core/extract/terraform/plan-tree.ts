import type { UnitFile } from '../../plug-ins.ts';
import type { Tree } from './modules.ts';
import type { TerraformPart } from './part.ts';
import type { Resource } from './resource.ts';
import { addressOf, scopeOf, type PlacedBlock, type Scope } from './scope.ts';

/** The resources of a plan, each in the scope of its module. */
export function planTree({ path, part }: UnitFile<TerraformPart>): Tree {
  const place = (block: TerraformPart['blocks'][number]): PlacedBlock => ({ block, file: path });
  const providers = part.blocks.map(place);
  const tree: Scope['tree'] = new Map();
  const modules = Map.groupBy(part.planned ?? [], ({ prefix }) => prefix);
  const resources = [...modules].flatMap(([prefix, planned]): readonly Resource[] => {
    const blocks = planned.map(({ block }) => place(block));
    const scope: Scope = { ...scopeOf({ path, blocks: [...providers, ...blocks], values: [] }), prefix, tree };
    return blocks.map(({ block, file }) => ({
      address: `${prefix}${addressOf(block) ?? ''}`,
      type: block.labels[0] ?? '',
      block,
      file,
      scope,
    }));
  });
  for (const { address, block, file, scope } of resources) tree.set(address, { block, file, scope });
  return { folder: path, resources, moved: [], problems: [] };
}
