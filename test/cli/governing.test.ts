import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aWorkTree, type TestWorkTree } from '../adapters/git/a-work-tree.ts';
import { BREAKING_CHANGE, LOOSENING, STRICT_BASE } from '../builders/loosening-heads.ts';
import { runTollgate } from './run-tollgate.ts';

/** What a verdict comes to: findings that weigh, and whose they are. */
interface Told {
  readonly decision: { readonly conclusion: string };
  readonly findings: readonly {
    readonly policy: string;
    readonly file: string;
    readonly phase: string;
    readonly disposition: string;
    readonly owners: readonly { readonly name: string }[];
  }[];
}

let repository: TestWorkTree;
beforeEach(() => {
  repository = aWorkTree();
  repository.commit(STRICT_BASE);
  repository.git('checkout', '--quiet', '-b', 'feature');
});
afterEach(() => repository.remove());

function verdict(...args: readonly string[]): unknown {
  const { code, stdout } = runTollgate(['check', '--base', 'main', ...args, '--format', 'json'], { folder: repository.root });
  const { decision, findings } = JSON.parse(stdout) as Told;
  const weighing = findings.filter(({ policy, file }) => file.endsWith('.sql') && ['PII001', 'BAN001'].includes(policy));
  const told = weighing.map(({ policy, phase, disposition, owners }) => [policy, phase, disposition, owners.map(({ name }) => name)]);
  return { code, conclusion: decision.conclusion, told: told.sort() };
}

const BLOCKED = {
  code: 1,
  conclusion: 'failure',
  told: [
    ['BAN001', 'enforce', 'new', ['@acme/crm']],
    ['PII001', 'enforce', 'new', ['@acme/crm']],
  ],
};

describe('the base governs, whatever the head brings', () => {
  it('nothing', () => {
    repository.commit(BREAKING_CHANGE);
    expect(verdict('--head', 'feature')).toEqual(BLOCKED);
  });

  it.each(LOOSENING)('%s, in commits and in the work tree', (_, files) => {
    repository.write({ ...BREAKING_CHANGE, ...files });
    expect(verdict()).toEqual(BLOCKED);
    repository.commit({});
    expect(verdict('--head', 'feature')).toEqual(BLOCKED);
  });
});
