import { isMissingLibrary, type Governance } from '../core/conclude-evaluation.ts';
import type { ChangeContext } from '../core/evaluate/policy-input.ts';
import type { Checkout } from '../core/ports.ts';
import { governs } from '../core/governs.ts';
import type { LibraryStore } from '../core/library-ports.ts';
import type { ExceptionStore, GitHubReader } from '../core/publish-ports.ts';
import { askApprovals } from './ask-approvals.ts';
import { gather, type GatherPorts, type Overrides } from './gather.ts';
import { judgeChange, judgeOnce } from './judge-change.ts';
import { previewChange, type PreviewPorts } from './preview-change.ts';
import { teamsNamed } from '../core/settings/teams-named.ts';
import type { ReadableTree } from '../model/change-set.ts';
import type { Settings } from '../model/settings.ts';
import type { Repository } from '../model/trigger.ts';
import type { JobPorts } from './job-ports.ts';
import type { JudgeRequest } from './judge-request.ts';

/** Two commits of a repository elsewhere. `token` reads it, and travels nowhere but to it. */
export interface RemoteRange {
  /** Names the mirror that is kept: the same for a renamed repository. */
  readonly id: number;
  readonly url: string;
  readonly token: string;
  /** A branch as it stands now, or a commit. Null: the head whole. */
  readonly base: { readonly branch: string } | { readonly commit: string } | null;
  readonly head: string;
}

export interface RemotePorts extends PreviewPorts {
  readonly github: Pick<GitHubReader, 'gitAccess' | 'teamsOf' | 'originOf' | 'organisation'>;
  /** The libraries that a repository may have, `isPrivate` with private ones of its account; missing where `libraries` are those of all. */
  readonly librariesFor?: (repository: Repository, isPrivate: boolean) => LibraryStore;
  readonly exceptions: Pick<ExceptionStore, 'approved' | 'recordApproved' | 'used'>;
  /** Brings both commits here. The change is what the head has done since it left the base; the base itself governs. */
  fetchRange(range: RemoteRange): Promise<Checkout>;
}

/** Judges commits on GitHub as the command line judges those that are here. */
export function judgeRemote(ports: RemotePorts): JobPorts['judge'] {
  return async (request, governed) => {
    const { checkout, governance, context, overrides, gathering } = await openRemote(request, ports);
    governed(mayBlock(governance));
    // Only in a pull request are edits offered.
    const judge = request.event === 'pull_request' ? judgeChange : judgeOnce;
    const judgement = await judge(checkout, governance, context, ports);
    if (!changesRules(request, checkout, governance.settings)) return { ...judgement, changesRules: false };
    const ofHead = request.fork === true && ports.librariesFor ? { headLibraries: ports.librariesFor(request.repository, false) } : {};
    const asks = { ...ports, ...gathering, ...ofHead };
    const preview = request.event === 'pull_request' ? { preview: await previewChange(checkout, context, asks, overrides) } : {};
    return { ...judgement, changesRules: true, ...preview };
  };
}

/** A change that is here, with what judges it. */
export interface Opened {
  readonly checkout: Checkout;
  readonly governance: Governance;
  readonly context: ChangeContext;
  readonly overrides: Overrides;
  readonly gathering: GatherPorts;
}

/** What a repository on GitHub is gathered with: the organisation's settings, and the libraries that it may have. */
export async function gatherFor(
  repository: Repository,
  ports: Pick<RemotePorts, 'librariesFor'> & GatherPorts & { readonly github: Pick<GitHubReader, 'organisation'> },
): Promise<{ readonly overrides: Overrides; readonly gathering: GatherPorts }> {
  const { compiler, defaultLibrary, librariesFor } = ports;
  const organisation = await ports.github.organisation(repository);
  const libraries = librariesFor?.(repository, true) ?? ports.libraries;
  return {
    overrides: organisation ? { organisation } : {},
    gathering: { compiler, defaultLibrary, ...(libraries ? { libraries } : {}) },
  };
}

/** Brings here what is to be judged, and what it is judged by. */
export async function openRemote(request: JudgeRequest, ports: RemotePorts): Promise<Opened> {
  const { repository, event, branch, base, head, labels, now } = request;
  const access = await ports.github.gitAccess(repository);
  const checkout = await ports.fetchRange({ id: repository.id, ...access, base, head });
  const used = await ports.exceptions.used(repository.id);
  const { overrides, gathering: had } = await gatherFor(repository, ports);
  const gathering = { ...had, approvals: askApprovals(repository, branch, ports) };
  const governance = { ...(await gather(checkout, gathering, overrides)), used };
  const teams = await teamsKnown(request, governance.settings, ports);
  const known = { ...(labels ? { labels } : {}), ...(teams ? { teams } : {}) };
  return { checkout, governance, context: { event, surface: SURFACES[event], branch, now, ...known }, overrides, gathering };
}

const SURFACES = { pull_request: 'pr', push: 'push', merge_group: 'merge-queue' } as const;

/** A branch changes rules by what it holds now and did not before, also when it was moved back; a pull request by what it would bring. */
function changesRules({ event, base }: JudgeRequest, { changeSet, governing, head }: Checkout, settings: Settings): boolean {
  if (event === 'push' && base !== null && 'commit' in base) return rulesDiffer(governing, head, settings);
  return changeSet.files.some(({ path, basePath }) => governs(path, settings) || governs(basePath, settings));
}

/** Whether two trees differ in files that judge. */
export function rulesDiffer(before: ReadableTree, now: ReadableTree, settings: Settings): boolean {
  const paths = [...before.paths, ...now.paths].filter((path) => governs(path, settings));
  return paths.some((path) => before.digest?.(path) !== now.digest?.(path));
}

/** GitHub is asked only about teams that a condition names. */
function teamsKnown(
  { repository, author }: JudgeRequest,
  settings: Settings,
  { github }: RemotePorts,
): Promise<readonly string[] | undefined> {
  const named = teamsNamed(settings);
  if (author === undefined) return Promise.resolve(undefined);
  return named.length === 0 ? Promise.resolve([]) : github.teamsOf(repository, author, named);
}

/** Whether any policy could block anything here. */
function mayBlock({ settings, library, problems }: Governance): boolean {
  if (problems.some(isMissingLibrary)) return true;
  if (settings.imports.some(({ phase }) => phase === 'enforce')) return true;
  const imported = Object.entries(settings.phases).filter(([id]) => id.includes(':'));
  if (imported.some(([, setting]) => setting.phase === 'enforce' || setting.otherwise === 'enforce')) return true;
  return library.policies.some(({ id, phase }) => {
    const setting = settings.phases[id];
    return setting ? setting.phase === 'enforce' || setting.otherwise === 'enforce' : phase === 'enforce';
  });
}
