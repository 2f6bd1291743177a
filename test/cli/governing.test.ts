import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { composeLocal, type Local } from '../../src/compose/local.ts';
import type { Evaluation } from '../../src/model/evaluation.ts';
import { gather } from '../../src/workflow/gather.ts';
import { judgeChange } from '../../src/workflow/judge-change.ts';
import { aWorkTree, type TestWorkTree } from '../adapters/git/a-work-tree.ts';
import { BREAKING_CHANGE, LOOSENING, STRICT_BASE } from '../builders/loosening-heads.ts';
import { runTollgate } from './run-tollgate.ts';

let local: Local;
let repository: TestWorkTree;
beforeAll(() => {
  local = composeLocal();
});
afterAll(() => local.close());
beforeEach(() => {
  repository = aWorkTree();
  repository.commit(STRICT_BASE);
  repository.git('checkout', '--quiet', '-b', 'feature');
});
afterEach(() => repository.remove());

/** What a verdict comes to: findings that weigh, and whose they are. */
function told({ decision, findings }: Pick<Evaluation, 'decision' | 'findings'>): object {
  const weighing = findings.filter(({ policy, file }) => file.endsWith('.sql') && ['PII001', 'BAN001'].includes(policy));
  const lines = weighing.map(({ policy, phase, disposition, owners }) => [policy, phase, disposition, owners.map(({ name }) => name)]);
  return { conclusion: decision.conclusion, told: lines.sort() };
}

const BLOCKED = {
  conclusion: 'failure',
  told: [
    ['BAN001', 'enforce', 'new', ['@acme/crm']],
    ['PII001', 'enforce', 'new', ['@acme/crm']],
  ],
};

/** As the command line says it. */
function said(...args: readonly string[]): object {
  const { code, stdout } = runTollgate(['check', '--base', 'main', ...args, '--format', 'json'], { folder: repository.root });
  return { code, ...told(JSON.parse(stdout) as Evaluation) };
}

/** As `tollgate check` judges, without a process for each. */
async function judged(head?: string): Promise<object> {
  const checkout = await local.sourceControl.checkout({ path: repository.root, base: 'main', ...(head === undefined ? {} : { head }) });
  const context = { event: 'cli', surface: 'cli', branch: checkout.changeSet.head.name, now: local.now() } as const;
  return told((await judgeChange(checkout, await gather(checkout, local), context, local)).evaluation);
}

describe('the base governs, whatever the head brings', () => {
  it.each([['nothing', {}] as const, ...LOOSENING.slice(0, 1)])('%s, on the command line', (_, files) => {
    repository.write({ ...BREAKING_CHANGE, ...files });
    expect(said()).toEqual({ code: 1, ...BLOCKED });
    repository.commit({});
    expect(said('--head', 'feature')).toEqual({ code: 1, ...BLOCKED });
  });

  it.each(LOOSENING)('%s, in commits and in the work tree', async (_, files) => {
    repository.write({ ...BREAKING_CHANGE, ...files });
    expect(await judged()).toEqual(BLOCKED);
    repository.commit({});
    expect(await judged('feature')).toEqual(BLOCKED);
  });

  it('what is loosened where it counts is another verdict', async () => {
    const [, files = {}] = LOOSENING[0] ?? [];
    repository.git('checkout', '--quiet', 'main');
    repository.commit(files);
    repository.git('checkout', '--quiet', '-B', 'feature');
    repository.commit(BREAKING_CHANGE);
    expect(await judged('feature')).not.toEqual(BLOCKED);
  });
});
