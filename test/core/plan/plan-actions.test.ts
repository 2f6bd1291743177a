import { describe, expect, it } from 'vitest';
import { planActions } from '../../../src/core/plan/plan-actions.ts';
import type { Telling } from '../../../src/core/plan/telling.ts';
import type { Action, Published, PublishIssue, SubmitReview } from '../../../src/model/action.ts';
import type { ChangedFile } from '../../../src/model/change-set.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { aFinding } from '../../builders/a-finding.ts';
import { aTelling } from '../../builders/a-telling.ts';
import { aPlace, anAsset } from '../../builders/an-asset.ts';
import { anEvaluation } from '../../builders/an-evaluation.ts';

const SQL = 'warehouse/customers.sql';
const file = (overrides: Partial<ChangedFile> = {}): ChangedFile => ({
  path: SQL,
  basePath: SQL,
  status: 'modified',
  changedLines: [{ first: 3, last: 4 }],
  shownLines: [{ first: 1, last: 7 }],
  ...overrides,
});

const telling = (findings: readonly Finding[], overrides: Partial<Telling> = {}, files = [file()]) =>
  aTelling(anEvaluation({ findings, files }), overrides);
const only = <Kind extends Action['kind']>(actions: readonly Action[], kind: Kind) =>
  actions.filter((action): action is Extract<Action, { kind: Kind }> => action.kind === kind);
const review = (actions: readonly Action[]): SubmitReview => only(actions, 'submit-review')[0]!;

/** What would be recorded after these actions. */
function after(actions: readonly Action[], before: Partial<Published> = {}): Published {
  const [run] = only(actions, 'publish-check-run');
  const posted = only(actions, 'submit-review').flatMap(({ comments }) => comments);
  const updates = new Map(only(actions, 'update-review-comment').map((update) => [update.marker, update]));
  const kept = (before.comments ?? []).map((one) => {
    const { digest, fixedIn } = updates.get(one.marker) ?? { digest: one.bodyDigest, fixedIn: one.fixedIn };
    return { id: one.id, marker: one.marker, title: one.title ?? '', bodyDigest: digest, ...(fixedIn === undefined ? {} : { fixedIn }) };
  });
  return {
    ...(run
      ? { checkRun: { id: 7, headSha: run.headSha, status: 'completed', digest: run.digest } }
      : before.checkRun
        ? { checkRun: before.checkRun }
        : {}),
    comments: [...kept, ...posted.map(({ marker, digest, title }, index) => ({ id: 100 + index, marker, bodyDigest: digest, title }))],
    issues: only(actions, 'publish-issue').map(({ marker, digest, state, items }) => ({
      number: 9,
      marker,
      bodyDigest: digest,
      state,
      items,
    })),
    requestedReviewers: only(actions, 'request-reviewers').flatMap(({ users, teams }) => [
      ...users,
      ...teams.map((team) => `acme/${team}`),
    ]),
  };
}

const at = (commit: string, one: Telling): Telling => ({ ...one, evaluation: { ...one.evaluation, head: { commit, name: 'feature' } } });

