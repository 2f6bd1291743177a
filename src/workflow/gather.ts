import { FLOOR_UNREADABLE, type Governance } from '../core/conclude-evaluation.ts';
import type { Checkout, LibrarySource, PolicyCompiler } from '../core/ports.ts';
import { withGraphPolicies } from '../core/checkov/with-graph-policies.ts';
import { casesIn } from '../core/library/cases-in.ts';
import { isLibraryFile, mayBeLibraryFile } from '../core/library/library-files.ts';
import { applyFloors, asFloor } from '../core/library/floors.ts';
import { findCodeowners } from '../core/route/find-codeowners.ts';
import { parseCodeowners } from '../core/route/codeowners.ts';
import type { LibraryStore, OrganisationFiles } from '../core/library-ports.ts';
import { DEFAULT_SETTINGS } from '../core/settings/default-settings.ts';
import { unknownPacks, withPacks } from '../core/settings/with-packs.ts';
import { checkPackNames, checkPolicyNames, isWritten, parseSettings, SETTINGS_PATH } from '../core/settings/parse-settings.ts';
import { unreadableProblem } from '../core/extract/unreadable-problem.ts';
import { layJson } from '../core/json/lay-json.ts';
import { toJson } from '../core/text/document-tree.ts';
import { parseYaml } from '../core/text/yaml-tree.ts';
import { OWN_POLICIES } from '../core/rules/own-policies.ts';
import { gatherBaseline } from './gather-baseline.ts';
import { gatherExceptions, type AskApprovals } from './gather-exceptions.ts';
import { gatherLibraries, type LibraryRequest } from './gather-libraries.ts';
import type { ReadableTree, Unreadable } from '../model/change-set.ts';
import type { PolicyMetadata } from '../model/finding.ts';
import type { Json } from '../model/json.ts';
import type { Problem } from '../model/problem.ts';
import type { OwnershipRule } from '../model/routing.ts';
import type { Settings } from '../model/settings.ts';
import type { SourceFile } from '../model/source.ts';

export interface GatherPorts {
  readonly compiler: PolicyCompiler;
  /** The library that Tollgate brings. */
  defaultLibrary(): Promise<LibrarySource>;
  /** Libraries that stand elsewhere; missing where none can be had. */
  readonly libraries?: LibraryStore;
  /** Missing where GitHub cannot be asked. */
  readonly approvals?: AskApprovals;
}

/** What the caller lays over what the repository says. */
export interface Overrides {
  /** Judge by these alone, whatever the settings extend. */
  readonly libraries?: readonly LibrarySource[];
  /** Files of data that are laid over what the libraries bring. */
  readonly data?: readonly SourceFile[];
  /** Settings of the organisation are a floor for those of the repository, and what holds where it has none. */
  readonly organisation?: OrganisationFiles;
  /** A lock instead of the tree's. */
  readonly lock?: SourceFile;
}

/** Settings, policies and owners as the governing side has them. The head cannot change what it is judged by. */
export async function gather(checkout: Checkout, ports: GatherPorts, overrides: Overrides = {}): Promise<Governance> {
  const tree = checkout.governing;
  const { file, settings: said, floor, rules, problems } = await gatherOwners(tree, overrides.organisation);
  const settings = { ...said, ignore: [...said.ignore, ...casesIn(said.policies, overrides.libraries ?? [], tree.paths)] };
  const judging = overrides.libraries
    ? { libraries: overrides.libraries, problems: [], unread: [] }
    : await judgingLibraries({ file, settings, tree, lock: overrides.lock, floorLock: overrides.organisation?.lock }, ports);
  const sources = judging.libraries;
  const given = await ownData(settings, tree);
  const data = readData([...given.files, ...(overrides.data ?? [])]);
  const compiled = withGraphPolicies(await ports.compiler.compile(sources), sources);
  const policies = withPacks(compiled.policies, settings);
  const library = {
    ...compiled,
    policies,
    data: data.values.reduce(layJson, compiled.data),
    problems: [...compiled.problems, ...judging.unread, ...given.problems, ...data.problems],
  };
  const [excepted, listed] = [await gatherExceptions(tree, settings, ports.approvals), await gatherBaseline(tree)];
  const misnamed = overrides.libraries ? [] : checkPolicyNames(file, settings, policyIds([...library.policies, ...OWN_POLICIES]));
  const unknown = overrides.libraries ? [] : checkPackNames(file, unknownPacks(compiled.policies, settings));
  const { exceptions, baseline } = { ...excepted, ...listed };
  const wrong = [...problems, ...judging.problems, ...misnamed, ...unknown, ...excepted.problems, ...listed.problems];
  return { settings, ...(floor ? { floor } : {}), library, rules, exceptions, baseline, problems: wrong };
}

/** The libraries that settings extend, and the repository's own. `unread` is about Rego of its own. */
async function judgingLibraries(request: LibraryRequest, ports: GatherPorts): Promise<JudgingLibraries> {
  const brought = await gatherLibraries(request, ports);
  const own = await ownLibrary(request.settings.policies, request.tree);
  return { libraries: [...brought.libraries, ...own.libraries], problems: brought.problems, unread: own.problems };
}

