import type { Problem } from '../../../model/problem.ts';
import { matchesPath } from '../../pattern/matches-path.ts';
import { at, entriesOf, itemsOf, textAt, type DocumentNode } from '../../text/document-tree.ts';
import type { UnitFile } from '../../plug-ins.ts';
import { laid } from './merge.ts';
import type { BundlePart } from './part.ts';

/** All that the files of a bundle say together. */
export interface Bundle {
  readonly folder: string;
  readonly document: DocumentNode;
  readonly targets: readonly { readonly name: string; readonly node: DocumentNode }[];
  readonly problems: readonly Problem[];
}

/** The bundle of a folder: its root file, with the files that it includes over it. */
export function bundleOf(folder: string, files: readonly UnitFile<BundlePart>[]): Bundle | undefined {
  const sorted = files.toSorted((one, other) => (one.path < other.path ? -1 : 1));
  const root = sorted.find(({ part }) => part.isRoot);
  if (!root) return undefined;
  const { included, problems } = includedIn(
    folder,
    root.part.document,
    sorted.filter(({ part }) => !part.isRoot),
  );
  const document = included.reduce((whole, { part }) => laid(whole, part.document) ?? whole, root.part.document);
  const targets = ['targets', 'environments'].flatMap((key) => entriesOf(at(document, key)));
  return { folder, document, targets: targets.map(({ key, value }) => ({ name: key, node: value })), problems };
}

interface Included {
  readonly included: readonly UnitFile<BundlePart>[];
  readonly problems: readonly Problem[];
}

/**
 * The files that the patterns of a root file name. Patterns that name none are of another folder than the bundle's: the resources
 * below it are then taken to be what they mean.
 */
function includedIn(folder: string, root: DocumentNode, others: readonly UnitFile<BundlePart>[]): Included {
  const list = at(root, 'include');
  const patterns = itemsOf(list).flatMap((item) => textAt(item) ?? []);
  if (!list || patterns.length === 0) return { included: [], problems: [] };
  const anchored = patterns.map((pattern) => `/${pattern.replace(/^\.\//, '')}`);
  const inner = (path: string): string => (folder === '' ? path : path.slice(folder.length + 1));
  const included = others.filter(({ path }) => anchored.some((pattern) => matchesPath(pattern, inner(path))));
  if (included.length > 0 || others.length === 0) return { included, problems: [] };
  const message = 'No file of the bundle is at what it includes, so all resources below its folder were read as its own.';
  return { included: others, problems: [{ code: 'bundle-include', message, location: list.location }] };
}