describe('inline comments', () => {
  it.each([
    ['its own line', 3, [file()], 3],
    ['its own line, shown but not changed', 6, [file()], 6],
    ['its own line, the last one shown', 7, [file()], 7],
    ['the nearest changed line of the file', 40, [file()], 4],
    [
      'the nearest line of the asset, before the nearest of the file',
      40,
      [
        file({
          shownLines: [
            { first: 1, last: 7 },
            { first: 20, last: 24 },
          ],
        }),
      ],
      22,
    ],
    ['no line: the file is not in the diff', 3, [file({ path: 'other.sql' })], undefined],
    ['no line: the file was removed', 3, [file({ status: 'removed', shownLines: [], changedLines: [] })], undefined],
  ])('stand on %s', (_, line, files, expected) => {
    const assets = [anAsset({ extent: { file: SQL, start: aPlace(SQL, 16).start, end: aPlace(SQL, 22).end } })];
    const evaluation = anEvaluation({ findings: [aFinding({ location: aPlace(SQL, line) })], files, assets });
    const [submitted] = only(planActions(aTelling(evaluation)), 'submit-review');
    expect(submitted?.comments[0]?.line).toBe(expected);
  });

  it('say what is wrong, what it weighs, how we know, and who answers', () => {
    const owners = [{ name: '@acme/payments', kind: 'team', why: 'CODEOWNERS line 3' } as const];
    const known = [{ text: 'crm.contacts.email is tagged pii=email', location: aPlace('sources/crm.yml', 22) }];
    const [comment] = review(planActions(telling([aFinding({ phase: 'enforce', owners, known, fingerprint: 'f'.repeat(16) })]))).comments;
    expect(comment?.body).toContain('<!-- tollgate:finding:ffffffffffffffff -->');
    expect(comment?.body).toMatch(/\*\*<code>mart\.customers\.email<\/code> holds e-mail addresses and is not tagged\*\* · blocks/);
    expect(comment?.body).toMatch(/pii=email.*sources\/crm\.yml:22/);
    expect(comment?.body).toContain('PII001, GDPR Art. 30 · @acme/payments by CODEOWNERS line 3');
  });

  it('do not stand for findings that are only watched, or for a draft', () => {
    expect(only(planActions(telling([aFinding({ phase: 'observe' })])), 'submit-review')).toEqual([]);
    const draft = { number: 5, draft: true, author: 'mona', requestedReviewers: [] };
    expect(planActions(telling([aFinding()], { pull: draft })).map(({ kind }) => kind)).toEqual(['publish-check-run']);
  });

  it('become one, when more than five are alike', () => {
    const findings = [1, 2, 3, 4, 5, 6].map((line) => aFinding({ field: `c${line}`, location: aPlace(SQL, line) }));
    expect(review(planActions(telling(findings.slice(0, 5)))).comments).toHaveLength(5);
    const [comment, ...others] = review(planActions(telling(findings))).comments;
    expect(others).toEqual([]);
    for (const { field } of findings) expect(comment?.body).toContain(`mart.customers.${field}</code>`);
  });

  it('stay one while any of them is left, and are not written again when nothing changed', () => {
    const findings = [1, 2, 3, 4, 5, 6].map((line) => aFinding({ field: `c${line}`, location: aPlace(SQL, line) }));
    const published = after(planActions(telling(findings)));
    expect(planActions(telling(findings, { published }))).toEqual([]);
    const fewer = planActions(at('c'.repeat(40), telling(findings.slice(0, 2), { published })));
    expect(fewer.map(({ kind }) => kind)).toEqual(['publish-check-run', 'update-review-comment']);
  });
});

describe('a suggested change', () => {
  const text = 'CREATE TABLE t (\n  id INT,\n  email STRING,\n  name STRING\n);\n';
  const offset = text.indexOf('STRING,') + 'STRING'.length;
  const place = { file: SQL, start: { line: 3, column: 15, offset }, end: { line: 3, column: 15, offset } };
  const finding = aFinding({
    remediation: { patch: { file: SQL, title: 'Mask it', edits: [{ location: place, text: ' WITH MASKING POLICY m' }] } },
  });

  it('replaces the line', () => {
    const [comment] = review(planActions(telling([finding], { text: () => text }))).comments;
    expect(comment?.body).toContain('```suggestion\n  email STRING WITH MASKING POLICY m,\n```');
    expect(comment).toMatchObject({ line: 3 });
    expect(comment).not.toHaveProperty('startLine');
  });

  it('is left out where the diff does not show the line', () => {
    const files = [file({ shownLines: [{ first: 4, last: 5 }], changedLines: [{ first: 4, last: 4 }] })];
    const [comment] = review(planActions(telling([finding], { text: () => text }, files))).comments;
    expect(comment?.body).not.toContain('suggestion');
  });

  it('covers several lines, or deletes them', () => {
    const gone = { file: SQL, start: { line: 3, column: 1, offset: 27 }, end: { line: 4, column: 1, offset: 43 } };
    expect(text.slice(27, 43)).toBe('  email STRING,\n');
    const removal = aFinding({ remediation: { patch: { file: SQL, title: 'x', edits: [{ location: gone, text: '' }] } } });
    const [comment] = review(planActions(telling([removal], { text: () => text }))).comments;
    expect(comment?.body).toContain('```suggestion\n```');
    expect(comment).toMatchObject({ line: 3 });
  });
});

