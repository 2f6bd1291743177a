import { execFileSync } from 'node:child_process';
import { beforeEach, describe, expect, it } from 'vitest';
import { OPA } from '../policies/opa.ts';
import { ASK, say, scene, tellStories } from './command-story.ts';

tellStories();

describe.skipIf(OPA === undefined)('whatever goes wrong on the way (needs OPA)', () => {
  beforeEach(() => {
    scene.story.repository.contents = 'write';
  });

  it.each(['after-502', 'after-reset', 'after-half', 'before-502', 'secondary-403'] as const)(
    'an exception is asked for once, and answered once, when answers are lost: %s',
    async (fault) => {
      for (const operation of [
        'issues/get-comment',
        'repos/get-collaborator-permission-level',
        'git/create-tree',
        'git/create-commit',
        'git/create-ref',
        'pulls/create',
        'pulls/request-reviewers',
        'reactions/create-for-issue-comment',
        'issues/create-comment',
      ])
        scene.story.github.fail(operation, fault);
      const { words, reactions } = await say(ASK);
      expect([words.length, reactions]).toEqual([1, ['+1']]);
      expect(scene.story.repository.pulls.size).toBe(2);
      expect(scene.story.repository.talk).toHaveLength(2);
    },
  );

  it.each([1, 2, 3])('once, too, when the process dies at step %d', async (step) => {
    let steps = 0;
    const die = <Args extends readonly unknown[], Result>(act: (...args: Args) => Promise<Result>, after: boolean) => {
      return async (...args: Args): Promise<Result> => {
        if (!after && ++steps === step) throw new Error('killed');
        const result = await act(...args);
        if (after && ++steps === step) throw new Error('killed');
        return result;
      };
    };
    scene.story.commands.record = die(scene.story.commands.record, false);
    scene.exceptions.used = die(scene.exceptions.used, false);
    scene.story.commands.outcome = die(scene.story.commands.outcome, true);
    const { words, reactions } = await say(ASK);
    expect(scene.story.failures.splice(0).length).toBeGreaterThan(0);
    expect([words.length, reactions]).toEqual([1, ['+1']]);
    expect(scene.story.repository.pulls.size).toBe(2);
    expect(scene.story.repository.talk).toHaveLength(2);
  });

  it('a fix is committed once, though the answer to it is lost', async () => {
    scene.story.github.fail('git/update-ref', 'after-502', 'after-reset');
    const before = execFileSync('git', ['rev-list', '--count', 'feature'], { cwd: scene.story.git.gitDir, encoding: 'utf8' });
    expect((await say('/tollgate fix')).reactions).toEqual(['+1']);
    expect(Number(execFileSync('git', ['rev-list', '--count', 'feature'], { cwd: scene.story.git.gitDir, encoding: 'utf8' }))).toBe(
      Number(before) + 1,
    );
  });
});
