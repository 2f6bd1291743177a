import type { Action, PublishedComment, ReviewComment, UpdateReviewComment } from '../../model/action.ts';
import type { Finding } from '../../model/finding.ts';
import type { Snooze } from '../command-ports.ts';
import { hashText } from '../hash-text.ts';
import { headline } from '../wording.ts';
import { commentBody, findingMarker, fixedWords, groupBody, solvedBody } from './comment-body.ts';
import { ALIKE_COMMENTS, MOST_COMMENTS } from './limits.ts';
import { code, join, say, sentence, text, type Markdown } from './markdown.ts';
import { placeComment } from './place-comment.ts';
import { suggestChange } from './suggest-change.ts';
import { digestOf, nameOf, snoozeOf, weighing, type Telling } from './telling.ts';

/** One review with what is new, and changes to comments that are there already. Nothing for a draft, and nothing twice. */
export function planReview(telling: Telling): readonly Action[] {
  const { pull, evaluation, published } = telling;
  if (!pull || pull.draft) return [];
  const wanted = commentsOf(telling);
  const posted = new Map(published.comments.map((comment) => [comment.marker, comment]));
  const missing = wanted.filter(({ marker }) => !posted.has(marker));
  const standing = published.comments.filter(({ fixedIn }) => fixedIn === undefined).length;
  const fresh = missing.slice(0, Math.max(0, MOST_COMMENTS - standing));
  const updates = [...wanted.flatMap((comment) => changed(comment, posted.get(comment.marker))), ...solved(wanted, telling)];
  if (fresh.length === 0) return updates.map((update) => withKey(update, telling));
  const headSha = evaluation.head.commit ?? '';
  const key = `${telling.subject}:review:${headSha}:${hashText(JSON.stringify(fresh.map(({ marker }) => marker)))}`;
  const body = reviewBody(missing.length - fresh.length, telling);
  const review = { kind: 'submit-review', key, pull: pull.number, headSha, body, comments: fresh } as const;
  return [review, ...updates.map((update) => withKey(update, telling))];
}

type Update = Omit<UpdateReviewComment, 'key'>;

/** The comments that should stand now, in the order of the files. */
function commentsOf(telling: Telling): readonly ReviewComment[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of weighing(telling).filter((one) => !snoozeOf(one, telling))) {
    const key = groupMarker(finding);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups].flatMap(([marker, findings]) => commentsOfGroup(marker, findings, telling));
}

/** One policy in one file. */
export function groupMarker({ policy, file }: Pick<Finding, 'policy' | 'file'>): string {
  return `group:${hashText(JSON.stringify([policy, file]))}`;
}

/** What was commented on alone stays so, and so does a group, so that no comment changes its subject. */
function commentsOfGroup(marker: string, findings: readonly Finding[], telling: Telling): readonly ReviewComment[] {
  const posted = new Set(telling.published.comments.map((comment) => comment.marker));
  const alone = findings.filter((finding) => posted.has(findingMarker(finding)));
  const rest = findings.filter((finding) => !alone.includes(finding));
  const [first, ...others] = rest;
  if (!first || (rest.length <= ALIKE_COMMENTS && !posted.has(marker))) return findings.flatMap((finding) => commentOn(finding, telling));
  return [...alone.flatMap((finding) => commentOn(finding, telling)), ...groupComment(marker, [first, ...others], telling)];
}

function commentOn(finding: Finding, telling: Telling): readonly ReviewComment[] {
  const suggestion = suggestChange(finding, telling);
  const place = placeComment(finding, telling.evaluation);
  if (!place) return [];
  const lines = suggestion && coveredLines(suggestion.lines);
  const body = commentBody(finding, suggestion, place.away && !suggestion, telling);
  return [
    {
      marker: findingMarker(finding),
      path: place.path,
      ...(lines ?? { line: place.line }),
      title: headline(finding),
      body,
      digest: digestOf(body, telling),
    },
  ];
}

/** GitHub wants a start line only where it differs from the last. */
const coveredLines = ({ first, last }: { readonly first: number; readonly last: number }) =>
  first === last ? { line: last } : { startLine: first, line: last };

function groupComment(marker: string, findings: readonly [Finding, ...Finding[]], telling: Telling): readonly ReviewComment[] {
  const place = findings.map((finding) => placeComment(finding, telling.evaluation)).find((one) => one !== null);
  if (!place) return [];
  const title = `${findings[0].title}: ${findings.length}`;
  const body = groupBody(findings, marker, telling);
  return [{ marker, path: place.path, line: place.line, title, body, digest: digestOf(body, telling) }];
}

function changed(wanted: ReviewComment, posted: PublishedComment | undefined): readonly Update[] {
  if (!posted || posted.bodyDigest === wanted.digest) return [];
  return [
    { kind: 'update-review-comment', id: posted.id, marker: wanted.marker, title: wanted.title, body: wanted.body, digest: wanted.digest },
  ];
}

/** Comments whose finding is gone, or no longer counts. */
function solved(wanted: readonly ReviewComment[], telling: Telling): readonly Update[] {
  const standing = new Set(wanted.map(({ marker }) => marker));
  const gone = telling.published.comments.filter(({ marker, fixedIn }) => !standing.has(marker) && fixedIn === undefined);
  return gone.flatMap((comment) => solvedUpdate(comment, telling));
}

function solvedUpdate({ id, marker, title }: PublishedComment, telling: Telling): readonly Update[] {
  const { evaluation } = telling;
  const finding = evaluation.findings.find((one) => findingMarker(one) === marker && one.disposition !== 'fixed');
  const snoozed = finding && snoozeOf(finding, telling);
  // Still there and weighing, but nowhere in the diff any more: its comment stays as it is.
  if (finding?.disposition === 'new' && finding.phase !== 'observe' && !snoozed) return [];
  const how = snoozed ? snoozedWords(snoozed) : finding ? uncountedWords(finding) : fixedWords(evaluation.head.commit);
  const words = title ?? 'This finding';
  const body = solvedBody(marker, sentence(words), how);
  const fixedIn = evaluation.head.commit ?? '';
  return [{ kind: 'update-review-comment', id, marker, title: words, body, digest: digestOf(body, telling), fixedIn }];
}

const snoozedWords = ({ until, by }: Snooze): Markdown =>
  say`Folded until ${text(until)} by ${text(by)}; it stands, and the check run lists it.`;

const uncountedWords = ({ disposition }: Finding): Markdown =>
  say`No longer counted: ${text(disposition === 'new' ? 'watched' : disposition)}.`;

function withKey(update: Update, { subject }: Telling): UpdateReviewComment {
  return { ...update, key: `${subject}:comment:${update.id}:${hashText(update.body)}` };
}

/** GitHub wants words for a review. They point to the check run, which says the rest. */
function reviewBody(left: number, telling: Telling): Markdown {
  const without = weighing(telling).filter((finding) => placeComment(finding, telling.evaluation) === null);
  const elsewhere = without.slice(0, NAMED).map((finding) => code(nameOf(finding)));
  const more = without.length > NAMED ? [say`${without.length - NAMED} more`] : [];
  const parts = [
    say`${text(telling.evaluation.decision.title)}.`,
    ...(left > 0 ? [say`${left} more comments are left out; the check run has all.`] : []),
    ...(elsewhere.length > 0 ? [say`Outside the diff, in the check run: ${join([...elsewhere, ...more], ', ')}.`] : []),
  ];
  return join(parts, ' ');
}

/** How many findings without a line the review names. */
const NAMED = 10;
