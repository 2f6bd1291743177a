import { execFileSync } from 'node:child_process';
import { beforeEach, describe, expect, it } from 'vitest';
import type { DoublePull } from '../github-double/world.ts';
import { OPA } from '../policies/opa.ts';
import { ASK, clock, commentOn, say, scene, show, SQL, tellStories, writes } from './command-story.ts';

tellStories();

describe.skipIf(OPA === undefined)('a command in a comment (needs OPA)', () => {
  it('is answered with a reaction and a line', async () => {
    const { words, reactions } = await say('/tollgate explain PII002');
    expect(reactions).toEqual(['+1']);
    expect(words).toHaveLength(1);
    expect(words[0]).toContain('@mona **<code>mart.customers.email</code>');
    expect(words[0]).toContain('· blocks');
    expect(writes()).toEqual(['reactions/create-for-issue-comment', 'issues/create-comment']);
  });

  it('is done once, however often it is delivered', async () => {
    await say('/tollgate explain PII002', { id: 'one' });
    const before = scene.story.repository.talk?.length;
    const payload = { ...scene.story.pullEvent('created', scene.pull), issue: { number: 5, pull_request: {} } };
    const last = scene.story.repository.talk?.at(-2);
    for (const id of ['one', 'two', 'three'])
      await scene.story.send(
        'issue_comment',
        { ...payload, comment: { id: last?.id, body: last?.body, user: { login: 'mona', type: 'User' } } },
        { id },
      );
    expect(scene.story.repository.talk).toHaveLength(before ?? 0);
  });

  it('says what is wrong with it, in one line', async () => {
    const { words, reactions } = await say('/tollgate exept PII002');
    expect(reactions).toEqual(['confused']);
    expect(words[0]).toContain('is no command: did you mean <code>except</code>?');
  });

  it.each([
    ['an edited comment', '/tollgate fix', { edited: true }, 'A comment that was edited does nothing'],
    ['a person who may only read', '/tollgate fix', { by: 'exec' }, '<code>fix</code> takes permission to write here'],
    ['a command from before the evaluation', '/tollgate fix', { at: '2026-11-23T09:00:00Z' }, 'was judged after you wrote this'],
    ['a name that is nothing here', '/tollgate explain PII007', {}, 'No new finding here is called <code>PII007</code>'],
    ['what blocks cannot be folded', '/tollgate snooze PII002 until 2026-12-01', {}, 'PII002 blocks here'],
    ['an exception for two policies', '/tollgate except until 2026-12-01 because "x"', {}, 'Ask for one policy at a time'],
    [
      'an exception that is too long',
      '/tollgate except PII002 until 2027-12-01 because "x"',
      {},
      'lasts 92 days at most: until 2027-02-23',
    ],
    ['an exception of the past', '/tollgate except PII002 until 2026-11-01 because "x"', {}, '2026-11-01 is over already'],
    ['an approval of nothing', '/tollgate approve', { by: 'exec' }, 'is for pull requests that ask for an exception'],
  ] as const)('%s is refused, and says why', async (_, body, spoken, says) => {
    const { words, reactions } = await say(body, spoken);
    expect([reactions, words[0]]).toEqual([['confused'], expect.stringContaining(says)]);
    expect(writes()).toEqual(['reactions/create-for-issue-comment', 'issues/create-comment']);
  });

  it('of people who may not is answered in words once, so that nobody can make Tollgate talk', async () => {
    expect((await say('/tollgate fix', { by: 'exec' })).words).toHaveLength(1);
    expect(await say('/tollgate recheck', { by: 'exec' })).toEqual({ words: [], reactions: ['confused'] });
    expect(await say('/tollgate approve', { by: 'exec' })).toMatchObject({
      words: [expect.stringContaining('is for pull requests that ask')],
    });
  });

  it('on an issue is about who takes it on', async () => {
    expect((await say('/tollgate assign @hubot', { issue: 99 })).words[0]).toContain('Assigned: @hubot.');
    expect([...(scene.story.repository.assigned?.get(99) ?? [])]).toEqual(['hubot']);
    expect((await say('/tollgate fix', { issue: 99 })).words[0]).toContain('On an issue there is <code>/tollgate assign');
  });

  it('that Tollgate fails at says so, and was not done', async () => {
    scene.story.commands.newest = () => Promise.reject(new Error('the database is away'));
    const { words, reactions } = await say('/tollgate fix');
    expect(scene.story.failures.splice(0)).toHaveLength(3);
    expect(words).toEqual([expect.stringContaining('Tollgate failed at this, and the fault is its own.')]);
    expect(reactions).toEqual(['confused']);
  });

  it('of a bot, and words that are none, ask nothing of GitHub', async () => {
    await say('/tollgate recheck', { by: 'other[bot]' });
    await say('I like /tollgate recheck');
    await say('/fp it is a code');
    expect(scene.story.github.ledger).toEqual([]);
  });

  it('about a commit that is no longer the head says so', async () => {
    scene.pull.headSha = scene.story.git.commit('feature', { 'README.md': 'x\n' });
    const { words } = await say('/tollgate fix');
    expect(words[0]).toContain(`the head is <code>${scene.pull.headSha.slice(0, 7)}</code> by now`);
  });

  it('recheck makes another run; who wrote the pull request may ask for it', async () => {
    expect((await say('/tollgate recheck', { by: 'author' })).reactions).toEqual(['+1']);
    expect(scene.story.repository.checkRuns).toHaveLength(2);
  });

  it('several on several lines are answered at once', async () => {
    const { words, reactions } = await say('/tollgate assign\n\n/tollgate assign @nobody');
    expect([...(scene.story.repository.assigned?.get(5) ?? [])]).toEqual(['hubot']);
    expect(reactions).toEqual(['confused']);
    expect(words).toHaveLength(1);
    expect(words[0]).toContain('Assigned: @hubot.');
    expect(words[0]).toContain('GitHub lets nobody of <code>nobody</code> be assigned here.');
  });
});