interface JudgingLibraries {
  readonly libraries: readonly LibrarySource[];
  readonly problems: readonly Problem[];
  readonly unread: readonly Problem[];
}

/** What settings and CODEOWNERS of a tree say, and what is wrong with them. */
export interface GatheredOwners {
  readonly file: SourceFile | undefined;
  /** With the floors of the organisation laid below them. */
  readonly settings: Settings;
  /** What the organisation asks of every repository. */
  readonly floor?: Settings;
  readonly rules: readonly OwnershipRule[];
  readonly problems: readonly Problem[];
}

export async function gatherOwners(tree: ReadableTree, organisation?: OrganisationFiles): Promise<GatheredOwners> {
  const own = await readText(tree, SETTINGS_PATH);
  const asked = readFloor(organisation?.settings);
  const file = own.file ?? asked.file;
  const read = file ? parseSettings(file) : { settings: DEFAULT_SETTINGS, problems: [] };
  const owners = await codeowners(tree);
  const { floor } = asked;
  const settings = own.file && floor ? applyFloors(read.settings, floor) : read.settings;
  const problems = [...own.problems, ...(own.file ? read.problems : []), ...asked.problems, ...owners.problems];
  return { file, settings, ...(floor ? { floor } : {}), rules: owners.rules, problems };
}

/** What an organisation's settings leave out asks nothing of anyone. */
function readFloor(organisation: SourceFile | Unreadable | undefined): {
  readonly file?: SourceFile;
  readonly floor?: Settings;
  readonly problems: readonly Problem[];
} {
  if (!organisation) return { problems: [] };
  if ('unreadable' in organisation) return { problems: [{ ...unreadableProblem(organisation), code: FLOOR_UNREADABLE, undecided: true }] };
  const { settings, problems } = parseSettings(organisation);
  const floor = asFloor(settings, (path) => isWritten(organisation, path));
  const told = problems.map((one) => (one.code === 'settings-unreadable' ? { ...one, code: FLOOR_UNREADABLE } : one));
  return { file: organisation, floor, problems: told };
}

/** The files of data that settings name, and all of those in folders. */
async function ownData(
  { data = [] }: Settings,
  tree: ReadableTree,
): Promise<{ readonly files: readonly SourceFile[]; readonly problems: readonly Problem[] }> {
  const roots = data.map((path) => path.replace(/^\.?\/+|\/+$/g, ''));
  const isIn = (path: string): boolean =>
    roots.some((root) => path === root || (path.startsWith(`${root}/`) && /\.(?:ya?ml|json)$/.test(path)));
  const read = roots.length > 0 ? await tree.read(tree.paths.filter(isIn)) : [];
  return {
    files: read.flatMap((one) => ('unreadable' in one ? [] : [one])),
    problems: read.flatMap((one) => ('unreadable' in one ? [unreadableProblem(one)] : [])),
  };
}

function readData(files: readonly SourceFile[]): { readonly values: readonly Json[]; readonly problems: readonly Problem[] } {
  const read = files.map(parseYaml);
  return { values: read.flatMap(({ documents }) => documents.map(toJson)), problems: read.flatMap(({ problems }) => problems) };
}

/** The repository's own library: every Rego and data file below its folder. Its version is the commit's business, so it has none. */
async function ownLibrary(folder: string | undefined, tree: ReadableTree): Promise<OwnLibrary> {
  if (folder === undefined) return { libraries: [], problems: [] };
  const root = folder.replace(/^\.?\/+|\/+$/g, '');
  const paths = tree.paths.filter((path) => path.startsWith(`${root}/`) && mayBeLibraryFile(path));
  const read = await tree.read(paths);
  const files = read.flatMap((one): SourceFile[] => ('unreadable' in one ? [] : [{ ...one, path: one.path.slice(root.length + 1) }]));
  const problems = read.flatMap((one) => ('unreadable' in one && one.path.endsWith('.rego') ? [unreadableProblem(one)] : []));
  return { libraries: [{ name: root, version: '', files: files.filter(isLibraryFile) }], problems };
}

interface OwnLibrary {
  readonly libraries: readonly LibrarySource[];
  /** Rego that cannot be read: nobody knows what it would have found. */
  readonly problems: readonly Problem[];
}

const policyIds = (policies: readonly PolicyMetadata[]): readonly string[] => policies.map(({ id }) => id);

async function codeowners(tree: ReadableTree): Promise<ReturnType<typeof parseCodeowners>> {
  const path = findCodeowners(tree);
  const { file, problems } = path === undefined ? { file: undefined, problems: [] } : await readText(tree, path);
  const read = file ? parseCodeowners(file) : { rules: [], problems: [] };
  return { rules: read.rules, problems: [...problems, ...read.problems] };
}

async function readText(tree: ReadableTree, path: string): Promise<{ readonly file?: SourceFile; readonly problems: readonly Problem[] }> {
  if (!tree.has(path)) return { problems: [] };
  const [one] = await tree.read([path]);
  if (!one) return { problems: [] };
  return 'unreadable' in one ? { problems: [unreadableProblem(one)] } : { file: one, problems: [] };
}
