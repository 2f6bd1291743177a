import type { Published, PublishedCheckRun } from '../../model/action.ts';
import type { Conclusion } from '../../model/decision.ts';
import type { Evaluation } from '../../model/evaluation.ts';
import type { Finding, PolicyMetadata } from '../../model/finding.ts';
import type { Preview } from '../../model/preview.ts';
import type { Location } from '../../model/source.ts';
import { hashText } from '../hash-text.ts';
import type { Snooze } from '../command-ports.ts';
import { isOver } from '../is-over.ts';
import type { PullRequest } from '../publish-ports.ts';
import { headline } from '../wording.ts';
import { cutText } from './cut-text.ts';
import { code, link, pathInAddress, say, sentence, text, type Markdown } from './markdown.ts';

/** What there is to tell, to whom, and what was told before. */
export interface Telling {
  readonly evaluation: Evaluation;
  readonly published: Published;
  /** `pull:<repository id>:<number>` or `branch:<repository id>:<name>`: where it is told. */
  readonly subject: string;
  /** The repository's page, `https://github.com/acme/warehouse`. */
  readonly repositoryUrl: string;
  readonly repositoryOwner: string;
  /** Where this server shows the pages of the library that it brings; missing where GitHub does not reach it. */
  readonly pagesUrl?: string;
  /** What the change's own rules would change, where it changes rules. */
  readonly preview?: Preview;
  /** In the merge queue: what is judged on top of what. */
  readonly queue?: Queued;
  /** The other pull requests that have this head: GitHub keeps one verdict for a commit. */
  readonly elsewhere?: readonly Elsewhere[];
  /** Missing for a push. */
  readonly pull?: Pick<PullRequest, 'number' | 'draft' | 'author' | 'requestedReviewers'>;
  /** Whether issues follow: on the default branch. */
  readonly issues: boolean;
  readonly rerun: boolean;
  /** Whether threads may be resolved, which takes a permission that not everyone gives. */
  readonly settles?: boolean;
  /** Whose comments are folded, and until when. */
  readonly snoozes?: readonly Snooze[];
  /** ISO 8601, UTC; missing: no day is over. */
  readonly now?: string;
  /** The head's text of a file as it was judged; undefined where it was not read. */
  text(path: string): string | undefined;
}

/** Another pull request with the same head, into another branch or from another one. */
export interface Elsewhere {
  readonly pull: number;
  readonly branch: string;
  /** Whether it is still open, with this head: its verdict counts then. */
  readonly isOpen: boolean;
  /** What its own judgement came to; undefined where that is not there yet. */
  readonly verdict: Conclusion | undefined;
  readonly run: Pick<PublishedCheckRun, 'id' | 'status' | 'conclusion'>;
}

/** A pull request in the merge queue. */
export interface Queued {
  readonly pull: number;
  /** Those before it, from the first to the last. */
  readonly before: readonly number[];
  /** The findings that it had as new when it was judged alone. */
  readonly alone: ReadonlySet<string>;
}

/** New findings of policies in force, the ones that block first. */
export function weighing({ evaluation }: Telling): readonly Finding[] {
  const fresh = evaluation.findings.filter(({ disposition }) => disposition === 'new');
  return [...fresh.filter(({ phase }) => phase === 'enforce'), ...fresh.filter(({ phase }) => phase === 'advise')];
}

/** Whether the comment on a finding is folded now, by whom and until when. What blocks cannot be. */
export function snoozeOf({ fingerprint, phase }: Finding, { snoozes = [], now = '' }: Telling): Snooze | undefined {
  const found = phase === 'enforce' ? undefined : snoozes.find((one) => one.fingerprint === fingerprint);
  return found && !isOver(found.until, now) ? found : undefined;
}

/** New findings of policies that only watch. */
export function watched({ evaluation }: Telling): readonly Finding[] {
  return evaluation.findings.filter(({ disposition, phase }) => disposition === 'new' && phase === 'observe');
}

/** `crm.contacts.email`, or the file where a finding names no asset. */
export function nameOf({ assetName, asset, field, file }: Finding): string {
  const name = assetName ?? asset;
  if (name === null) return file;
  return field === null ? name : `${name}.${field}`;
}

/** What is wrong, with the name of the thing in it. */
export function toldOf(finding: Finding): Markdown {
  const [name, line] = [nameOf(finding), cutText(headline(finding), LONGEST_LINE)];
  return line.includes(name) ? sentence(line, name) : say`${code(name)}: ${sentence(line)}`;
}

/** No line is longer than people read. */
export const LONGEST_LINE = 1000;

/** A place as a link to the commit that was judged. */
export function placeOf({ file, start }: Location, telling: Telling): Markdown {
  const label = text(`${file}:${start.line}`);
  return link(label, addressOf(telling, telling.evaluation.head.commit, file, start.line));
}

/** "How to fix": the policy's page, where it can be opened from here. */
export function pageOf(finding: Finding, telling: Telling): string | undefined {
  const policy = telling.evaluation.policies.find(({ id }) => id === finding.policy);
  const page = finding.remediation.page ?? policy?.page;
  if (page === undefined || /^https?:\/\//.test(page)) return page;
  if (policy && isOwn(policy, telling)) return addressOf(telling, telling.evaluation.base?.commit ?? null, `${policy.library}/${page}`);
  return policy?.library === DEFAULT_LIBRARY && telling.pagesUrl !== undefined ? broughtPage(page, telling.pagesUrl) : undefined;
}

/** `default/privacy/mask_personal_data/README.md`, as the app serves it. */
function broughtPage(page: string, pagesUrl: string): string {
  return `${pagesUrl}/policies/${page.slice(DEFAULT_LIBRARY.length + 1).replace(/\/README\.md$/, '')}`;
}

/** The name of the library that Tollgate brings. */
const DEFAULT_LIBRARY = 'default';

export function policyOf(finding: Finding, { evaluation }: Telling): PolicyMetadata | undefined {
  return evaluation.policies.find(({ id }) => id === finding.policy);
}

/** Names what a body says: the same for another commit when only the links differ. */
export function digestOf(body: Markdown, { evaluation }: Telling): string {
  const { commit } = evaluation.head;
  return hashText(commit === null ? body : body.replaceAll(`/blob/${commit}/`, '/blob//'));
}

/** Seven digits of a commit, as people write them. */
export function shortSha(commit: string | null): Markdown {
  return code((commit ?? 'the work tree').slice(0, 7));
}

/** The library that is a folder of the judged repository itself: its version is the commit's business, so it has none of its own. */
function isOwn({ library }: PolicyMetadata, { evaluation }: Telling): boolean {
  return evaluation.libraries.some(({ name, version }) => name === library && version === '');
}

function addressOf(telling: Telling, commit: string | null, path: string, line?: number): string | undefined {
  if (commit === null) return undefined;
  return `${telling.repositoryUrl}/blob/${commit}/${pathInAddress(path)}${line === undefined ? '' : `#L${line}`}`;
}
