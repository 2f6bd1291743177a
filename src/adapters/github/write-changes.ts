import { z } from 'zod';
import { isTollgateError } from '../../core/errors.ts';
import type { FileWrite, GitHubConversation, NotWritten, ProposedChange } from '../../core/command-ports.ts';
import { readBranchHead } from './pull-requests.ts';
import { refusal } from './refusal.ts';
import type { Session } from './session.ts';

type Commit = Parameters<GitHubConversation['commit']>[1];

/**
 * One commit with all files on top of the head of a branch; nothing is forced, so that a branch that moved meanwhile stays as it is. GitHub signs
 * what an app commits so. Sources: GitHub Docs, "Create a tree", "Create a commit", "Update a reference".
 */
export async function commitFiles(session: Session, change: Commit): Promise<{ readonly sha: string } | NotWritten> {
  return unlessRefused(async () => {
    const sha = await makeCommit(session, change.head, change.files, change.message);
    await session.set(Ref, 'PATCH /repos/{owner}/{repo}/git/refs/{ref}', { ref: `heads/${change.branch}`, sha, force: false });
    return { sha };
  });
}

/** A pull request from a branch of its own. The branch is made anew where only half of it was done before. */
export async function proposeChange(
  session: Session,
  owner: string,
  change: ProposedChange,
): Promise<{ readonly number: number; readonly isNew: boolean } | NotWritten> {
  const open = await openProposal(session, owner, change);
  if (open) return { number: open.number, isNew: false };
  const head = await readBranchHead(session, change.into);
  if (head === undefined) return 'moved';
  return unlessRefused(async () => {
    if ((await readBranchHead(session, change.branch)) === undefined) {
      const sha = await makeCommit(session, head, change.files, change.title);
      const find = async (): Promise<z.infer<typeof Ref> | undefined> =>
        (await readBranchHead(session, change.branch)) === sha ? { object: { sha } } : undefined;
      const parameters = { ref: `refs/heads/${change.branch}`, sha };
      await session.create(Ref, { route: 'POST /repos/{owner}/{repo}/git/refs', parameters, find });
    }
    const parameters = { title: change.title, body: change.body, head: change.branch, base: change.into };
    const find = (): Promise<z.infer<typeof Proposal> | undefined> => openProposal(session, owner, change);
    const { number } = await session.create(Proposal, { route: 'POST /repos/{owner}/{repo}/pulls', parameters, find });
    return { number, isNew: true };
  });
}

async function openProposal(
  session: Session,
  owner: string,
  { branch, into }: ProposedChange,
): Promise<z.infer<typeof Proposal> | undefined> {
  const parameters = { head: `${owner}:${branch}`, base: into, state: 'open', per_page: 1 };
  const [found] = await session.read(z.array(Proposal), 'GET /repos/{owner}/{repo}/pulls', parameters);
  return found;
}

async function makeCommit(session: Session, head: string, files: readonly FileWrite[], message: string): Promise<string> {
  const { tree } = await session.read(Commit, 'GET /repos/{owner}/{repo}/git/commits/{commit_sha}', { commit_sha: head });
  const modes = files.some(({ before }) => before !== undefined) ? await modesIn(session, tree.sha) : new Map<string, string>();
  const entries = files.map(({ path, after }) => ({ path, mode: modes.get(path) ?? '100644', type: 'blob', content: after }));
  const made = await make(session, 'POST /repos/{owner}/{repo}/git/trees', { base_tree: tree.sha, tree: entries });
  return make(session, 'POST /repos/{owner}/{repo}/git/commits', { message, tree: made, parents: [head] });
}

/** Objects are named by their content: making one twice is no harm. */
async function make(session: Session, route: string, parameters: Readonly<Record<string, unknown>>): Promise<string> {
  return (await session.set(Named, route, parameters)).sha;
}

/** A file that may be run stays one. */
async function modesIn(session: Session, tree: string): Promise<ReadonlyMap<string, string>> {
  const route = 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}';
  const { tree: entries } = await session.read(Tree, route, { tree_sha: tree, recursive: '1' });
  return new Map(entries.filter(({ mode }) => mode === '100755').map(({ path, mode }) => [path, mode]));
}

/** What a rule of the repository or a missing permission forbids is no failure of ours. */
async function unlessRefused<Result>(write: () => Promise<Result>): Promise<Result | NotWritten> {
  try {
    return await write();
  } catch (error) {
    const status = refusal(error);
    if (status === 422 && isTollgateError(error) && /fast.forward/i.test(error.message)) return 'moved';
    if (status === 403 || status === 404 || status === 409 || status === 422) return 'not-allowed';
    throw error;
  }
}

const Named = z.object({ sha: z.string() });
const Commit = z.object({ tree: Named });
const Ref = z.object({ object: Named });
const Tree = z.object({ tree: z.array(z.object({ path: z.string(), mode: z.string() })) });
const Proposal = z.object({ number: z.number() });
