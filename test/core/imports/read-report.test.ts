import { describe, expect, it } from 'vitest';
import { readReport } from '../../../src/core/imports/read-report.ts';
import { aCheck, aCheckov, aReport, aResult, aSarif } from './reports.ts';

const read = (text: string) => readReport(aReport(text));
const one = (result: unknown, changes = {}) => read(aSarif([result], changes)).results[0];
const told = (text: string) =>
  read(text).problems.map(({ message, location, undecided }) => [location.start.line, undecided ?? false, message]);

describe('a result of SARIF', () => {
  it('has its rule, its words, its place and its page', () => {
    expect(one(aResult(3))).toEqual({
      tool: 'Lint',
      version: '1.2',
      rule: 'R1',
      title: 'Names are long',
      description: 'Names are long',
      page: 'https://lint.example/R1',
      level: 'note',
      message: 'Too long',
      paths: ['a.sql'],
      region: { startLine: 3 },
      pointer: '/runs/0/results/0',
    });
  });

  it.each([['none'], ['note'], ['warning'], ['error']])('of level %s keeps it', (level) => {
    expect(one(aResult(1, { level }))?.level).toBe(level);
  });

  it('is a warning where neither it nor its rule has a level', () => {
    expect(one(aResult(1, { ruleId: 'R2' }))?.level).toBe('warning');
  });

  it.each([['pass'], ['notApplicable'], ['informational']])('of kind %s is none', (kind) => {
    expect(read(aSarif([aResult(1, { kind })]))).toMatchObject({ results: [], problems: [] });
  });

  it.each([['open'], ['review']])('of kind %s is not decided', (kind) => {
    expect(one(aResult(1, { kind }))?.isOpen).toBe(true);
  });

  it('takes its words from the rule, with arguments', () => {
    expect(one(aResult(1, { message: { id: 'long', arguments: ['customer', '8'] } }))?.message).toBe('The name customer has 8 letters.');
  });

  it('shows the words of links, on one line', () => {
    expect(one(aResult(1, { message: { text: 'See [this\nplace](1) and \\[that\\]' } }))?.message).toBe('See this place and [that]');
  });

  it('finds its rule by index, and by the first part of its id', () => {
    expect(one({ ...aResult(1), ruleId: undefined, ruleIndex: 0 })?.rule).toBe('R1');
    expect(one(aResult(1, { ruleId: 'R1/2' }))).toMatchObject({ rule: 'R1/2', title: 'Names are long' });
  });

  it('finds the rule of an extension', () => {
    const extensions = [{ name: 'pack', rules: [{ id: 'P9', shortDescription: { text: 'Of a pack' } }] }];
    const driver = { name: 'Lint', rules: [] };
    const result = aResult(1, { ruleId: undefined, rule: { index: 0, toolComponent: { index: 0 } } });
    expect(one(result, { run: { tool: { driver, extensions } } })).toMatchObject({ rule: 'P9', title: 'Of a pack' });
  });

  it.each([
    ['accepted without a word', [{ kind: 'external' }], {}],
    ['accepted with one', [{ kind: 'inSource', status: 'accepted', justification: 'a template' }], { reason: 'a template' }],
    ['refused', [{ status: 'rejected' }], undefined],
    ['still looked at, beside one that is accepted', [{ status: 'accepted' }, { status: 'underReview' }], undefined],
    ['none', [], undefined],
  ])('with a suppression that is %s', (_, suppressions, suppressed) => {
    expect(one(aResult(1, { suppressions }))?.suppressed).toEqual(suppressed);
  });

  it('is told apart by the hash that GitHub goes by, else by all others, and never by words', () => {
    const partialFingerprints = { primaryLocationLineHash: 'abcdef:1', primaryLocationStartColumnFingerprint: '1234' };
    expect(one(aResult(1, { partialFingerprints }))?.identity).toBe('abcdef:1');
    expect(one(aResult(1, { fingerprints: { 'b/v1': 'bbbb', 'a/v1': 'aaaa' } }))?.identity).toBe('[["a/v1","aaaa"],["b/v1","bbbb"]]');
    expect(one(aResult(1, { fingerprints: { 'matchBasedId/v1': 'requires login' } }))?.identity).toBeUndefined();
  });

  it('has the score that GitHub reads severity from', () => {
    expect(one(aResult(1, { properties: { 'security-severity': '9.1' } }))?.score).toBe(9.1);
  });

  it('may say how it was before', () => {
    expect(one(aResult(1, { baselineState: 'updated' }))?.standing).toBe('existing');
    expect(one(aResult(1, { baselineState: 'absent' }))?.standing).toBe('absent');
  });

  it('may name its file by a number', () => {
    const run = { artifacts: [{ location: { uri: 'b.sql' } }] };
    const locations = [{ physicalLocation: { artifactLocation: { index: 0 } } }];
    expect(one(aResult(1, { locations }), { run })?.paths).toEqual(['b.sql']);
  });
});

