import type { IssueItem, PublishedIssue, PublishIssue } from '../../model/action.ts';
import type { Finding } from '../../model/finding.ts';
import { hashText } from '../hash-text.ts';
import { cutText, fitParts } from './cut-text.ts';
import { BODY_UNITS, ISSUE_TITLE_UNITS, MOST_ASSIGNEES } from './limits.ts';
import { item, join, link, marker, say, mention, sentence, struck, text, visible, type Markdown } from './markdown.ts';
import { digestOf, pageOf, placeOf, policyOf, shortSha, toldOf, type Telling } from './telling.ts';
import { plural } from '../wording.ts';

/**
 * One issue for each policy and owner, on the default branch. It follows the code: what this change found is added, what it fixed is
 * ticked, and the issue closes when its list is done. A finding that was not judged again stays as it is.
 */
export function planIssues(telling: Telling): readonly PublishIssue[] {
  if (!telling.issues) return [];
  const posted = new Map(telling.published.issues.map((issue) => [issue.marker, issue]));
  const found = foundByIssue(telling);
  const names = [...new Set([...found.keys(), ...posted.keys()])];
  return names.flatMap((name) => planIssue(name, found.get(name) ?? [], posted.get(name), telling));
}

function foundByIssue(telling: Telling): ReadonlyMap<string, readonly Finding[]> {
  const found = new Map<string, Finding[]>();
  for (const finding of telling.evaluation.findings) {
    if (finding.disposition !== 'new' || finding.phase === 'observe') continue;
    const name = issueMarker(finding);
    found.set(name, [...(found.get(name) ?? []), finding]);
  }
  return found;
}

const issueMarker = ({ policy, owners }: Finding): string =>
  `issue:${hashText(JSON.stringify([policy, owners[0]?.name.toLowerCase() ?? null]))}`;

function planIssue(name: string, found: readonly Finding[], posted: PublishedIssue | undefined, telling: Telling): readonly PublishIssue[] {
  if (posted?.taken) return planBeside(name, found, posted, telling);
  const items = itemsNow(posted?.items ?? [], found, telling);
  const [first, ...others] = items;
  if (!first) return [];
  const issue = issueOf(name, [first, ...others], telling);
  if (
    posted &&
    posted.bodyDigest !== '' &&
    posted.state === issue.state &&
    (posted.bodyDigest === issue.digest || sameItems(posted.items, items))
  )
    return [];
  return [{ ...issue, ...(posted ? { number: posted.number, left: leftAs(posted) } : {}) }];
}

const leftAs = ({ state, written }: PublishedIssue) => ({ state, ...(written === undefined ? {} : { written }) });

/** What its own list has is a person's business now; anything else begins another issue. */
function planBeside(name: string, found: readonly Finding[], taken: PublishedIssue, telling: Telling): readonly PublishIssue[] {
  const known = new Set(taken.items?.map(({ fingerprint }) => fingerprint));
  const items = found.flatMap((finding) => (known.has(finding.fingerprint) ? [] : [{ fingerprint: finding.fingerprint, finding }]));
  const [first, ...others] = items;
  return first ? [{ ...issueOf(name, [first, ...others], telling), instead: taken.number }] : [];
}

/** The same for a text in which only boxes were ticked, or line ends changed, as GitHub's page does. */
export function writtenAs(body: string): string {
  return hashText(
    body
      .replaceAll('\r\n', '\n')
      .replaceAll(/^(\s*- )\[[xX]\]/gm, '$1[ ]')
      .trim(),
  );
}

function issueOf(name: string, items: readonly [IssueItem, ...IssueItem[]], telling: Telling): PublishIssue {
  const [{ finding }] = items;
  const open = items.filter(({ doneIn }) => doneIn === undefined).length;
  const state = open === 0 ? 'closed' : 'open';
  const body = issueBody(name, items, telling);
  const digest = digestOf(body, telling);
  return {
    kind: 'publish-issue',
    key: `${telling.subject}:${name}:${hashText(`${state} ${digest}`)}`,
    state,
    title: cutText(visible(`${finding.title}: ${plural(open === 0 ? items.length : open, 'finding')}`), ISSUE_TITLE_UNITS),
    body,
    digest,
    labels: ['tollgate'],
    assignees: assigneesOf(finding),
    marker: name,
    items,
  };
}

/** The old list with what is fixed ticked, and what is new at its end. Ticked ones go when the issue begins anew. */
function itemsNow(before: readonly IssueItem[], found: readonly Finding[], telling: Telling): readonly IssueItem[] {
  const { evaluation } = telling;
  const begun = before.some(({ doneIn }) => doneIn === undefined) ? before : [];
  const now = new Map(evaluation.findings.map((finding) => [finding.fingerprint, finding]));
  const kept = begun.map((one) => itemNow(one, now.get(one.fingerprint), evaluation.head.commit ?? ''));
  const known = new Set(kept.map(({ fingerprint }) => fingerprint));
  const added = found
    .filter(({ fingerprint }) => !known.has(fingerprint))
    .map((finding) => ({ fingerprint: finding.fingerprint, finding }));
  return added.length === 0 && kept.length === 0 ? before : [...kept, ...added];
}

function itemNow(one: IssueItem, finding: Finding | undefined, commit: string): IssueItem {
  if (!finding) return one;
  const stands = finding.disposition === 'new' || finding.disposition === 'existing';
  if (stands) return { fingerprint: one.fingerprint, finding };
  return one.doneIn === undefined ? { ...one, doneIn: commit } : one;
}

function sameItems(before: readonly IssueItem[] | undefined, now: readonly IssueItem[]): boolean {
  const essence = (items: readonly IssueItem[]): string =>
    JSON.stringify(
      items.map(({ fingerprint, doneIn, finding }) => [fingerprint, doneIn ?? null, finding.file, finding.location.start.line]),
    );
  return before !== undefined && essence(before) === essence(now);
}

function issueBody(name: string, items: readonly [IssueItem, ...IssueItem[]], telling: Telling): Markdown {
  const [{ finding }] = items;
  const policy = policyOf(finding, telling);
  const page = pageOf(finding, telling);
  const owners = finding.owners.map((owner) => say`${mention(owner.name)} by ${text(owner.why)}`);
  const rule = join([text(finding.policy), ...(policy?.frameworks ?? []).map(text)], ', ');
  const head = [
    marker(name),
    sentence(policy?.description ?? finding.title),
    say``,
    join([...(page === undefined ? [] : [link(say`How to fix`, page)]), rule, ...owners], ' · '),
    say``,
  ];
  const foot = [say``, say`This issue follows the code: it closes when the list is done.`];
  const room = BODY_UNITS - [...head, ...foot].reduce((sum, part) => sum + part.length + 1, 0);
  const lines = fitParts(
    items.map((one) => itemLine(one, telling)),
    room,
    (left) => say`- ${left} more`,
  );
  return join([...head, ...lines, ...foot], '\n');
}

function itemLine({ finding, doneIn }: IssueItem, telling: Telling): Markdown {
  const words = toldOf(finding);
  if (doneIn !== undefined) return item(say`${struck(words)} Fixed in ${shortSha(doneIn)}.`, true);
  return item(say`${words}, ${placeOf(finding.location, telling)}`, false);
}

/** Only people can be assigned; a team is named in the body. */
function assigneesOf({ owners }: Finding): readonly string[] {
  const users = owners.slice(0, 1).filter(({ kind }) => kind === 'user');
  return users.map(({ name }) => name.replace(/^@/, '')).slice(0, MOST_ASSIGNEES);
}
