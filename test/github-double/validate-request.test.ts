import { describe, expect, it } from 'vitest';
import { ALL_OPERATIONS } from './operations.ts';
import { requestValidator } from './validate-request.ts';

const validate = requestValidator(Object.keys(ALL_OPERATIONS));
const ask = (method: string, path: string, body?: unknown, query = '') =>
  validate({ method, path, query: new URLSearchParams(query), body });

const annotation = { path: 'a.sql', start_line: 1, end_line: 1, annotation_level: 'notice', message: 'm' };
const run = {
  name: 'Tollgate',
  head_sha: 'a'.repeat(40),
  status: 'completed',
  conclusion: 'neutral',
  output: { title: 't', summary: 's' },
};

describe('the double refuses what GitHub would', () => {
  it.each([
    ['an unknown property', { ...run, colour: 'red' }],
    ['an unknown conclusion', { ...run, conclusion: 'maybe' }],
    ['51 annotations', { ...run, output: { ...run.output, annotations: Array.from({ length: 51 }, () => annotation) } }],
    ['a long button', { ...run, actions: [{ label: 'x'.repeat(21), description: 'd', identifier: 'i' }] }],
    ['no name', { head_sha: 'a'.repeat(40) }],
  ])('%s in a check run', (_, body) => {
    expect(ask('POST', '/repos/acme/warehouse/check-runs', body)?.faults).not.toEqual([]);
  });

  it('an unknown query, and one of the wrong kind', () => {
    expect(ask('GET', '/repos/acme/warehouse/issues', undefined, 'colour=red')?.faults).toEqual(['unknown query colour']);
    expect(ask('GET', '/repos/acme/warehouse/issues', undefined, 'per_page=many')?.faults).toHaveLength(1);
  });

  it('an operation that it does not have', () => {
    expect(ask('POST', '/repos/acme/warehouse/check-run')).toBeUndefined();
  });
});

it('takes what is right, with slashes in a ref', () => {
  expect(ask('POST', '/repos/acme/warehouse/check-runs', run)).toMatchObject({ operationId: 'checks/create', faults: [] });
  expect(ask('GET', '/repos/acme/warehouse/git/ref/heads/a/b')).toMatchObject({ values: { ref: 'heads/a/b' }, faults: [] });
});
