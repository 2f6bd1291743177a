import { z } from 'zod';
import type { Session } from './session.ts';

/**
 * The pull requests that stand before a commit of the merge queue and are in it. The queue keeps a branch for each, whose name holds the
 * number and the commit that it was put on. Source: GitHub Docs, "Managing a merge queue" and "List matching references".
 */
export async function queueBefore(session: Session, branch: string, baseSha: string): Promise<readonly number[]> {
  const route = 'GET /repos/{owner}/{repo}/git/matching-refs/{ref}';
  const refs = await session.read(Refs, route, { ref: `heads/gh-readonly-queue/${branch}/` });
  const entries = new Map(refs.flatMap(({ ref, object }) => entryOf(ref, object.sha)));
  const before: number[] = [];
  for (let at = entries.get(baseSha); at && before.length < entries.size; at = entries.get(at.on)) before.unshift(at.pull);
  return before;
}

interface Entry {
  readonly pull: number;
  /** The commit that it was put on. */
  readonly on: string;
}

function entryOf(ref: string, sha: string): readonly (readonly [string, Entry])[] {
  const [, pull, on = ''] = /\/pr-(\d+)-([0-9a-f]+)$/.exec(ref) ?? [];
  return pull === undefined ? [] : [[sha, { pull: Number(pull), on }]];
}

const Refs = z.array(z.object({ ref: z.string(), object: z.object({ sha: z.string() }) }));
