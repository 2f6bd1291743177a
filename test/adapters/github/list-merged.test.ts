import { expect, it } from 'vitest';
import { listMerged } from '../../../src/adapters/github/list-merged.ts';

const pace = { now: () => 0, pause: () => Promise.resolve() };
const pull = (number: number, merged: string | null) => ({
  number,
  title: `Change ${number}`,
  merged_at: merged,
  updated_at: merged ?? '2026-11-20T00:00:00Z',
  html_url: `https://github.com/acme/warehouse/pull/${number}`,
  base: { sha: 'b'.repeat(40), repo: { id: 7 } },
  head: { sha: 'a'.repeat(40) },
});

/** Answers with these pages, and counts the calls. */
function answering(pages: (page: number) => readonly object[]) {
  const calls: unknown[] = [];
  const request = (_: string, parameters: Readonly<Record<string, unknown>>) => {
    calls.push(parameters);
    return Promise.resolve({ data: pages(Number(parameters['page'])) });
  };
  return { calls, request };
}

it('gives those that were merged in time, the newest first', async () => {
  const pages = [pull(1, '2026-11-01T00:00:00Z'), pull(2, null), pull(3, '2026-11-10T00:00:00Z'), pull(4, '2026-01-01T00:00:00Z')];
  const { request } = answering(() => pages);
  const { pulls, id, partial } = await listMerged(request, { repository: 'acme/warehouse', since: '2026-10-01T00:00:00Z', most: 10 }, pace);
  expect([pulls.map(({ number }) => number), id, partial]).toEqual([[3, 1], 7, false]);
  expect(pulls[0]).toMatchObject({ repository: 'acme/warehouse', url: 'https://github.com/acme/warehouse/pull/3' });
});

it('stops at as many as were asked for', async () => {
  const { request, calls } = answering((page) => Array.from({ length: 100 }, (_, at) => pull(page * 100 + at, '2026-11-01T00:00:00Z')));
  const { pulls, partial } = await listMerged(request, { repository: 'acme/warehouse', most: 150 }, pace);
  expect([pulls.length, calls.length, partial]).toEqual([150, 2, false]);
});

it('says that it stopped where more calls would be needed than it may make', async () => {
  const { request, calls } = answering(() => Array.from({ length: 100 }, (_, at) => pull(at, null)));
  const { partial } = await listMerged(request, { repository: 'acme/warehouse', most: 10 }, pace);
  expect([calls.length, partial]).toEqual([20, true]);
});

it('a repository that cannot be seen is told with what to do', async () => {
  const refusal = Object.assign(new Error('Not Found'), {
    name: 'HttpError',
    status: 404,
    response: { status: 404, headers: {}, data: {} },
  });
  const request = () => Promise.reject(refusal);
  await expect(listMerged(request, { repository: 'acme/none', most: 1 }, pace)).rejects.toMatchObject({ code: 'github-failed' });
});
