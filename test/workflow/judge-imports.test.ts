import { describe, expect, it } from 'vitest';
import type { Governance } from '../../src/core/conclude-evaluation.ts';
import type { Checkout } from '../../src/core/ports.ts';
import { parseSettings } from '../../src/core/settings/parse-settings.ts';
import type { ChangedFile, LineRange } from '../../src/model/change-set.ts';
import { judgeImports } from '../../src/workflow/judge-imports.ts';
import { anAsset, aPlace } from '../builders/an-asset.ts';
import { aCheck, aCheckov, aReport, aResult, aSarif } from '../core/imports/reports.ts';
import { aTree } from '../fakes/a-tree.ts';

type Texts = Readonly<Record<string, string>>;

interface Given {
  readonly settings?: string;
  readonly reports?: Governance['reports'];
  readonly changed?: readonly LineRange[];
  readonly renamed?: string;
  readonly declared?: Parameters<typeof judgeImports>[2];
  readonly whole?: 'tree';
}

const settingsOf = (text: string) => parseSettings({ path: '.github/tollgate.yml', text, size: text.length }).settings;

/** `a.sql` changes at these lines; with `renamed`, it had that name before. */
async function judged(base: Texts, head: Texts, { settings = '', reports, changed = [], renamed, declared, whole }: Given) {
  const file: ChangedFile = { path: 'a.sql', basePath: renamed ?? 'a.sql', status: 'modified', changedLines: changed, shownLines: [] };
  const sides = { base: { commit: 'b', name: 'main' }, head: { commit: 'h', name: 'feature' }, files: [file] };
  const changeSet = whole ? { ...sides, base: null, whole } : sides;
  const checkout: Checkout = { changeSet, base: whole ? null : aTree(base), head: aTree(head), governing: aTree(base) };
  const governance = { settings: settingsOf(settings), ...(reports ? { reports } : {}) } as Governance;
  return judgeImports(checkout, governance, declared ?? { base: [], head: [] });
}

const of = (head: string, base?: string) => ({ head: [aReport(head)], base: base === undefined ? null : [aReport(base, 'base.sarif')] });
const told = ({ findings }: Awaited<ReturnType<typeof judged>>) =>
  findings.map(({ disposition, location, policy }) => `${disposition} ${policy.id} ${location.file}:${location.start.line}`);
const codes = ({ problems }: Awaited<ReturnType<typeof judged>>) => problems.map(({ code, undecided }) => [code, undecided ?? false]);

const BEFORE = 'select 1;\nselect 2;\nselect 3;\n';
const AFTER = `-- first\n${BEFORE}select 4;\n`;

