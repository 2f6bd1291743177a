import { beforeAll, describe, expect, it } from 'vitest';
import { loadGrammars } from '../../src/adapters/grammar/load-grammars.ts';
import { judgeGraph, type GraphAnswer } from '../../src/core/checkov/judge-graph.ts';
import { withGraphPolicies } from '../../src/core/checkov/with-graph-policies.ts';
import type { Governance } from '../../src/core/conclude-evaluation.ts';
import { EXTRACTORS } from '../../src/core/extract/registry.ts';
import { readOne } from '../../src/core/extract/read-one.ts';
import { unitReader } from '../../src/core/extract/unit-reader.ts';
import type { Checkout, CompiledLibrary } from '../../src/core/ports.ts';
import { DEFAULT_SETTINGS } from '../../src/core/settings/default-settings.ts';
import { judgeGraphs, type JudgeGraphPorts } from '../../src/workflow/judge-graphs.ts';
import { anAsset } from '../builders/an-asset.ts';
import { aTree } from '../fakes/a-tree.ts';

const grammars = loadGrammars();
beforeAll(() => grammars.load('hcl'));

const POLICY = `metadata: {id: ACME_1, name: Buckets are blocked, category: privacy}
definition:
  and:
    - {cond_type: filter, attribute: resource_type, operator: within, value: [aws_s3_bucket]}
    - cond_type: connection
      resource_types: [aws_s3_bucket]
      connected_resource_types: [aws_s3_bucket_public_access_block]
      operator: exists
`;
const EMPTY: CompiledLibrary = { references: [], policies: [], digest: 'd', wasm: '', data: {}, problems: [] };
const library = withGraphPolicies(EMPTY, [{ name: 'acme', version: '', files: [{ path: 'a.yaml', text: POLICY, size: POLICY.length }] }]);
const governance: Governance = { settings: DEFAULT_SETTINGS, library, rules: [], exceptions: [], problems: [] };

function ports(answer?: GraphAnswer): JudgeGraphPorts & { readonly read: string[] } {
  const read: string[] = [];
  return {
    read,
    reader: {
      read: (requests) => {
        read.push(...requests.map(({ file }) => file.path));
        return Promise.resolve(requests.map((request) => readOne(request, EXTRACTORS, grammars.parse)));
      },
    },
    cache: { get: () => undefined, set: () => undefined },
    extractors: EXTRACTORS,
    units: unitReader(EXTRACTORS),
    graphs: { judgeGraph: (request) => Promise.resolve(answer ?? { statements: judgeGraph(request, EXTRACTORS), lost: [] }) },
  };
}

type Texts = Readonly<Record<string, string>>;

function checkoutOf(base: Texts | null, head: Texts): Checkout {
  const paths = [...new Set([...Object.keys(base ?? {}), ...Object.keys(head)])].filter((path) => base?.[path] !== head[path]);
  const files = paths.map((path) => ({ path, basePath: path, status: 'modified' as const, changedLines: [], shownLines: [] }));
  const changeSet = { base: base && { commit: 'b', name: 'main' }, head: { commit: 'h', name: 'x' }, files };
  return { changeSet, base: base && aTree(base), head: aTree(head), governing: aTree(base ?? head) };
}

const BUCKET = 'resource "aws_s3_bucket" "a" {}\n';
const BLOCK = 'resource "aws_s3_bucket_public_access_block" "a" { bucket = aws_s3_bucket.a.id }\n';
const declared = { base: [], head: [] };
const told = async (base: Texts | null, head: Texts) =>
  (await judgeGraphs(checkoutOf(base, head), governance, declared, ports())).findings.map(
    ({ disposition, statement }) => `${disposition} ${statement.asset}`,
  );

