import type { Answer } from './answer-request.ts';
import type { DoubleRepository, World } from './world.ts';

interface Asked {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The two things that are asked by GraphQL: the threads of a pull request, and that some are resolved or opened. */
export function answerGraphql({ query, variables }: Asked, authorization: string, world: World): Answer {
  const allowed = world.tokens.get(authorization.replace(/^(?:token|bearer) /i, ''));
  const repository = [...world.repositories.values()].find(({ id }) => allowed?.includes(id));
  if (!repository) return [401, { message: 'Bad credentials' }];
  return query.startsWith('mutation')
    ? settle(query, variables, repository)
    : [200, { data: { repository: { pullRequest: { reviewThreads: threads(Number(variables['number']), repository) } } } }];
}

/** A thread is named by its first comment. */
function threads(pull: number, { comments, resolvedThreads = [] }: DoubleRepository): object {
  const firsts = comments.filter((comment) => comment.pull === pull && comment.inReplyTo === undefined);
  const nodes = firsts.map(({ id }) => {
    const own = comments.filter((comment) => comment.id === id || comment.inReplyTo === id);
    const said = own.map(({ id: databaseId, author }) => ({
      databaseId,
      author: { kind: author.endsWith('[bot]') ? 'Bot' : 'User' },
    }));
    return { id: `thread${id}`, isResolved: resolvedThreads.includes(id), comments: { totalCount: own.length, nodes: said } };
  });
  return { pageInfo: { hasNextPage: false, endCursor: null }, nodes };
}

function settle(query: string, variables: Readonly<Record<string, unknown>>, repository: DoubleRepository): Answer {
  if (repository.contents !== 'write')
    return [200, { data: null, errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }] }];
  for (const [, field, name = ''] of query.matchAll(/: (resolve|unresolve)ReviewThread\(input: \{ threadId: \$(\w+) \}\)/g)) {
    const id = Number(String(variables[name]).slice('thread'.length));
    const others = (repository.resolvedThreads ?? []).filter((one) => one !== id);
    repository.resolvedThreads = field === 'resolve' ? [...others, id] : others;
  }
  return [200, { data: {} }];
}