describe('results of both sides', () => {
  it('are new, existing and fixed, whatever lines moved', async () => {
    const reports = of(aSarif([aResult(3), aResult(5)]), aSarif([aResult(2), aResult(3)]));
    const answer = await judged({ 'a.sql': BEFORE }, { 'a.sql': AFTER }, { reports });
    expect(told(answer)).toEqual(['existing lint:R1 a.sql:3', 'new lint:R1 a.sql:5', 'fixed lint:R1 a.sql:3']);
    expect(codes(answer)).toEqual([]);
  });

  it('are the same in a renamed file', async () => {
    const before = aSarif([
      aResult(2, { locations: [{ physicalLocation: { artifactLocation: { uri: 'old.sql' }, region: { startLine: 2 } } }] }),
    ]);
    const answer = await judged(
      { 'old.sql': BEFORE },
      { 'a.sql': AFTER },
      { reports: of(aSarif([aResult(3)]), before), renamed: 'old.sql' },
    );
    expect(told(answer)).toEqual(['existing lint:R1 a.sql:3']);
  });

  it('are the same by what the tool tells them apart by, though their line was rewritten', async () => {
    const partialFingerprints = { primaryLocationLineHash: 'abcdef:1' };
    const reports = of(aSarif([aResult(3, { partialFingerprints })]), aSarif([aResult(2, { partialFingerprints })]));
    const answer = await judged({ 'a.sql': BEFORE }, { 'a.sql': AFTER.replace('select 2', 'select 22') }, { reports });
    expect(told(answer)).toEqual(['existing lint:R1 a.sql:3']);
  });

  it('with the same words are counted', async () => {
    const twice = 'select 1;\nselect 1;\n';
    const reports = of(aSarif([aResult(1), aResult(2)]), aSarif([aResult(1)]));
    const answer = await judged({ 'a.sql': 'select 1;\n' }, { 'a.sql': twice }, { reports });
    expect(told(answer)).toEqual(['existing lint:R1 a.sql:1', 'new lint:R1 a.sql:2']);
    expect(new Set(answer.findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });

  it('of a tool that did not look at the head are not fixed', async () => {
    const other = aSarif([aResult(1)], { driver: { name: 'Other' } });
    const answer = await judged({ 'a.sql': BEFORE }, { 'a.sql': AFTER }, { reports: of(aSarif([]), other) });
    expect(told(answer)).toEqual([]);
  });
});

describe('where nobody knows those of the base', () => {
  it('one is new where its lines changed, and that is said', async () => {
    const reports = of(aSarif([aResult(3), aResult(5)]));
    const answer = await judged({ 'a.sql': BEFORE }, { 'a.sql': AFTER }, { reports, changed: [{ first: 5, last: 5 }] });
    expect(told(answer)).toEqual(['existing lint:R1 a.sql:3', 'new lint:R1 a.sql:5']);
    expect(codes(answer)).toEqual([['import-base', false]]);
  });

  it('the tool itself may know', async () => {
    const states = ['new', 'unchanged', 'absent'].map((baselineState, at) => aResult(at + 1, { baselineState }));
    const answer = await judged({ 'a.sql': BEFORE }, { 'a.sql': AFTER }, { reports: of(aSarif(states)) });
    expect(told(answer)).toEqual(['new lint:R1 a.sql:1', 'existing lint:R1 a.sql:2', 'fixed lint:R1 a.sql:3']);
    expect(codes(answer)).toEqual([]);
  });

  it('and everything is judged, all are new', async () => {
    const answer = await judged({}, { 'a.sql': AFTER }, { reports: of(aSarif([aResult(3)])), whole: 'tree' });
    expect(told(answer)).toEqual(['new lint:R1 a.sql:3']);
  });
});

describe('a result in an asset', () => {
  const place = aPlace('a.sql', 2);
  const asset = anAsset({
    name: 'crm.orders',
    file: 'a.sql',
    location: { ...place, end: { ...place.end, offset: place.start.offset } },
    extent: place,
  });

  it('carries it, and says its name', async () => {
    const { findings } = await judged(
      {},
      { 'a.sql': AFTER },
      { reports: of(aSarif([aResult(2)])), declared: { base: [], head: [asset] }, whole: 'tree' },
    );
    expect(findings[0]).toMatchObject({ asset: { id: asset.id }, statement: { asset: asset.id, message: 'crm.orders: Too long' } });
  });
});

describe('a result that has no place here', () => {
  it.each([
    ['leads outside', '../../etc/passwd'],
    ['is absolute, of another machine', 'file:///build/a.sql'],
    ['is not in this commit', 'b.sql'],
  ])('because its path %s is told, and undecided', async (_, uri) => {
    const result = aResult(1, { locations: [{ physicalLocation: { artifactLocation: { uri } } }] });
    const answer = await judged({}, { 'a.sql': AFTER }, { reports: of(aSarif([result, result])), whole: 'tree' });
    expect(told(answer)).toEqual([]);
    expect(codes(answer)).toEqual([['import-place', true]]);
    expect(answer.problems[0]?.message).toContain('and 1 more of its results');
  });

  it('but is absolute in this very folder, is found', async () => {
    const result = aResult(1, { locations: [{ physicalLocation: { artifactLocation: { uri: 'file:///build/a.sql' } } }] });
    const reports = { head: [{ ...aReport(aSarif([result])), root: '/build' }], base: null };
    expect(told(await judged({}, { 'a.sql': AFTER }, { reports, whole: 'tree' }))).toEqual(['new lint:R1 a.sql:1']);
  });

  it('since the file is shorter stands at its end, and that is said', async () => {
    const answer = await judged({}, { 'a.sql': AFTER }, { reports: of(aSarif([aResult(99)])), whole: 'tree' });
    expect(told(answer)).toEqual(['new lint:R1 a.sql:6']);
    expect(codes(answer)).toEqual([['import-outdated', false]]);
  });
});

describe('settings', () => {
  const SETTINGS = 'imports:\n  lint: { files: "reports/*.sarif", phase: enforce, severity: { note: critical }, suppressible: never }\n';

  it('name reports in the tree, on both sides, and weigh them', async () => {
    const base = { 'a.sql': BEFORE, 'reports/lint.sarif': aSarif([aResult(2)]) };
    const head = { 'a.sql': AFTER, 'reports/lint.sarif': aSarif([aResult(3), aResult(5)]) };
    const answer = await judged(base, head, { settings: SETTINGS });
    expect(told(answer)).toEqual(['existing lint:R1 a.sql:3', 'new lint:R1 a.sql:5']);
    expect(answer.policies).toMatchObject([
      { id: 'lint:R1', phase: 'enforce', severity: 'critical', suppressible: 'never', aliases: ['R1'] },
    ]);
  });

  it('want a report: one that is not there is unknown, not nothing', async () => {
    const answer = await judged({ 'a.sql': BEFORE }, { 'a.sql': AFTER }, { settings: SETTINGS });
    expect(codes(answer)).toEqual([['import-missing', true]]);
  });

  it('give a tool another name', async () => {
    const settings = 'imports: { iac: { tool: Checkov } }';
    const checks = JSON.stringify(aCheckov([aCheck('CKV_AWS_18', [1, 1], { repo_file_path: '/a.sql' })]));
    const answer = await judged({ 'a.sql': BEFORE }, { 'a.sql': AFTER }, { settings, reports: of(checks), whole: 'tree' });
    expect(told(answer)).toEqual(['new iac:CKV_AWS_18 a.sql:1']);
  });

  it('that ignore a path ignore what stands there', async () => {
    const answer = await judged({}, { 'a.sql': AFTER }, { settings: 'ignore: a.sql', reports: of(aSarif([aResult(1)])), whole: 'tree' });
    expect(told(answer)).toEqual([]);
  });
});
