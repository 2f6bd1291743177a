import type { Problem } from '../../../model/problem.ts';
import { toLocation, type Block } from './part.ts';
import type { Resource } from './resource.ts';
import { addressOf, scopeOf, type Folder, type ModuleCall, type PlacedBlock, type Scope } from './scope.ts';
import { tell } from './tell.ts';

/** A folder that is judged by itself, with the resources of the modules that it calls. */
export interface Tree {
  readonly folder: string;
  readonly resources: readonly Resource[];
  /** Blocks that say what became of resources: `moved`. */
  readonly moved: readonly (PlacedBlock & { readonly scope: Scope })[];
  readonly problems: readonly Problem[];
}

/** Modules in modules: few repositories have more than three. */
const MAX_DEPTH = 10;

/** Letters of all called modules of a repository, each as often as it is called, so that modules that call each other often end. */
const MAX_LETTERS = 8_000_000;
/** What a call and a block cost besides. */
const LETTERS_OF_A_BLOCK = 400;

function lettersOf({ blocks }: Folder): number {
  return blocks.reduce((sum, { block: { at, attributes } }) => {
    const end = Math.max(at[3], attributes.at(-1)?.at[3] ?? 0);
    return sum + LETTERS_OF_A_BLOCK + end - at[0];
  }, LETTERS_OF_A_BLOCK);
}

/**
 * The folders that nobody calls, each with its modules: a folder that is called is judged by the values of its callers, and not a second
 * time without them. A module of a registry or of another repository is not there, so what it makes is not known.
 */
export function treesOf(folders: ReadonlyMap<string, Folder>): readonly Tree[] {
  const budget = { letters: MAX_LETTERS };
  const called = new Set([...folders.values()].flatMap((folder) => targetsOf(folder, folders)));
  const visited = new Set<string>();
  const trees: Tree[] = [];
  const judge = (folder: Folder): void => void trees.push(treeAt({ folder, folders, budget, visited }));
  for (const folder of folders.values()) if (!called.has(folder.path)) judge(folder);
  // Those that only call each other, or that are called in vain.
  for (const folder of folders.values()) if (!visited.has(folder.path)) judge(folder);
  return trees;
}

/** The folders that the module blocks of a folder name, as far as a literal tells. */
function targetsOf(folder: Folder, folders: ReadonlyMap<string, Folder>): readonly string[] {
  return folder.blocks.flatMap(({ block }) => {
    const target = block.type === 'module' ? targetOf(literalSource(block), folder.path, folders) : undefined;
    return target === undefined || target.path === folder.path ? [] : [target.path];
  });
}

function literalSource({ attributes }: Block): string | undefined {
  const given = attributes.find(({ name }) => name === 'source')?.value;
  const literal = given?.is === 'template' && given.parts.length === 1 ? given.parts[0] : given;
  return literal?.is === 'literal' && typeof literal.value === 'string' ? literal.value : undefined;
}

/** Only `./…` and `../…` are places of the repository ("Module Sources", Terraform's language). */
function targetOf(source: string | undefined, from: string, folders: ReadonlyMap<string, Folder>): Folder | undefined {
  if (source === undefined || !/^\.\.?(?:\/|$)/.test(source)) return undefined;
  const steps = from === '' ? [] : from.split('/');
  for (const step of source.split('/')) {
    if (step === '..' && steps.length === 0) return undefined;
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return folders.get(steps.join('/'));
}

interface Start {
  readonly folder: Folder;
  readonly folders: ReadonlyMap<string, Folder>;
  readonly budget: { letters: number };
  readonly visited: Set<string>;
}

interface Visit {
  readonly folder: Folder;
  readonly call?: ModuleCall;
  /** The folders on the way here, and the files that call. */
  readonly trail: readonly string[];
  readonly callers: readonly string[];
}

/** The trees of folders that call none here: such a tree depends on its folder only. */
const lone = new WeakMap<Folder, Tree>();

function treeAt(start: Start): Tree {
  const { folder, folders, visited } = start;
  if (targetsOf(folder, folders).length > 0) return visitAll(start);
  const tree = lone.get(folder) ?? visitAll(start);
  lone.set(folder, tree);
  visited.add(folder.path);
  return tree;
}

function visitAll({ folder: start, folders, budget, visited }: Start): Tree {
  const resources: Resource[] = [];
  const moved: (PlacedBlock & { scope: Scope })[] = [];
  const problems: Problem[] = [];
  const visits: Visit[] = [{ folder: start, trail: [start.path], callers: [] }];
  for (let visit = visits.pop(); visit; visit = visits.pop()) {
    const { folder, call, callers } = visit;
    visited.add(folder.path);
    const scope = scopeOf(folder, call);
    if (call) call.scope.modules.set(call.name, scope);
    const own = folder.blocks.flatMap((placed) => resourceOf(placed, scope, callers));
    for (const { address, block, file } of own) scope.tree.set(address, { block, file, scope });
    const there = own.filter(isThere);
    resources.push(...there);
    moved.push(...folder.blocks.filter(({ block }) => block.type === 'moved').map((one) => ({ ...one, scope })));
    const calls = there.flatMap((one) => visitOf(one, visit, folders));
    for (const next of calls.toReversed()) {
      budget.letters -= lettersOf(next.folder);
      if (budget.letters > 0) visits.push(next);
      else problems.push(tooMany(next));
    }
  }
  return { folder: start.path, resources, moved, problems: problems.slice(0, 1) };
}

function resourceOf(placed: PlacedBlock, scope: Scope, callers: readonly string[]): readonly Resource[] {
  const { block, file } = placed;
  const address = addressOf(block);
  if (address === undefined) return [];
  const type = block.type === 'module' ? '' : (block.labels[0] ?? '');
  return [{ address: `${scope.prefix}${address}`, type, block, file, scope, ...(callers.length > 0 ? { callers } : {}) }];
}

/** `count = 0` makes none. What a variable switches off by default may be switched on by whoever else calls the folder. */
function isThere({ block, file, scope }: Resource): boolean {
  const count = block.attributes.find(({ name }) => name === 'count');
  return count === undefined || Number(tell({ expression: count.value, file: count.file ?? file }, scope.bare ?? scope).value ?? 1) !== 0;
}

function visitOf({ block, file, scope }: Resource, visit: Visit, folders: ReadonlyMap<string, Folder>): readonly Visit[] {
  const target = block.type === 'module' ? targetOf(literalSource(block), visit.folder.path, folders) : undefined;
  if (!target || visit.trail.includes(target.path) || visit.trail.length > MAX_DEPTH) return [];
  const call: ModuleCall = { block, file, name: block.labels[0] ?? '', scope };
  return [{ folder: target, call, trail: [...visit.trail, target.path], callers: [...new Set([...visit.callers, file])] }];
}

function tooMany({ call }: Visit): Problem {
  const at = call ? toLocation(call.file, call.block.name) : undefined;
  return {
    code: 'terraform-modules',
    message: 'This repository calls its modules so often that this call and those after it were not judged.',
    location: at ?? { file: '', start: { offset: 0, line: 1, column: 1 }, end: { offset: 0, line: 1, column: 1 } },
    undecided: true,
  };
}
