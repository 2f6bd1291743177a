import type { Json } from '../../../model/json.ts';
import { UNKNOWN, type ResourceView, type ViewedResource } from '../../resources/view.ts';
import type { UnitFile } from '../../plug-ins.ts';
import { foldersOf } from './folders.ts';
import { treesOf, type Tree } from './modules.ts';
import { idOf } from './moved.ts';
import type { Block, Expression, TerraformPart } from './part.ts';
import { planTree } from './plan-tree.ts';
import { within, type Resource } from './resource.ts';
import { tell } from './tell.ts';

/**
 * The resources of each folder with all that is set on them, for policies that read resources: blocks are lists, what refers to an
 * attribute that only the platform knows is the address of its resource, and what cannot be told is marked so.
 * Source: Regula, docs/development/writing-rules, "Resource view".
 */
export function viewFolders(files: readonly UnitFile<TerraformPart>[]): readonly ResourceView[] {
  const plans = files.filter(({ part }) => part.planned !== undefined);
  const written = files.filter(({ part }) => part.planned === undefined);
  return [
    ...treesOf(foldersOf(written)).map((tree) => viewOf(tree, 'tf')),
    ...plans.map(planTree).map((tree) => viewOf(tree, 'tf_plan')),
  ].filter(({ resources }) => resources.length > 0);
}

/** More values than this are not viewed: modules that are called often repeat theirs. */
const MAX_VALUES = 300_000;

function viewOf(tree: Tree, kind: ResourceView['kind']): ResourceView {
  const budget = { left: MAX_VALUES };
  const own = tree.resources.filter(({ block }) => block.type !== 'module');
  return { kind, resources: own.map((resource) => viewed(resource, tree.folder, budget)) };
}

interface Budget {
  left: number;
}

function viewed(resource: Resource, folder: string, budget: Budget): ViewedResource {
  const { address, type, block, file, scope } = resource;
  const isData = block.type === 'data';
  const values = blockValue(block, resource, budget);
  const tags = values['tags'] ?? values['labels'] ?? {};
  const own = { id: address, _type: isData ? `data.${type}` : type, _provider: type.split('_', 1)[0] ?? '', _tags: tags, _filepath: file };
  return { id: address, asset: idOf(folder, address), file, value: { ...values, ...own }, isWhole: budget.left > 0 && scope !== undefined };
}

function blockValue(block: Block, resource: Resource, budget: Budget): Record<string, Json> {
  const inner = within(resource, block);
  const values: Record<string, Json> = Object.create(null) as Record<string, Json>;
  for (const { name, value, file } of block.attributes) {
    values[name] = valueOf(value, file === undefined ? inner : { ...inner, file }, budget) ?? { [UNKNOWN]: true };
  }
  for (const [type, blocks] of Map.groupBy(block.blocks, (one) => one.type))
    values[type] = blocks.map((one) => blockValue(one, inner, budget));
  return values;
}

function valueOf(expression: Expression, of: Resource, budget: Budget): Json | undefined {
  budget.left -= 1;
  if (budget.left < 0) return undefined;
  if (expression.is === 'list') return expression.items.flatMap((item) => valueOf(item, of, budget) ?? []);
  if (expression.is === 'object') return objectOf(expression, of, budget);
  if (expression.is === 'template') return templateOf(expression.parts, of, budget);
  if (expression.is === 'call' && expression.name === 'jsonencode') {
    const value = expression.operands[0] && valueOf(expression.operands[0], of, budget);
    return value === undefined ? undefined : JSON.stringify(value);
  }
  const { value, unknown, refersTo } = tell({ expression, file: of.file }, of.scope);
  return value !== undefined && unknown === undefined ? value : (refersTo ?? value);
}

function objectOf({ entries }: Extract<Expression, { is: 'object' }>, of: Resource, budget: Budget): Json {
  const told = entries.flatMap(({ key, value }) => {
    const [name, inner] = [tell({ expression: key, file: of.file }, of.scope).value, valueOf(value, of, budget)];
    return inner === undefined || (typeof name !== 'string' && typeof name !== 'number') ? [] : [[String(name), inner] as const];
  });
  return Object.fromEntries(told);
}

/** A lone interpolation is the value itself. */
function templateOf(parts: readonly Expression[], of: Resource, budget: Budget): Json | undefined {
  const told = parts.map((part) => valueOf(part, of, budget));
  if (told.length === 1 || told.includes(undefined)) return told.length === 1 ? told[0] : undefined;
  return told.map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value))).join('');
}
