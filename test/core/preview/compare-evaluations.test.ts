import { describe, expect, it } from 'vitest';
import { compareEvaluations } from '../../../src/core/preview/compare-evaluations.ts';
import { ownersLine, previewGist } from '../../../src/core/preview/words.ts';
import { aFinding } from '../../builders/a-finding.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { anEvaluation } from '../../builders/an-evaluation.ts';
import { aPlace } from '../../builders/an-asset.ts';

const finance = { name: '@acme/finance', kind: 'team', why: 'CODEOWNERS line 1' } as const;

describe('what other rules would change on the same tree', () => {
  it('tells what newly blocks, what is newly asked for, and what no longer is, by owner', () => {
    const [blocks, considered, gone, watched, same] = ['b', 'c', 'g', 'w', 's'].map((one) =>
      aFinding({ fingerprint: one, owners: [finance] }),
    );
    if (!blocks || !considered || !gone || !watched || !same) throw new Error('five findings');
    const before = anEvaluation({ findings: [blocks, gone, same] });
    const after = anEvaluation({
      findings: [{ ...blocks, phase: 'enforce' }, { ...considered, owners: [] }, { ...watched, phase: 'observe' }, same],
    });
    const preview = compareEvaluations(before, after);
    expect(preview.counts).toEqual({ newlyBlocks: 1, newlyConsidered: 1, newlyWatched: 1, noLonger: 1 });
    expect(preview.findings.map(({ finding, before: was, after: is }) => [finding.fingerprint, was, is])).toEqual([
      ['b', 'advise', 'enforce'],
      ['c', 'none', 'advise'],
      ['w', 'none', 'observe'],
      ['g', 'advise', 'none'],
    ]);
    expect(preview.owners).toEqual([
      { owner: '@acme/finance', newlyBlocks: 1, newlyConsidered: 0, noLonger: 1 },
      { owner: 'nobody', newlyBlocks: 0, newlyConsidered: 1, noLonger: 0 },
    ]);
  });

  it('tells how many findings change hands, from whom to whom, the most first', () => {
    const [one, two, three, same] = ['1', '2', '3', '4'].map((fingerprint) => aFinding({ fingerprint, owners: [finance] }));
    if (!one || !two || !three || !same) throw new Error('four findings');
    const sales = { ...finance, name: '@acme/sales' };
    const preview = compareEvaluations(
      anEvaluation({ findings: [one, two, three, same] }),
      anEvaluation({
        findings: [{ ...one, owners: [] }, { ...two, owners: [sales, finance] }, { ...three, owners: [finance, sales] }, same],
      }),
    );
    expect(preview.handovers).toEqual([
      { from: ['@acme/finance'], to: ['@acme/finance', '@acme/sales'], findings: 2 },
      { from: ['@acme/finance'], to: ['nobody'], findings: 1 },
    ]);
    expect(previewGist(preview)).toBe('3 change hands');
    expect(ownersLine(preview)).toBe('touches @acme/finance, @acme/sales, nobody');
  });

  it('counts a finding that an exception begins to cover as one that no longer weighs', () => {
    const finding = aFinding({ fingerprint: 'x' });
    const { counts } = compareEvaluations(
      anEvaluation({ findings: [finding] }),
      anEvaluation({ findings: [{ ...finding, disposition: 'excepted' }] }),
    );
    expect(counts).toEqual({ newlyBlocks: 0, newlyConsidered: 0, newlyWatched: 0, noLonger: 1 });
  });

  it('tells which policies come, go and differ, and in what', () => {
    const [one, two, three] = ['ONE1', 'TWO1', 'THREE1'].map((id) => aPolicy({ id }));
    if (!one || !two || !three) throw new Error('three policies');
    const preview = compareEvaluations(
      anEvaluation({ policies: [one, two] }),
      anEvaluation({ policies: [{ ...one, phase: 'enforce', severity: 'low' }, three] }),
    );
    expect(preview.policies).toMatchObject([
      { policy: 'ONE1', kind: 'changed', changed: ['severity', 'phase'] },
      { policy: 'THREE1', kind: 'added' },
      { policy: 'TWO1', kind: 'removed' },
    ]);
  });

  it('tells the trouble that only the new rules have', () => {
    const old = { code: 'sql', message: 'cannot read', location: aPlace('a.sql', 1) };
    const fresh = { code: 'policy-does-not-compile', message: 'no', location: aPlace('p.rego', 1) };
    expect(compareEvaluations(anEvaluation({ problems: [old] }), anEvaluation({ problems: [old, fresh] })).problems).toEqual([fresh]);
  });
});
