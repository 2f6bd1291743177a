import { describe, expect, it } from 'vitest';
import { readSkips } from '../../../src/core/decide/checkov-skip.ts';
import { suppressorFor } from '../../../src/core/decide/suppress.ts';
import type { Asset } from '../../../src/model/asset.ts';
import type { PolicyMetadata } from '../../../src/model/finding.ts';
import { aPolicy } from '../../builders/a-policy.ts';
import { anAsset, aPlace } from '../../builders/an-asset.ts';

const NOW = '2026-11-23T10:00:00Z';
const file = (text: string) => ({ path: 'main.tf', text, size: text.length });

/** The asset that stands from one line to another. */
function assetAt(first: number, last: number): Asset {
  const [start, end] = [aPlace('main.tf', first).start, aPlace('main.tf', last).end];
  return anAsset({ file: 'main.tf', location: aPlace('main.tf', first), extent: { file: 'main.tf', start, end } });
}

function verdict(text: string, asset: Asset, policy: Partial<PolicyMetadata> = {}): readonly [boolean, readonly string[]] {
  const suppressor = suppressorFor(new Map([['main.tf', file(text)]]), NOW);
  const covered = suppressor.covers(aPolicy({ id: 'ACME_1', ...policy }), { location: asset.location, asset });
  return [covered, [...suppressor.malformed(), ...suppressor.problems()].map(({ code, message }) => `${code} ${message}`)];
}

const BLOCK = (comment: string): string =>
  `resource "aws_s3_bucket" "a" {\n  bucket = "x"\n  # ${comment}\n}\nresource "aws_s3_bucket" "b" {\n}\n`;
const [INSIDE, OTHER] = [assetAt(1, 4), assetAt(5, 6)];

describe('comments of Checkov', () => {
  it('hide findings of the resource that they stand in, and of no other', () => {
    expect(verdict(BLOCK('checkov:skip=ACME_1:a public site'), INSIDE)).toEqual([true, []]);
    expect(verdict(BLOCK('checkov:skip=ACME_1:a public site'), OTHER)).toEqual([false, []]);
  });

  it.each([
    ['several ids', 'checkov:skip=CKV_AWS_1,ACME_1:why', {}, true],
    ['another tool’s id', 'checkov:skip=CKV_AWS_20:why', { aliases: ['CKV_AWS_20'] }, true],
    ['the older word', 'bridgecrew:skip= ACME_1:why', {}, true],
    ['no other policy', 'checkov:skip=CKV_AWS_20:why', {}, false],
    ['part of an id', 'checkov:skip=ACME_10:why', {}, false],
    ['an end that is to come', 'checkov:skip=ACME_1:why until=2026-12-31', { suppressible: 'with-expiry' }, true],
  ] as const)('%s', (_, comment, policy, covered) => {
    expect(verdict(BLOCK(comment), INSIDE, policy)).toEqual([covered, []]);
  });

  it.each([
    ['no reason', 'checkov:skip=ACME_1', {}, 'suppression-refused ACME_1 may only be suppressed with a reason: write it behind a colon.'],
    ['a reason without a colon', 'checkov:skip=ACME_1 why', {}, 'with a reason'],
    ['never', 'checkov:skip=ACME_1:why', { suppressible: 'never' }, 'may not be suppressed'],
    ['approval', 'checkov:skip=ACME_1:why', { suppressible: 'with-approval' }, 'with approval'],
    ['an end', 'checkov:skip=ACME_1:why', { suppressible: 'with-expiry' }, 'only be suppressed for a time'],
    ['an end that is over', 'checkov:skip=ACME_1:why until=2026-11-01', {}, 'ended on 2026-11-01'],
    ['an end that is no day', 'checkov:skip=ACME_1:why until=soon', {}, 'suppression-unreadable `until=soon` is no date'],
    ['no id', 'checkov:skip=:why', {}, 'suppression-unreadable This comment names no policy'],
  ] as const)('that a policy refuses hide nothing and are told: %s', (_, comment, policy, words) => {
    const [covered, problems] = verdict(BLOCK(comment), INSIDE, policy);
    expect(covered).toBe(false);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(words);
  });

  it('one that counts is enough beside one that does not', () => {
    expect(verdict(BLOCK('checkov:skip=ACME_1\n  # checkov:skip=ACME_1:why'), assetAt(1, 5))).toEqual([true, []]);
  });
});

describe('lists in the metadata of a template', () => {
  const YAML = `Resources:
  Data:
    Type: AWS::S3::Bucket
    Metadata:
      checkov:
        skip:
          - id: CKV_AWS_18
            comment: "logs of logs"
          - id: ACME_1
            comment: a public site
    Properties:
      Tags:
        - id: ACME_2
`;
  it('are read in YAML as far as they reach', () => {
    expect(readSkips(file(YAML)).map(({ policies, reason, line }) => [policies[0], reason, line])).toEqual([
      ['CKV_AWS_18', 'logs of logs', 7],
      ['ACME_1', 'a public site', 9],
    ]);
    expect(verdict(YAML, assetAt(2, 13))).toEqual([true, []]);
  });

  it('are read in JSON', () => {
    const text = JSON.stringify(
      { Metadata: { checkov: { skip: [{ id: 'ACME_1', comment: 'why' }, { id: 'ACME_2' }] } }, Tags: [{ id: 'X' }] },
      null,
      2,
    );
    expect(readSkips(file(text)).map(({ policies, reason }) => [policies[0], reason])).toEqual([
      ['ACME_1', 'why'],
      ['ACME_2', undefined],
    ]);
  });

  it('come to an end in hostile text', () => {
    const many = readSkips(file('checkov: skip:\n'.repeat(60_000)));
    const deep = readSkips(file(`${' '.repeat(50_000)}checkov:\n${' '.repeat(50_001)}skip:\n`.repeat(10)));
    const wide = readSkips(file(`checkov:${' '.repeat(500_000)}x`.repeat(3)));
    expect([many.length, deep.length, wide.length]).toEqual([0, 0, 0]);
  });
});
