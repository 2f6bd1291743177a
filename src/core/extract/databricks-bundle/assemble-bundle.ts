import type { Asset } from '../../../model/asset.ts';
import type { LineageEdge } from '../../../model/lineage.ts';
import type { Assembly, UnitFile } from '../../plug-ins.ts';
import { at, entriesOf, type DocumentNode, type Entry } from '../../text/document-tree.ts';
import { bundleAsset } from './bundle-asset.ts';
import { bundleOf, type Bundle } from './bundle.ts';
import { grantsIn } from './facts.ts';
import { KINDS } from './kinds.ts';
import { laid } from './merge.ts';
import type { BundlePart } from './part.ts';
import { resourceAssets, type Seen, type View } from './resource-assets.ts';
import { sharedIn } from './shared.ts';
import { valuesOf } from './values.ts';

/** Permissions of the bundle that are written out for its resources, in all; with more, they stand with the bundle alone. */
const MAX_GRANTED = 100_000;

/** Targets and resources that are looked at together, in letters, before only what a target overrides is looked at. */
const MAX_VIEWED = 10_000_000;

/** The resources of a bundle as they are by default, and those that a target makes another. */
export function assembleBundle(folder: string, files: readonly UnitFile<BundlePart>[]): Assembly {
  const bundle = bundleOf(folder, files);
  if (!bundle) return { assets: [], changes: [], problems: [] };
  const plain = seenFrom(viewOf(bundle));
  const base = new Map(plain.map((one) => [one.address, one]));
  const isSmall = sizeOf(bundle) * bundle.targets.length <= MAX_VIEWED;
  const targets = bundle.targets.flatMap((target) => {
    const overridden = new Set(addressesIn(at(target.node, 'resources')).map(({ address }) => address));
    const view = viewOf(bundle, target, isSmall ? undefined : overridden);
    return seenFrom(view).flatMap((one): readonly Seen[] => {
      if (overridden.has(one.address)) return [one];
      return isOther(base.get(one.address), one) ? [{ ...one, assets: one.assets.slice(0, 1), edges: [] }] : [];
    });
  });
  const seen = [...plain, ...targets];
  const assets: Asset[] = [bundleAsset(bundle), ...seen.flatMap((one) => one.assets)];
  const edges: LineageEdge[] = seen.flatMap((one) => one.edges);
  return { assets, changes: [], problems: bundle.problems, edges };
}

const sizeOf = ({ document }: Bundle): number =>
  addressesIn(at(document, 'resources')).reduce((sum, { value: { location } }) => sum + location.end.offset - location.start.offset, 0);

interface Addressed extends Entry {
  readonly kind: string;
  /** `jobs.refresh`. */
  readonly address: string;
}

function addressesIn(resources: DocumentNode | undefined): readonly Addressed[] {
  return entriesOf(resources)
    .filter(({ key }) => KINDS.has(key))
    .flatMap(({ key: kind, value }) => entriesOf(value).map((one) => ({ ...one, kind, address: `${kind}.${one.key}` })));
}

/** The bundle seen from one of its targets, whose words are over its own. */
function viewOf(
  bundle: Bundle,
  target?: Bundle['targets'][number],
  only?: ReadonlySet<string>,
): View & { readonly only?: ReadonlySet<string> } {
  const document = target ? (laid(bundle.document, withoutVariables(target.node)) ?? bundle.document) : bundle.document;
  const values = valuesOf(document, target);
  return { bundle, document, values, target, ...(only ? { only } : {}) };
}

/** The variables of a target are values, and no declarations. */
function withoutVariables(target: DocumentNode): DocumentNode {
  return target.kind === 'map' ? { ...target, entries: target.entries.filter(({ key }) => key !== 'variables') } : target;
}

function seenFrom(view: View & { readonly only?: ReadonlySet<string> }): readonly Seen[] {
  const shared = sharedIn(view.document, view.values);
  const resources = addressesIn(at(view.document, 'resources')).filter(({ address }) => view.only?.has(address) ?? true);
  const given = grantsIn(shared);
  const [first] = given;
  const isShort = given.length * resources.length <= MAX_GRANTED;
  const grants =
    isShort || !first ? given : [{ to: undefined, privileges: [], unknown: 'the permissions of the bundle', location: first.location }];
  return resources.map((one) => resourceAssets(one, { ...view, shared, grants }));
}

/** What the bundle says one way and the target another, by its variables; who runs it and what it is called differ by habit. */
function isOther(base: Seen | undefined, seen: Seen): boolean {
  const [before, after] = [base?.assets[0]?.facts, seen.assets[0]?.facts];
  if (!before || !after) return true;
  return Object.entries(after).some(([name, { value }]) => {
    const old = BY_HABIT.has(name) ? undefined : before[name]?.value;
    return old !== undefined && value !== undefined && JSON.stringify(old) !== JSON.stringify(value);
  });
}

const BY_HABIT: ReadonlySet<string> = new Set(['physical_name', 'qualified_name', 'environment', 'host', 'owner']);
