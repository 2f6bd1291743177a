import type { Asset, Facts } from '../../../model/asset.ts';
import { at, entry, type DocumentNode } from '../../text/document-tree.ts';
import { factOf, find, textIn } from '../../infrastructure/found.ts';
import type { Bundle } from './bundle.ts';
import { grantsIn, grantsOn, ownerOf } from './facts.ts';
import { sharedIn } from './shared.ts';
import { valuesOf } from './values.ts';

/** The bundle itself: its name, its targets, who runs it and who may do what with all of it. */
export function bundleAsset(bundle: Bundle): Asset {
  const document = sharedIn(bundle.document, valuesOf(bundle.document));
  const named = entry(at(document, 'bundle'), 'name') ?? entry(document, 'bundle');
  const name = textIn(at(document, 'bundle'), 'name') ?? (bundle.folder === '' ? 'bundle' : bundle.folder);
  const location = named?.value.location ?? document.location;
  return {
    id: `databricks-bundle:${bundle.folder === '' ? '.' : bundle.folder}`,
    kind: 'resource',
    name,
    platform: 'databricks',
    file: location.file,
    location,
    extent: at(document, 'bundle')?.location ?? location,
    facts: { ...grantsOn(name, grantsIn(document)), ...ownerOf(document, undefined), ...hostOf(document), ...targetsOf(bundle) },
    fields: [],
    files: [...new Set([location.file, ...bundle.targets.map(({ node }) => node.location.file)])],
  };
}

function hostOf(document: DocumentNode): Facts {
  const host = find(document, 'workspace.host');
  return host ? { host: factOf(host) } : {};
}

function targetsOf({ targets }: Bundle): Facts {
  const [first] = targets;
  if (!first) return {};
  const parts = Object.fromEntries(targets.map(({ node }, index) => [String(index), node.location]));
  return { targets: { value: targets.map(({ name }) => name), location: first.node.location, parts } };
}
