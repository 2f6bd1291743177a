import { describe, expect, it } from 'vitest';
import { OPA } from '../policies/opa.ts';
import { wantedOfApp } from '../../src/compose/doctor.ts';
import { say, scene, tellStories, writes } from './command-story.ts';

tellStories();

const { permissions, events } = wantedOfApp();

describe.skipIf(OPA === undefined)('/tollgate doctor (needs OPA)', () => {
  it('tells what is wrong and what is unknown, each with what to do', async () => {
    const { story } = scene;
    story.repository.setup = { rules: [], granted: { permissions, events: events.filter((event) => event !== 'merge_group') } };
    const { words, reactions } = await say('/tollgate doctor');
    expect(reactions).toEqual(['+1']);
    expect(words[0]).toMatch(/\d+ to fix, \d+ unknown, \d+ fine/);
    expect(words[0]).toContain('is not required on main');
    expect(words[0]).toContain('without merge');
    expect(words[0]).toMatch(/unknown: Whether @.?acme\/data is there is unknown/);
    expect(words[0]).toContain('/settings/rules)');
    expect(writes()).toEqual(['reactions/create-for-issue-comment', 'issues/create-comment']);
  });

  it('knows its own app, so a check that is pinned to another is wrong', async () => {
    const check = { context: 'Tollgate', integration_id: 5 };
    const rule = { type: 'required_status_checks', parameters: { required_status_checks: [check] } };
    scene.story.repository.setup = { rules: [rule], granted: { permissions, events } };
    const { words } = await say('/tollgate doctor');
    expect(words[0]).toContain('is required on main from app 5, but tollgate &#40;77&#41; reports it');
  });

  it('answers only who may write here', async () => {
    const { words } = await say('/tollgate doctor', { by: 'exec' });
    expect(words[0]).toContain('takes permission to write here');
  });
});