describe.skipIf(OPA === undefined)('fix (needs OPA)', () => {
  it('commits the edits as the app, where it may write', async () => {
    scene.story.repository.contents = 'write';
    const { words } = await say('/tollgate fix');
    expect(words[0]).toContain(`Fixed in <code>${scene.pull.headSha.slice(0, 7)}</code>`);
    expect(show('feature', SQL)).toContain(
      "  email VARCHAR WITH MASKING POLICY governance.mask_email WITH TAG (governance.pii = 'email')\n",
    );
    await scene.story.send('pull_request', scene.story.pullEvent('synchronize', scene.pull));
    expect(scene.story.repository.checkRuns.at(-1)).toMatchObject({ head_sha: scene.pull.headSha, conclusion: 'success' });
  });

  it('says the change as a patch, where it may not', async () => {
    const { words, reactions } = await say('/tollgate fix PII001');
    expect(reactions).toEqual(['confused']);
    expect(words[0]).toContain('```diff\n--- a/warehouse/customers.sql\n+++ b/warehouse/customers.sql\n@@ -1,4 +1,4 @@\n');
    expect(words[0]).toContain("+  email VARCHAR WITH TAG (governance.pii = 'email')\n");
  });

  it('never writes to a fork, and never over what was pushed meanwhile', async () => {
    scene.story.repository.contents = 'write';
    scene.story.repository.pulls.set(5, { ...scene.pull, fork: true });
    expect((await say('/tollgate fix')).words[0]).toContain('Tollgate cannot write to a fork.');
    scene.story.repository.pulls.set(5, scene.pull);
    const pushed = scene.story.git.commit('feature', { 'README.md': 'x\n' });
    expect((await say('/tollgate fix')).words[0]).toContain('The branch has moved on meanwhile');
    expect(execFileSync('git', ['rev-parse', 'feature'], { cwd: scene.story.git.gitDir, encoding: 'utf8' }).trim()).toBe(pushed);
  });

  it('is a button, too, for who may write', async () => {
    scene.story.repository.contents = 'write';
    const [run] = scene.story.repository.checkRuns;
    expect(run?.actions.map((action) => (action as { identifier: string }).identifier)).toEqual([
      'apply-fixes',
      'request-exception',
      're-evaluate',
    ]);
    const press = (login: string, identifier: string) =>
      scene.story.send('check_run', {
        ...scene.story.pullEvent('requested_action', scene.pull),
        requested_action: { identifier },
        sender: { login },
        check_run: { id: run?.id, head_sha: run?.head_sha, completed_at: '2026-11-23T10:00:00Z', pull_requests: [] },
      });
    await press('exec', 'apply-fixes');
    expect(scene.story.repository.talk?.at(-1)?.body).toContain('Applying fixes takes permission to write here.');
    await press('mona', 'request-exception');
    await press('mona', 'request-exception');
    expect(scene.story.repository.talk).toHaveLength(2);
    expect(scene.story.repository.talk?.at(-1)?.body).toContain(
      '<code>/tollgate except PII002 mart.customers.email until 2026-12-23 because &#34;…&#34;</code>',
    );
    await press('mona', 'apply-fixes');
    expect(show('feature', SQL)).toContain('WITH MASKING POLICY');
    expect(scene.story.repository.talk).toHaveLength(2);
  });
});

const proposal = (): DoublePull => [...scene.story.repository.pulls.values()].at(-1)!;

