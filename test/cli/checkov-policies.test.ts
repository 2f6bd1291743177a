import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Evaluation } from '../../src/model/evaluation.ts';
import { OPA } from '../policies/opa.ts';
import { runTollgate } from './run-tollgate.ts';

const FILES: Readonly<Record<string, string>> = {
  'library/private.yaml': `metadata:
  id: ACME_1
  name: Buckets are private
  category: GENERAL_SECURITY
  severity: HIGH
  guideline: https://acme.example/private
  custom: {phase: enforce}
definition:
  cond_type: attribute
  resource_types: [aws_s3_bucket]
  attribute: acl
  operator: equals
  value: private
`,
  'library/broken.yaml': `metadata: {id: ACME_2, name: Broken, category: x}
definition:
  cond_type: attribute
  resource_types: [aws_s3_bucket]
  attribute: acl
  operator: equalz
`,
  'library/rego/named.rego': `# METADATA
# title: Buckets have names
# custom:
#   id: ACME_3
package acme.named

import rego.v1

deny contains {"asset": asset.id, "msg": "no name"} if {
\tsome asset in input.assets
\tasset.name == "aws_s3_bucket.open"
}
`,
  'code/main.tf': `variable "acl" {}

resource "aws_s3_bucket" "open" {
  acl = "public-read"
}

resource "aws_s3_bucket" "site" {
  # checkov:skip=ACME_1:a public site
  acl = "public-read"
}

resource "aws_s3_bucket" "hasty" {
  # checkov:skip=ACME_1
  acl = "public-read"
}

resource "aws_s3_bucket" "open_question" {
  acl = var.acl
}
`,
};

const root = mkdtempSync(join(tmpdir(), 'tollgate-checkov-'));
beforeAll(() => {
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe.skipIf(OPA === undefined)('a library with policies of Checkov’s language beside Rego', () => {
  it('gives findings in one evaluation, and blocks where it enforces', () => {
    const { code, stdout } = runTollgate(['check', join(root, 'code'), '--policies', join(root, 'library'), '--format', 'json']);
    const { findings, problems, policies } = JSON.parse(stdout) as Evaluation;
    expect(code).toBe(1);
    expect(policies.map(({ id, input }) => `${id} ${input}`)).toEqual(['ACME_3 assets', 'ACME_1 graph']);
    const told = findings.map((one) => [one.policy, one.rule, one.assetName, one.location.start.line, one.disposition, one.phase]);
    expect(told).toEqual([
      ['ACME_3', 'deny', 'aws_s3_bucket.open', 3, 'new', 'advise'],
      ['ACME_1', 'deny', 'aws_s3_bucket.open', 4, 'new', 'enforce'],
      ['ACME_1', 'deny', 'aws_s3_bucket.site', 9, 'suppressed', 'enforce'],
      ['ACME_1', 'deny', 'aws_s3_bucket.hasty', 14, 'new', 'enforce'],
      ['ACME_1', 'undecided', 'aws_s3_bucket.open_question', 18, 'new', 'enforce'],
    ]);
    expect(findings[1]).toMatchObject({ severity: 'high', remediation: { page: 'https://acme.example/private' } });
    expect(problems.map((one) => [one.code, one.location.file.endsWith('library/broken.yaml'), one.location.start.line])).toEqual([
      ['policy-metadata', true, 6],
      ['suppression-refused', false, 13],
    ]);
  });

  it('tells people what is wrong, where, and where to read on', () => {
    const { stdout } = runTollgate(['check', join(root, 'code'), '--policies', join(root, 'library')]);
    expect(stdout).toContain('error[ACME_1]: aws_s3_bucket.open: acl must be private');
    expect(stdout).toContain('Cannot tell whether acl of aws_s3_bucket.open_question is as it has to be: it is set by var.acl');
    expect(stdout).toContain('see https://acme.example/private');
    expect(stdout).toContain('broken.yaml:6:13');
  });
});

describe.skipIf(OPA === undefined)('a library of such policies alone', () => {
  it('judges', () => {
    const alone = join(root, 'alone');
    mkdirSync(alone, { recursive: true });
    writeFileSync(join(alone, 'a.yaml'), FILES['library/private.yaml'] ?? '');
    const { code, stdout } = runTollgate(['check', join(root, 'code'), '--policies', alone, '--format', 'json']);
    const { findings, policies } = JSON.parse(stdout) as Evaluation;
    expect([code, findings.length, policies.length]).toEqual([1, 4, 1]);
  });
});
