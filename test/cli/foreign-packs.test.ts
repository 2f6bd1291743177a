import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Evaluation } from '../../src/model/evaluation.ts';
import { aWorkTree, type TestWorkTree } from '../adapters/git/a-work-tree.ts';
import { OPA } from '../policies/opa.ts';
import { runTollgate } from './run-tollgate.ts';

let repository: TestWorkTree;

beforeEach(() => {
  repository = aWorkTree();
});

afterEach(() => repository.remove());

function judged(...args: readonly string[]): Evaluation {
  const { stdout, stderr } = runTollgate(['check', '--base', 'main', '--head', 'feature', '--format', 'json', ...args], {
    folder: repository.root,
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Evaluation;
}

const said = ({ findings }: Evaluation) =>
  findings.map(({ policy, message, file, location, phase, disposition }) => ({
    policy,
    message,
    at: `${file}:${location.start.line}`,
    phase,
    disposition,
  }));

const CONFTEST = `package main

deny_root[msg] {
	input.kind == "Deployment"
	not input.spec.template.spec.securityContext.runAsNonRoot
	msg := sprintf("%s runs as root", [input.metadata.name])
}

violation[{"msg": "no owner", "details": {"missing": "owner"}, "_loc": {"file": data.conftest.file.name, "line": 3}}] {
	not input.metadata.labels.owner
}

warn[msg] {
	input.spec.replicas < 2
	msg := "one replica"
}
`;

const EXCEPTION = 'package main\n\nexception[rules] {\n\tinput.metadata.name == "trusted"\n\trules := ["root"]\n}\n';

const deployment = (name: string) => `kind: Deployment
apiVersion: apps/v1
metadata: { name: ${name} }
spec: { replicas: 1 }
`;

describe.skipIf(!OPA)('a conftest pack in the library of a repository (needs OPA)', () => {
  beforeEach(() => {
    const settings = 'policies: policies\nphases:\n  main: enforce\nowners:\n  tags: {}\n';
    repository.commit({
      '.github/tollgate.yml': settings,
      '.github/CODEOWNERS': 'deploy/ @acme/platform\n',
      'policies/k8s/main.rego': CONFTEST,
      'policies/k8s/exception.rego': EXCEPTION,
      'deploy/old.yaml': deployment('old'),
    });
    repository.git('checkout', '--quiet', '-b', 'feature');
  });

  it('judges changed files with its rule names, messages, places and exceptions, and blocks by the phase of the settings', () => {
    repository.commit({ 'deploy/app.yaml': deployment('app'), 'deploy/trusted.yaml': deployment('trusted') });
    const evaluation = judged();
    expect(evaluation.problems).toEqual([]);
    expect(said(evaluation)).toEqual([
      { policy: 'main', message: 'app runs as root', at: 'deploy/app.yaml:1', phase: 'enforce', disposition: 'new' },
      { policy: 'main', message: 'one replica', at: 'deploy/app.yaml:1', phase: 'advise', disposition: 'new' },
      { policy: 'main', message: 'no owner', at: 'deploy/app.yaml:3', phase: 'enforce', disposition: 'new' },
      { policy: 'main', message: 'one replica', at: 'deploy/trusted.yaml:1', phase: 'advise', disposition: 'new' },
      { policy: 'main', message: 'trusted runs as root', at: 'deploy/trusted.yaml:1', phase: 'enforce', disposition: 'excepted' },
      { policy: 'main', message: 'no owner', at: 'deploy/trusted.yaml:3', phase: 'enforce', disposition: 'new' },
    ]);
    expect(evaluation.findings[0]?.owners.map(({ name }) => name)).toEqual(['@acme/platform']);
    expect(new Set(evaluation.findings.map(({ fingerprint }) => fingerprint)).size).toBe(6);
    expect(evaluation.decision.conclusion).toBe('failure');
  });

  it('tells what was there before from what is new, and what was fixed', () => {
    repository.commit({ 'deploy/old.yaml': deployment('old').replace('replicas: 1', 'replicas: 2') });
    expect(said(judged()).map(({ message, disposition }) => `${message} ${disposition}`)).toEqual(
      expect.arrayContaining(['old runs as root existing', 'no owner existing', 'one replica fixed']),
    );
  });

  it('says of a changed file that it cannot read that nobody can tell', () => {
    repository.commit({ 'conf/app.cue': 'a: 1\nb: a + 1\n' });
    const evaluation = judged();
    expect(evaluation.problems).toMatchObject([{ code: 'cue-unreadable', location: { file: 'conf/app.cue', start: { line: 2 } } }]);
    expect(evaluation.decision.conclusion).toBe('failure');
  });
});

const REGULA = `package rules.open_bucket

__rego__metadoc__ := {
  "id": "ACME_01",
  "title": "Buckets are versioned",
  "custom": {"severity": "High", "controls": {"CIS": ["CIS_2.1"]}}
}

resource_type := "aws_s3_bucket"

default allow = false

allow {
  input.versioning[_].enabled == true
}
`;

const REGULA_MANY = `package rules.logged

import data.fugue

__rego__metadoc__ := {"id": "ACME_02", "title": "Buckets are logged"}

resource_type := "MULTIPLE"

logged := {log.bucket | log := fugue.resources("aws_s3_bucket_logging")[_]}

policy[j] {
  bucket := fugue.resources("aws_s3_bucket")[_]
  not logged[bucket.id]
  j := fugue.deny_resource_with_message(bucket, "nobody logs it")
}
`;

const TRIVY = `# METADATA
# title: S3 encryption should be enabled
# custom:
#   id: ACME-0088
#   avd_id: AVD-ACME-0088
#   severity: HIGH
#   input:
#     selector:
#     - type: cloud
#       subtypes:
#         - service: s3
#           provider: aws
package user.s3

import rego.v1

deny contains res if {
	some bucket in input.aws.s3.buckets
	not bucket.encryption.enabled.value
	res := result.new("it is not encrypted", bucket.encryption.enabled)
}
`;

const DOCKER = `# METADATA
# title: No sudo
# custom:
#   id: ACME-0010
#   severity: LOW
#   input:
#     selector:
#     - type: dockerfile
package user.sudo

import rego.v1

deny contains res if {
	some stage in input.Stages
	some command in stage.Commands
	command.Cmd == "run"
	startswith(command.Value[0], "sudo ")
	res := result.new("it runs sudo", command)
}
`;

const ELSEWHERE = TRIVY.replaceAll('s3', 'lightsail').replaceAll('ACME-0088', 'ACME-0001');

const BUCKETS = `resource "aws_s3_bucket" "raw" {
  bucket = "acme-raw"
}

resource "aws_s3_bucket" "good" {
  bucket = "acme-good"
  versioning { enabled = true }
}

resource "aws_s3_bucket_logging" "good" {
  bucket        = aws_s3_bucket.good.id
  target_bucket = "logs"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "good" {
  bucket = aws_s3_bucket.good.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
    }
  }
}
`;

describe.skipIf(!OPA)('packs for Regula and Trivy (need OPA)', () => {
  it('judge resources by their metadata, each as an asset', () => {
    repository.commit({
      '.github/tollgate.yml': 'extends: []\npolicies: policies\nphases: { ACME_01: enforce }\n',
      'policies/regula/a.rego': REGULA,
      'policies/regula/b.rego': REGULA_MANY,
      'policies/trivy/s3.rego': TRIVY,
      'policies/trivy/docker.rego': DOCKER,
    });
    repository.git('checkout', '--quiet', '-b', 'feature');
    repository.commit({ 'infra/main.tf': BUCKETS, Dockerfile: 'FROM debian\nRUN sudo id\n' });
    const evaluation = judged();
    expect(evaluation.problems).toEqual([]);
    expect(said(evaluation)).toEqual([
      { policy: 'ACME-0010', message: 'it runs sudo', at: 'Dockerfile:2', phase: 'advise', disposition: 'new' },
      { policy: 'ACME-0088', message: 'it is not encrypted', at: 'infra/main.tf:1', phase: 'advise', disposition: 'new' },
      { policy: 'ACME_01', message: 'Buckets are versioned', at: 'infra/main.tf:1', phase: 'enforce', disposition: 'new' },
      { policy: 'ACME_02', message: 'nobody logs it', at: 'infra/main.tf:1', phase: 'advise', disposition: 'new' },
    ]);
    expect(evaluation.findings.slice(1).map(({ assetName }) => assetName)).toEqual(Array(3).fill('aws_s3_bucket.raw'));
    expect(evaluation.policies).toMatchObject([
      { id: 'ACME_01', title: 'Buckets are versioned', severity: 'high', frameworks: ['CIS_2.1'], input: 'resources' },
      { id: 'ACME_02' },
      { id: 'ACME-0010', title: 'No sudo', severity: 'low', input: 'file' },
      { id: 'ACME-0088', severity: 'high', aliases: ['AVD-ACME-0088'], input: 'services' },
    ]);
  });

  it('a check may have functions of its own by the names of Trivy, and take what it reads from a library', () => {
    const own = TRIVY.replaceAll('ACME-0088', 'ACME-0002')
      .replace('package user.s3', 'package user.own')
      .replace('import rego.v1\n', 'import rego.v1\n\nimport data.lib.buckets\n')
      .replace('some bucket in input.aws.s3.buckets', 'some bucket in buckets.all_of_them\n\tisManaged(bucket)');
    repository.commit({
      '.github/tollgate.yml': 'extends: []\npolicies: policies\n',
      'policies/lib.rego': 'package lib.buckets\n\nimport rego.v1\n\nall_of_them := input.aws.s3.buckets\n',
      'policies/own.rego': `${own}\nisManaged(bucket) if bucket.name.value != "acme-good"\n`,
    });
    repository.git('checkout', '--quiet', '-b', 'feature');
    repository.commit({ 'infra/main.tf': BUCKETS });
    const evaluation = judged();
    expect(evaluation.problems).toEqual([]);
    expect(said(evaluation).map(({ policy, at }) => [policy, at])).toEqual([['ACME-0002', 'infra/main.tf:1']]);
  });

  it('a check of a service that is not told here is a problem at its place, and so is one that imports what does not compile', () => {
    repository.commit({
      '.github/tollgate.yml': 'extends: []\npolicies: policies\n',
      'policies/elsewhere.rego': ELSEWHERE,
      'policies/lib.rego': 'package lib.secrets\n\nimport rego.v1\n\nfound if squealer.scan_string("x")\n',
      'policies/user.rego': 'package user.secrets\n\nimport rego.v1\n\nimport data.lib.secrets\n\ndeny contains "x" if secrets.found\n',
    });
    repository.git('checkout', '--quiet', '-b', 'feature');
    repository.commit({ 'main.tf': BUCKETS });
    const problems = judged().problems.map(({ code, message, location }) => `${code} ${location.file}:${location.start.line} ${message}`);
    expect(problems).toEqual([
      expect.stringMatching(/^policy-does-not-compile policies\/lib.rego:5 .*squealer/),
      expect.stringMatching(/^policy-does-not-compile policies\/user.rego:5 .*imports `lib.secrets`/),
      expect.stringMatching(/^policy-input policies\/elsewhere.rego:4 .*aws\.lightsail/),
    ]);
  });
});

describe.skipIf(!OPA)('what settings say of packs (needs OPA)', () => {
  const pack = 'package site\n\nimport rego.v1\n\ndeny contains msg if {\n\tinput.play.port != data.wanted\n\tmsg := "another port"\n}\n';
  const counted = 'package all\n\nimport rego.v1\n\ndeny contains sprintf("%d files", [count(input)]) if count(input) > 1\n';

  it('which files, parsed as what, one by one or together, with which data', () => {
    repository.commit({
      '.github/tollgate.yml':
        'extends: []\npolicies: policies\ndata: policies/known\nformats: [{ paths: ["conf/*.conf"], format: hocon }]\npacks:\n  site: { files: ["conf/*.conf"] }\n  all: { files: ["/*.yaml"], together: true }\n',
      'policies/site.rego': pack,
      'policies/all.rego': counted,
      'policies/known/ports.yaml': 'wanted: 9000\n',
    });
    repository.git('checkout', '--quiet', '-b', 'feature');
    repository.commit({
      'conf/a.conf': 'play { port = 9001 }\n',
      'conf/b.conf': 'play.port: 9000\n',
      'a.yaml': 'x: 1\n',
      'b.yaml': 'x: 2\n',
    });
    const evaluation = judged();
    expect(evaluation.problems).toEqual([]);
    expect(said(evaluation).map(({ policy, message, at }) => `${at} ${policy}: ${message}`)).toEqual([
      'a.yaml:1 all: 2 files',
      'conf/a.conf:1 site: another port',
    ]);
  });

  it('about a pack that is not there is a problem at its line', () => {
    repository.commit({
      '.github/tollgate.yml': 'extends: []\npolicies: policies\npacks:\n  sites: { together: true }\n',
      'policies/site.rego': pack,
    });
    repository.git('checkout', '--quiet', '-b', 'feature');
    repository.commit({ 'a.yaml': 'play: { port: 1 }\n' });
    expect(judged().problems).toMatchObject([{ code: 'settings', location: { file: '.github/tollgate.yml', start: { line: 4 } } }]);
  });
});