describe('findings of policies about resources', () => {
  it('are new where the head alone has them, wherever they stand', async () => {
    expect(await told({ 'b.tf': BUCKET, 'p.tf': BLOCK }, { 'b.tf': BUCKET, 'p.tf': '' })).toEqual(['new terraform:.:aws_s3_bucket.a']);
  });

  it('are fixed where the base alone has them', async () => {
    expect(await told({ 'b.tf': BUCKET, 'p.tf': '' }, { 'b.tf': BUCKET, 'p.tf': BLOCK })).toEqual(['fixed terraform:.:aws_s3_bucket.a']);
  });

  it('are existing where a changed file has them on both sides, and nothing where it is left alone', async () => {
    expect(await told({ 'b.tf': BUCKET }, { 'b.tf': `# x\n${BUCKET}` })).toEqual(['existing terraform:.:aws_s3_bucket.a']);
    expect(await told({ 'b.tf': BUCKET, 'x.tf': '' }, { 'b.tf': BUCKET, 'x.tf': '# x\n' })).toEqual([]);
  });

  it('without a base are those of the files named', async () => {
    expect(await told(null, { 'b.tf': BUCKET })).toEqual(['new terraform:.:aws_s3_bucket.a']);
  });

  it('have the same fingerprint in another file', async () => {
    const of = async (head: Texts) => (await judgeGraphs(checkoutOf(null, head), governance, declared, ports())).findings[0]?.fingerprint;
    expect(await of({ 'b.tf': BUCKET })).toBe(await of({ 'other.tf': `\n\n${BUCKET}` }));
  });

  it('are of the asset that declares the resource', async () => {
    const asset = anAsset({ id: 'terraform:.:aws_s3_bucket.a', name: 'aws_s3_bucket.a', file: 'b.tf' });
    const { findings } = await judgeGraphs(checkoutOf(null, { 'b.tf': BUCKET }), governance, { base: [], head: [asset] }, ports());
    expect(findings.map((one) => one.asset?.name)).toEqual(['aws_s3_bucket.a']);
  });
});

describe('what is read', () => {
  it('is nothing where no policy asks, or nothing of the kind is touched', async () => {
    const [idle, other] = [ports(), ports()];
    await judgeGraphs(checkoutOf(null, { 'b.tf': BUCKET }), { ...governance, library: EMPTY }, declared, idle);
    await judgeGraphs(checkoutOf({ 'b.tf': BUCKET, 'a.sql': '' }, { 'b.tf': BUCKET, 'a.sql': 'select 1' }), governance, declared, other);
    expect([idle.read, other.read]).toEqual([[], []]);
  });

  it('is all Terraform, of templates those that changed, and nothing that settings ignore', async () => {
    const head = { 'b.tf': BUCKET, 'm/c.tf': '', 'old/d.tf': BUCKET, 't.yaml': 'a: b', 'u.yaml': 'a: b' };
    const used = ports();
    const settings = { ...DEFAULT_SETTINGS, ignore: ['old/'] };
    const { findings } = await judgeGraphs(
      checkoutOf({ ...head, 'b.tf': '', 't.yaml': '' }, head),
      { ...governance, settings },
      declared,
      used,
    );
    expect([...new Set(used.read)].sort()).toEqual(['b.tf', 'm/c.tf', 't.yaml']);
    expect(findings).toHaveLength(1);
  });
});

it('a policy that gives no answer is a problem, and none of its findings is told as fixed', async () => {
  const lost = { statements: [], lost: [{ policy: 'ACME_1', why: 'it gave no answer within 5000 ms' }] };
  const answers = [lost, { statements: judgeStatements(), lost: [] }];
  const used = { ...ports(), graphs: { judgeGraph: () => Promise.resolve(answers.shift() ?? lost) } };
  const { findings, problems } = await judgeGraphs(checkoutOf({ 'b.tf': '' }, { 'b.tf': BUCKET }), governance, declared, used);
  expect(findings).toEqual([]);
  expect(problems).toMatchObject([{ code: 'policy-lost', undecided: true, location: { file: 'acme/a.yaml' } }]);
});

const judgeStatements = (): GraphAnswer['statements'] => {
  const start = { line: 1, column: 1, offset: 0 };
  return [{ policy: 'ACME_1', rule: 'deny', message: 'x', address: 'a', asset: 'a', location: { file: 'b.tf', start, end: start } }];
};
