import type { Asset, AssetChange } from '../model/asset.ts';
import type { ChangeSet } from '../model/change-set.ts';
import type { Settings } from '../model/settings.ts';
import { attachDifferences, type RuledDifferences } from './compare/attach-differences.ts';
import { compareAssets } from './compare/compare-assets.ts';
import { createdAssets, mergeChanges, newDeclaredChanges } from './compare/declared-changes.ts';
import type { Assembly } from './plug-ins.ts';
import { recognise } from './recognise/recognise.ts';

/** Both sides of a change, assembled. `unread` are the files of the head that could not be read. */
export interface AssembledSides {
  readonly base: Assembly | null;
  readonly head: Assembly;
  readonly unread: ReadonlySet<string>;
  /** What the formats' own rules say of the two. */
  readonly ruled?: readonly RuledDifferences[];
}

/** What a change touches, ready to be judged. */
export interface Touched {
  readonly base: readonly Asset[] | null;
  readonly head: readonly Asset[];
  readonly changes: readonly AssetChange[];
}

/**
 * The assets that a change touches, on both sides: those that a changed file declares or speaks of, and those that differ though
 * their own files do not (a variable's new default, a cascade in a project file). What an unread file of the head may still
 * declare is not taken as removed.
 */
export function selectTouched(sides: AssembledSides, changeSet: ChangeSet, settings: Settings): Touched {
  const paths = new Set(changeSet.files.flatMap(({ path, basePath }) => [path, basePath]));
  const concerns = (asset: Asset): boolean => asset.files.some((file) => paths.has(file));
  if (!sides.base) return wholeHead(sides.head, changeSet, concerns, settings);
  const base = sides.base.assets.filter((asset) => !asset.files.some((file) => sides.unread.has(file)));
  const changes = attachDifferences(changesOf({ ...sides.base, assets: base }, sides.head, paths), sides.ruled ?? [], {
    base,
    head: sides.head.assets,
  });
  const ids = new Set([...changes.map((change) => change.asset), ...[...base, ...sides.head.assets].filter(concerns).map(({ id }) => id)]);
  const touched = (assets: readonly Asset[]): readonly Asset[] =>
    recognise(
      assets.filter(({ id }) => ids.has(id)),
      settings,
    );
  return { base: touched(base), head: touched(sides.head.assets), changes };
}

/** Without a base: what the files declare, and, where someone named them as a change, what their statements order. */
function wholeHead(head: Assembly, changeSet: ChangeSet, concerns: (asset: Asset) => boolean, settings: Settings): Touched {
  const paths = new Set(changeSet.files.map(({ path }) => path));
  const assets = changeSet.whole === 'tree' ? head.assets : head.assets.filter(concerns);
  const changes = changeSet.whole === 'change' ? head.changes.filter((change) => paths.has(change.file)) : [];
  return { base: null, head: recognise(assets, settings), changes };
}

function changesOf(base: Assembly, head: Assembly, paths: ReadonlySet<string>): readonly AssetChange[] {
  const inChange = (change: AssetChange): boolean => paths.has(change.file);
  const created = createdAssets(base.assets, head.assets);
  const declared = newDeclaredChanges(base.changes.filter(inChange), head.changes.filter(inChange), created);
  return mergeChanges(compareAssets(base.assets, head.assets), declared);
}
