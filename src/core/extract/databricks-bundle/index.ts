import type { Tree } from '../../../model/change-set.ts';
import type { SourceFile } from '../../../model/source.ts';
import type { Claim, Extractor, Reading } from '../../plug-ins.ts';
import { at, entriesOf, type DocumentNode } from '../../text/document-tree.ts';
import { parseYaml } from '../../text/yaml-tree.ts';
import { assembleBundle } from './assemble-bundle.ts';
import { KINDS } from './kinds.ts';
import type { BundlePart } from './part.ts';

/** Databricks Asset Bundles, a bundle at a time: the root file, what it includes, and its targets. */
export const databricksBundle: Extractor<BundlePart> = {
  id: 'databricks-bundle',
  title: 'Databricks asset bundle',
  version: 1,
  claim,
  read,
  assemble: (unit, files) => assembleBundle(unit, files),
};

/** The names of a root file, as the command line of Databricks looks for them. */
const ROOTS = ['databricks.yml', 'databricks.yaml', 'bundle.yml', 'bundle.yaml'];

/** Any YAML below a root file may be one that it includes. */
function claim(path: string, tree: Tree): Claim | null {
  if (!/\.ya?ml$/i.test(path)) return null;
  const folders = ROOTS.flatMap((name) => tree.nearest(path, name) ?? []);
  const folder = folders.sort((one, other) => other.length - one.length)[0];
  if (folder === undefined) return null;
  const isRoot = ROOTS.includes(folder === '' ? path : path.slice(folder.length + 1));
  const isSure = isRoot && /(?:^|\/)databricks\.ya?ml$/.test(path);
  return { unit: folder, role: isRoot ? 'root' : 'included', unsure: !isSure };
}

const MAY_BE = /^["']?(?:bundle|resources|targets|environments|variables|permissions|run_as)["']?\s*:/m;

/** What a bundle says; all else in its files is for the deployment alone. */
const SAID: ReadonlySet<string> = new Set([
  'bundle',
  'include',
  'resources',
  'targets',
  'environments',
  'variables',
  'permissions',
  'run_as',
  'workspace',
]);

function read(file: SourceFile, role: string): Reading<BundlePart> {
  if (!MAY_BE.test(file.text)) return { part: null, problems: [] };
  const { documents, problems } = parseYaml(file);
  const isRoot = role === 'root';
  const document = documents.find((one) => (isRoot ? at(one, 'bundle') : isOfBundle(one)));
  if (document?.kind !== 'map') return { part: null, problems: isRoot ? problems.filter(({ undecided }) => undecided) : [] };
  const entries = document.entries.filter(({ key }) => SAID.has(key));
  return { part: { isRoot, document: { ...document, entries } }, problems };
}

/** Resources of known kinds, or targets that say something of a bundle. Charts of other tools have `resources` too. */
function isOfBundle(document: DocumentNode): boolean {
  const targets = ['targets', 'environments'].flatMap((key) => entriesOf(at(document, key)));
  if (targets.some(({ value }) => ['resources', 'workspace', 'variables', 'mode'].some((key) => at(value, key)))) return true;
  const variables = entriesOf(at(document, 'variables'));
  if (variables.length > 0 && variables.every(({ value }) => ['default', 'lookup', 'description', 'type'].some((key) => at(value, key))))
    return true;
  return entriesOf(at(document, 'resources')).some(({ key, value }) => KINDS.has(key) && value.kind === 'map');
}
