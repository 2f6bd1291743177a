import type { Action, PublishedComment, ReviewComment, UpdateReviewComment } from '../../model/action.ts';
import type { Finding } from '../../model/finding.ts';
import type { Snooze } from '../command-ports.ts';
import { hashText } from '../hash-text.ts';
import { headline } from '../wording.ts';
import { commentBody, findingMarker, fixedWords, foldedBody, groupBody, solvedBody } from './comment-body.ts';
import { ALIKE_COMMENTS, MOST_COMMENTS, MOST_FILE_COMMENTS } from './limits.ts';
import { code, join, say, sentence, text, type Markdown } from './markdown.ts';
import { placeComment, type Placement } from './place-comment.ts';
import { suggestChange } from './suggest-change.ts';
import { digestOf, nameOf, snoozeOf, weighing, type Telling } from './telling.ts';

/** One review with what is new, and changes to comments that are there already. Nothing for a draft, and nothing twice. */
export function planReview(telling: Telling): readonly Action[] {
  const { pull, published } = telling;
  if (!pull || pull.draft) return [];
  const wanted = commentsOf(telling);
  const posted = new Map(published.comments.map((comment) => [comment.marker, comment]));
  const changes = [...wanted.flatMap((comment) => changed(comment, posted.get(comment.marker))), ...solved(wanted, telling)];
  const updates = changes.map((update) => withKey(update, telling));
  return [...newComments(wanted, pull.number, telling), ...updates, ...settledThreads(wanted, updates, telling)];
}

/** All on lines in one review; those on files as a whole, which are few, alone. What GitHub refused at this head is not tried again. */
function newComments(wanted: readonly ReviewComment[], pull: number, telling: Telling): readonly Action[] {
  const { evaluation, published, subject } = telling;
  const headSha = evaluation.head.commit ?? '';
  const known = new Set([
    ...published.comments.map(({ marker }) => marker),
    ...(published.refused?.headSha === headSha ? published.refused.markers : []),
  ]);
  const missing = wanted.filter(({ marker }) => !known.has(marker));
  const standing = published.comments.filter(({ fixedIn }) => fixedIn === undefined).length;
  const room = Math.max(0, MOST_COMMENTS - standing);
  const onLines = missing.filter(({ line }) => line !== undefined).slice(0, room);
  const onFiles = missing.filter(({ line }) => line === undefined).slice(0, Math.max(0, Math.min(room, roomOnFiles(wanted, known))));
  const left = missing.length - onLines.length - onFiles.length;
  const key = `${subject}:review:${headSha}:${hashText(JSON.stringify(onLines.map(({ marker }) => marker)))}`;
  const review = { kind: 'submit-review', key, pull, headSha, body: reviewBody(left, telling), comments: onLines } as const;
  const alone = onFiles.map((comment) => {
    const own = `${subject}:file:${headSha}:${comment.marker}`;
    return { kind: 'comment-on-file', key: own, pull, headSha, comment } as const;
  });
  return [...(onLines.length > 0 ? [review] : []), ...alone];
}

const roomOnFiles = (wanted: readonly ReviewComment[], known: ReadonlySet<string>): number =>
  MOST_FILE_COMMENTS - wanted.filter(({ line, marker }) => line === undefined && known.has(marker)).length;

/** Threads follow their comments where GitHub lets us: resolved when the finding is gone, open again when it is back. */
function settledThreads(
  wanted: readonly ReviewComment[],
  updates: readonly UpdateReviewComment[],
  { pull, published, settles, subject }: Telling,
): readonly Action[] {
  if (!pull || !settles) return [];
  const standing = new Set(wanted.map(({ marker }) => marker));
  const gone = new Set(updates.filter(({ fixedIn }) => fixedIn !== undefined).map(({ id }) => id));
  const isGone = ({ id, marker, fixedIn }: PublishedComment): boolean => gone.has(id) || (fixedIn !== undefined && !standing.has(marker));
  const resolve = published.comments.filter((one) => one.resolved !== true && isGone(one)).map(({ id }) => id);
  const reopen = published.comments.filter((one) => one.resolved && standing.has(one.marker)).map(({ id }) => id);
  if (resolve.length + reopen.length === 0) return [];
  const key = `${subject}:threads:${hashText(JSON.stringify([resolve, reopen]))}`;
  return [{ kind: 'settle-threads', key, pull: pull.number, resolve, reopen }];
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
      ...(lines ?? lineOf(place)),
      title: headline(finding),
      body,
      digest: digestOf(body, telling),
    },
  ];
}

const lineOf = ({ line }: Placement) => (line === undefined ? {} : { line });

/** GitHub wants a start line only where it differs from the last. */
const coveredLines = ({ first, last }: { readonly first: number; readonly last: number }) =>
  first === last ? { line: last } : { startLine: first, line: last };

function groupComment(marker: string, findings: readonly [Finding, ...Finding[]], telling: Telling): readonly ReviewComment[] {
  const place = findings.map((finding) => placeComment(finding, telling.evaluation)).find((one) => one !== null);
  if (!place) return [];
  const title = `${findings[0].title}: ${findings.length}`;
  const body = groupBody(findings, marker, telling);
  return [{ marker, path: place.path, ...lineOf(place), title, body, digest: digestOf(body, telling) }];
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
  const body = snoozed ? foldedBody(marker, sentence(words), how) : solvedBody(marker, sentence(words), how);
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