describe('a second run', () => {
  const findings = [aFinding({ phase: 'enforce' }), aFinding({ field: 'phone', location: aPlace(SQL, 4) })];
  const published = after(planActions(telling(findings)));

  it('writes nothing when nothing changed', () => {
    expect(planActions(telling(findings, { published }))).toEqual([]);
  });

  it('asked for by someone, writes a new check run and nothing else', () => {
    const again = planActions(telling(findings, { published, rerun: true }));
    expect(again.map(({ kind }) => kind)).toEqual(['publish-check-run']);
    expect(again[0]?.key).not.toBe(planActions(telling(findings))[0]?.key);
  });

  it('says of what is gone in which commit it was fixed, once', () => {
    const next = at('c'.repeat(40), telling(findings.slice(1), { published }));
    const actions = planActions(next);
    const [update, ...others] = only(actions, 'update-review-comment');
    expect(others).toEqual([]);
    expect(update).toMatchObject({ id: 100, fixedIn: 'c'.repeat(40) });
    expect(update?.body).toMatch(/~~mart\.customers\.email .*~~ Fixed in <code>ccccccc<\/code>\./);
    expect(planActions({ ...next, published: after(actions, published) })).toEqual([]);
  });

  it('takes that back when it returns', () => {
    const next = at('c'.repeat(40), telling(findings.slice(1), { published }));
    const fixed = after(planActions(next), published);
    const [update] = only(planActions(at('d'.repeat(40), telling(findings, { published: fixed }))), 'update-review-comment');
    expect(update?.body).not.toContain('~~');
    expect(update).not.toHaveProperty('fixedIn');
  });

  it('completes the run that was begun', () => {
    const begun = { ...published, checkRun: { id: 3, headSha: 'a'.repeat(40), status: 'in_progress' } } as const;
    expect(only(planActions(telling(findings, { published: begun })), 'publish-check-run')).toMatchObject([{ id: 3, status: 'completed' }]);
  });
});

describe('reviewers', () => {
  const owner = (name: string, kind: 'user' | 'team' | 'email' | 'name', why = 'CODEOWNERS line 1') => ({ name, kind, why });
  const ask = (names: readonly ReturnType<typeof owner>[], overrides: Partial<Telling> = {}) =>
    only(planActions(telling([aFinding({ owners: names })], overrides)), 'request-reviewers');

  it('are the code owners, people and teams apart', () => {
    expect(ask([owner('@hubot', 'user'), owner('@acme/data', 'team'), owner('x@acme.example', 'email')])).toMatchObject([
      { users: ['hubot'], teams: ['data'] },
    ]);
  });

  it.each([
    ['the author', [owner('@Mona', 'user')]],
    ['a team of another organisation', [owner('@other/data', 'team')]],
    ['an owner by another rule', [owner('@hubot', 'user', 'owner of mart.customers')]],
  ])('are not %s', (_, names) => {
    expect(ask(names)).toEqual([]);
  });

  it('are not asked again', () => {
    const pull = { number: 5, draft: false, author: 'mona', requestedReviewers: ['hubot', 'acme/data'] };
    expect(ask([owner('@hubot', 'user'), owner('@acme/data', 'team')], { pull })).toEqual([]);
  });
});

describe('issues of the default branch', () => {
  const owners = [{ name: '@hubot', kind: 'user', why: 'CODEOWNERS line 1' }] as const;
  const findings = [aFinding({ owners, fingerprint: '1'.repeat(16) }), aFinding({ owners, field: 'phone', fingerprint: '2'.repeat(16) })];
  const push = (found: readonly Finding[], commit: string, published?: Published): Telling => {
    const { pull: _, ...rest } = at(commit, telling(found, { subject: 'branch:1:main', issues: true }));
    return published ? { ...rest, published } : rest;
  };
  const issues = (one: Telling): readonly PublishIssue[] => only(planActions(one), 'publish-issue');
  const gone = findings.map((one) => ({ ...one, disposition: 'fixed' }) as const);

  it('are one for each policy and owner, assigned, with a list', () => {
    const other = aFinding({ owners: [{ name: '@acme/data', kind: 'team', why: 'CODEOWNERS line 2' }] });
    const [first, second, ...rest] = issues(push([...findings, other, aFinding({ phase: 'observe' })], 'a'.repeat(40)));
    expect(rest).toEqual([]);
    expect(first).toMatchObject({
      state: 'open',
      title: 'Personal data is tagged: 2 findings',
      assignees: ['hubot'],
      labels: ['tollgate'],
    });
    expect(first?.body.match(/- \[ \] /g)).toHaveLength(2);
    expect(second).toMatchObject({ assignees: [] });
  });

  it('tick what is fixed, close, and open again', () => {
    const opened = after(issues(push(findings, 'a'.repeat(40))));
    const [ticked] = issues(push([gone[0]!], 'c'.repeat(40), opened));
    expect(ticked).toMatchObject({ number: 9, state: 'open' });
    expect(ticked?.body).toMatch(/- \[x\] ~~.*email.*~~ Fixed in <code>ccccccc/);
    const [closed] = issues(push([gone[1]!], 'd'.repeat(40), after([ticked!])));
    expect(closed).toMatchObject({ number: 9, state: 'closed' });
    const [again] = issues(push([findings[0]!], 'e'.repeat(40), after([closed!])));
    expect(again).toMatchObject({ number: 9, state: 'open' });
    expect(again?.body).not.toContain('[x]');
  });

  it('stay as they are while their code is not judged again', () => {
    const opened = after(issues(push(findings, 'a'.repeat(40))));
    expect(issues(push([], 'c'.repeat(40), opened))).toEqual([]);
  });
});
