import { z } from 'zod';
import type { SettleThreads } from '../../model/action.ts';
import type { Session } from './session.ts';

/**
 * Resolves threads, or opens them again, all in one request. A thread in which a person wrote is theirs and stays as it is. Source: GitHub
 * Docs, GraphQL, "resolveReviewThread"; it takes "Contents: write".
 */
export async function settleThreads(
  session: Session,
  { owner, name }: { owner: string; name: string },
  action: SettleThreads,
): Promise<void> {
  const threads = await threadsOf(session, { owner, name, number: action.pull });
  const own = (ids: readonly number[], isResolved: boolean): readonly string[] =>
    threads.filter((thread) => thread.isResolved === isResolved && isOurs(thread, ids)).map(({ id }) => id);
  const changes = [
    ...own(action.resolve, false).map((id) => ({ id, field: 'resolveReviewThread' })),
    ...own(action.reopen, true).map((id) => ({ id, field: 'unresolveReviewThread' })),
  ];
  if (changes.length === 0) return;
  const names = changes.map((_, index) => `$id${index}: ID!`).join(', ');
  const fields = changes.map(({ field }, index) => `change${index}: ${field}(input: { threadId: $id${index} }) { thread { id } }`);
  const variables = Object.fromEntries(changes.map(({ id }, index) => [`id${index}`, id]));
  await session.set(Answer, GRAPHQL, { query: `mutation(${names}) { ${fields.join(' ')} }`, variables });
}

const GRAPHQL = 'POST /graphql';

const THREADS = `query($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      reviewThreads(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { id isResolved comments(first: 100) { totalCount nodes { databaseId author { kind: __typename } } } }
      }
    }
  }
}`;

const Thread = z.object({
  id: z.string(),
  isResolved: z.boolean(),
  comments: z.object({
    totalCount: z.number(),
    nodes: z.array(z.object({ databaseId: z.number(), author: z.object({ kind: z.string() }).nullable() })),
  }),
});
const Page = z.object({
  data: z.object({
    repository: z.object({
      pullRequest: z.object({
        reviewThreads: z.object({
          pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
          nodes: z.array(Thread),
        }),
      }),
    }),
  }),
});
/** GraphQL answers 200 to what it refuses, too: a thread that may not be settled is no failure of the check. */
const Answer = z.looseObject({});

const MOST_PAGES = 10;

async function threadsOf(
  session: Session,
  of: { owner: string; name: string; number: number },
): Promise<readonly z.infer<typeof Thread>[]> {
  const all: z.infer<typeof Thread>[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = Page.safeParse(await session.read(Answer, GRAPHQL, { query: THREADS, variables: { ...of, after } }));
    if (!answer.success) break;
    const { nodes, pageInfo } = answer.data.data.repository.pullRequest.reviewThreads;
    all.push(...nodes);
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  return all;
}

function isOurs({ comments: { nodes, totalCount } }: z.infer<typeof Thread>, ids: readonly number[]): boolean {
  const [first] = nodes;
  if (!first || !ids.includes(first.databaseId) || totalCount > nodes.length) return false;
  return nodes.every(({ author }) => author?.kind === 'Bot');
}