describe('a report that cannot be read', () => {
  it('is told at the result that is wrong, and the others count', () => {
    const text = aSarif([aResult(1), aResult(0), { ruleId: 'R1' }]);
    const { results, problems } = read(text);
    expect(results).toHaveLength(1);
    expect(problems.map(({ message }) => message.slice(message.lastIndexOf(' at ')))).toEqual([
      ' at /runs/0/results/1/locations/0/physicalLocation/region/startLine.',
      ' at /runs/0/results/2/message.',
    ]);
    const lines = text.split('\n');
    expect(lines[(problems[0]?.location.start.line ?? 0) - 1]).toContain('"startLine": 0');
    expect(lines.slice(problems[1]?.location.start.line).join('')).toContain('"ruleId": "R1"');
    expect(problems.every(({ undecided }) => undecided)).toBe(true);
  });

  it.each([
    ['no JSON', '{"version": "2.1.0",\n "runs": [}', 2],
    ['another version', '{"runs": [],\n "version": "2.0.0"}', 2],
    ['runs that are no list', '{"version": "2.1.0",\n "runs": {}}', 2],
    ['JSON of another kind', '{"a": 1}', 1],
    ['nothing', '', 1],
    ['brackets without end', `{"version": "2.1.0", "runs": ${'['.repeat(200_000)}`, 1],
  ])('%s', (_, text, line) => {
    expect(told(text).map(([at, undecided]) => [at, undecided])).toEqual([[line, true]]);
  });

  it.each([
    ['has no results at all', { results: null }, 'did not finish'],
    ['says that it failed', { invocations: [{ executionSuccessful: false }] }, 'did not finish'],
    [
      'says that it could not read a file',
      { invocations: [{ toolExecutionNotifications: [{ level: 'error', message: { text: 'b.sql: syntax error' } }] }] },
      'b.sql: syntax error',
    ],
  ])('where the tool %s', (_, run, words) => {
    expect(told(aSarif([], { run }))).toEqual([[expect.any(Number), true, expect.stringContaining(words)]]);
  });

  it('tells so much and no more', () => {
    const { problems } = read(aSarif(Array.from({ length: 50 }, () => ({ ruleId: 'R1' }))));
    expect(problems).toHaveLength(21);
    expect(problems.at(-1)?.message).toBe('30 more like these stand in this report.');
  });

  it('a mark of byte order is no trouble', () => {
    expect(read(`\uFEFF${aSarif([aResult(1)])}`)).toMatchObject({ problems: [], results: [{ rule: 'R1' }] });
  });
});

describe('what checkov -o json prints', () => {
  it('alone or in a list, with what it skipped as suppressed', () => {
    const failed = aCheck('CKV_AWS_18', [1, 4]);
    const skipped = aCheck('CKV_AWS_19', [1, 4], { check_result: { result: 'SKIPPED', suppress_comment: 'logs of logs' } });
    const alone = read(JSON.stringify(aCheckov([failed], [skipped])));
    expect(alone.results).toMatchObject([
      {
        tool: 'Checkov',
        version: '3.3.30',
        rule: 'CKV_AWS_18',
        level: 'error',
        message: 'A bucket logs who reads it',
        page: 'https://docs.example/logging',
        paths: ['infra/main.tf', 'main.tf'],
        region: { startLine: 1, endLine: 4 },
      },
      { rule: 'CKV_AWS_19', suppressed: { reason: 'logs of logs' } },
    ]);
    expect(alone.problems).toEqual([]);
    const list = read(JSON.stringify([aCheckov([failed]), aCheckov([], [skipped])]));
    expect(list.results.map(({ pointer }) => pointer)).toEqual(['/0/results/failed_checks/0', '/1/results/skipped_checks/0']);
  });

  it('of files that it could not read is not decided', () => {
    const text = JSON.stringify(aCheckov([], [], { summary: { parsing_errors: 2 } }));
    expect(told(text)).toEqual([[1, true, expect.stringContaining('could not read 2 files')]]);
  });

  it('of a run that found nothing to look at is empty', () => {
    const text = JSON.stringify({ passed: 0, failed: 0, checkov_version: '3.3.30' });
    expect(read(text)).toEqual({ tools: ['Checkov'], results: [], problems: [] });
  });

  it('of another shape is told', () => {
    expect(told(JSON.stringify(aCheckov([{ check_id: 7 }])))).toEqual([
      [1, true, expect.stringContaining('/results/failed_checks/0/check_id')],
    ]);
  });
});