describe.skipIf(OPA === undefined)('an exception (needs OPA)', () => {
  beforeEach(() => {
    scene.story.repository.contents = 'write';
  });

  it('is asked for by a pull request that adds it, of those who may approve it', async () => {
    const { words, reactions } = await say(ASK, { thread: commentOn('PII002') });
    expect(reactions).toEqual(['+1']);
    const asked = proposal();
    expect(words[0]).toContain(
      `Asked for in #${asked.number} until 2026-12-31, 1 of 1 in 2026 Q4. It counts once one of @exec, @acme/data approves it and it is merged.`,
    );
    expect(asked).toMatchObject({ base: 'main', title: 'Except mart.customers.email from PII002 until 2026-12-31', teams: ['data'] });
    expect(asked.body).toContain('the vendor’s import breaks');
    const file = show(asked.headSha, '.github/tollgate/exceptions/pii002-mart-customers-email-2026-11-23.yml');
    expect(file).toContain('requested_by: "@mona"\nrequested: 2026-11-23\nexpires: 2026-12-31\n');
  });

  it('is asked for once', async () => {
    await say(ASK);
    expect((await say(ASK, { by: 'hubot' })).words[0]).toContain(`Asked for already, in #${proposal().number}.`);
    expect(scene.story.repository.pulls.size).toBe(2);
  });

  it('is a link to the file where the app may not write', async () => {
    delete scene.story.repository.contents;
    const { words } = await say(ASK);
    expect(words[0]).toContain('https://github.com/acme/warehouse/new/main?filename=.github%2Ftollgate%2Fexceptions%2Fpii002');
    expect(scene.story.repository.pulls.size).toBe(1);
  });

  it('over the quota is refused, with what to do', async () => {
    scene.story.git.commit('main', {
      '.github/tollgate/exceptions/old.yml':
        'policies: [PII002]\nscope: [{ asset: other }]\njustification: x\nrequested_by: "@mona"\nrequested: 2026-10-02\nexpires: 2026-10-03\n',
    });
    expect((await say(ASK)).words[0]).toContain(
      'PII002 has used 1 of 1 exceptions of 2026 Q4. Fix the finding, or ask when the next quarter begins.',
    );
  });

  it('counts when a listed approver who is not the author said so on that text, and it is merged', async () => {
    await say(ASK);
    const asked = proposal();
    await scene.story.send('pull_request', scene.story.pullEvent('opened', asked));
    const on = asked.number;
    expect((await say('/tollgate approve', { by: 'mona', on })).words[0]).toContain('Who asks for an exception cannot approve or deny it.');
    expect((await say('/tollgate approve', { by: 'hubot', on })).words[0]?.replaceAll('\u200b', '')).toContain(
      'Settings let <code>@exec</code>, <code>@acme/data</code> approve exceptions.',
    );
    expect((await say('/tollgate approve', { by: 'lead', on })).words[0]).toContain(
      `Approved at <code>${asked.headSha.slice(0, 7)}</code> until 2026-12-31.`,
    );
    const path = '.github/tollgate/exceptions/pii002-mart-customers-email-2026-11-23.yml';
    scene.story.git.commit('main', { [path]: show(asked.headSha, path) });
    await scene.story.send('pull_request', scene.story.pullEvent('reopened', scene.pull));
    const { output, conclusion } = scene.story.repository.checkRuns.at(-1)!;
    expect(output.summary).toContain('1 of 1 in 2026 Q4');
    expect(conclusion).toBe('neutral');
  });

  it('that was denied is closed, and what it was about stands', async () => {
    await say(ASK);
    const asked = proposal();
    await scene.story.send('pull_request', scene.story.pullEvent('opened', asked));
    const { words } = await say('/tollgate deny because "not without a mask"', { by: 'exec', on: asked.number });
    expect(words[0]).toContain('Denied. What it was about stands. not without a mask');
    expect(asked.state).toBe('closed');
  });

  it('is what a false positive that blocks asks for; one that does not is only noted', async () => {
    expect((await say('/fp it is a code', { thread: commentOn('PII002') })).words[0]).toContain(
      'It blocks until an exception is approved. Asked for in #',
    );
    expect(show(proposal().headSha, '.github/tollgate/exceptions/pii002-mart-customers-email-2026-11-23.yml')).toContain(
      'False positive: it is a code',
    );
    expect((await say('/fp it is a code', { thread: commentOn('PII001') })).words[0]).toContain(
      'Noted as wrong, for the figures of the policy',
    );
    expect(scene.story.repository.pulls.size).toBe(2);
  });
});

describe.skipIf(OPA === undefined)('snooze (needs OPA)', () => {
  it('folds the comment until the day is over, and open shows it again', async () => {
    const thread = commentOn('PII001');
    const body = () => scene.story.repository.comments.find(({ id }) => id === thread)?.body ?? '';
    expect((await say('/tollgate snooze until 2026-11-30', { thread })).reactions).toEqual(['+1']);
    expect(body()).toContain('Folded until 2026-11-30 by mona; it stands, and the check run lists it.');
    expect(scene.story.repository.checkRuns).toHaveLength(1);
    expect((await say('/open', { thread })).reactions).toEqual(['+1']);
    expect(body()).toContain('· to consider');
    await say('/tollgate snooze until 2026-11-30', { thread });
    clock.now = Date.parse('2026-12-01T00:00:10Z');
    await scene.story.send('pull_request', scene.story.pullEvent('reopened', scene.pull));
    expect(body()).toContain('· to consider');
  });
});
