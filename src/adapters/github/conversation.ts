import { z } from 'zod';
import type { Answer, Comment, Permission } from '../../core/command-ports.ts';
import { isExceptionPath } from '../../core/exceptions/parse-exception.ts';
import { markersIn } from '../../core/plan/markdown.ts';
import type { CommentPlace } from '../../model/command.ts';
import type { SourceFile } from '../../model/source.ts';
import { refusal } from './refusal.ts';
import type { Session } from './session.ts';

export async function readComment(session: Session, { kind, id }: CommentPlace): Promise<Comment | undefined> {
  const found = await session.readOptional(Found, COMMENT[kind], { comment_id: id });
  if (!found) return undefined;
  return {
    body: found.body,
    author: found.user?.login ?? '',
    byBot: found.user?.type !== 'User',
    createdAt: found.created_at,
    edited: found.updated_at !== found.created_at,
    ...(found.in_reply_to_id ? { inReplyTo: found.in_reply_to_id } : {}),
  };
}

/** Source: GitHub Docs, "Get repository permissions for a user": `maintain` counts as write there, `triage` as read. */
export async function readPermission(session: Session, login: string): Promise<Permission> {
  const route = 'GET /repos/{owner}/{repo}/collaborators/{username}/permission';
  const found = await session.readOptional(Allowed, route, { username: login });
  return found?.permission ?? 'none';
}

/** The same reaction again is the same one. */
export async function react(session: Session, { kind, id }: CommentPlace, content: string): Promise<void> {
  await session.readOptional(Made, REACTIONS[kind], { comment_id: id, content });
}

/** What may have been said already is looked for by its marker, among the comments since the one that is answered. */
export async function answer(session: Session, pull: number, said: Answer, bot: () => Promise<string>): Promise<void> {
  const { to, marker, body, since, isRepeated } = said;
  const thread = to?.kind === 'review' ? to.id : undefined;
  const find = async (): Promise<z.infer<typeof Made> | undefined> => {
    const where = thread === undefined ? { issue_number: pull } : { pull_number: pull };
    const comments = await session.read(Comments, thread === undefined ? TALK : THREADS, { ...where, since, per_page: 100 });
    const login = await bot();
    return comments.find((comment) => comment.user?.login === login && markersIn(comment.body ?? '').includes(marker));
  };
  if (isRepeated && (await find())) return;
  const route = thread === undefined ? SAY : REPLY;
  const parameters = thread === undefined ? { issue_number: pull, body } : { pull_number: pull, comment_id: thread, body };
  await session.create(Made, { route, parameters, find });
}

export async function exceptionsIn(
  session: Session,
  { number, headSha }: { readonly number: number; readonly headSha: string },
): Promise<readonly SourceFile[]> {
  const files = await session.read(Files, 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files', { pull_number: number, per_page: 100 });
  const own = files.filter(({ filename, status }) => isExceptionPath(filename) && status !== 'removed');
  return Promise.all(own.map(async ({ filename }) => contentOf(session, filename, headSha)));
}

async function contentOf(session: Session, path: string, ref: string): Promise<SourceFile> {
  const { content, sha } = await session.read(Content, 'GET /repos/{owner}/{repo}/contents/{path}', { path, ref });
  const text = Buffer.from(content, 'base64').toString('utf8');
  return { path, text, size: text.length, digest: sha };
}

export async function closePull(session: Session, pull: number): Promise<void> {
  await session.set(Closed, 'PATCH /repos/{owner}/{repo}/pulls/{pull_number}', { pull_number: pull, state: 'closed' });
}

/** GitHub leaves out who cannot be assigned, without an error. Source: GitHub Docs, "Add assignees to an issue". */
export async function assign(session: Session, number: number, logins: readonly string[]): Promise<readonly string[]> {
  const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/assignees';
  try {
    const { assignees } = await session.set(Assigned, route, { issue_number: number, assignees: logins });
    const there = new Set((assignees ?? []).map(({ login }) => login.toLowerCase()));
    return logins.filter((login) => there.has(login.toLowerCase()));
  } catch (error) {
    if (refusal(error) === 422) return [];
    throw error;
  }
}

const COMMENT = {
  issue: 'GET /repos/{owner}/{repo}/issues/comments/{comment_id}',
  review: 'GET /repos/{owner}/{repo}/pulls/comments/{comment_id}',
} as const;
const REACTIONS = {
  issue: 'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
  review: 'POST /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions',
} as const;
const TALK = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments';
const THREADS = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments';
const SAY = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
const REPLY = 'POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies';

const User = z.object({ login: z.string(), type: z.string() });
const Found = z.object({
  body: z.string(),
  user: User.nullish(),
  created_at: z.string(),
  updated_at: z.string(),
  in_reply_to_id: z.number().nullish(),
});
const Allowed = z.object({ permission: z.enum(['admin', 'write', 'read', 'none']).catch('none') });
const Made = z.object({ id: z.number() });
const Comments = z.array(z.object({ id: z.number(), body: z.string().nullish(), user: z.object({ login: z.string() }).nullish() }));
const Files = z.array(z.object({ filename: z.string(), status: z.string() }));
const Content = z.object({ content: z.string(), sha: z.string() });
const Closed = z.object({ state: z.string() });
const Assigned = z.object({ assignees: z.array(z.object({ login: z.string() })).nullish() });
