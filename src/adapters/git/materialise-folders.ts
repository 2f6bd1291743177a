import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceFile } from '../../model/source.ts';
import { folderTree } from './folder-tree.ts';
import { runGit } from './run-git.ts';

/** Two commits in a bare repository. */
export interface MaterialisedPullRequest {
  readonly gitDir: string;
  readonly base: string;
  readonly head: string;
}

/** A base and a head folder as two real commits, kept by their content. Dates and author are fixed, so the same folders give the same commits. */
export async function materialiseFolders(base: string, head: string, cache: string): Promise<MaterialisedPullRequest> {
  const [before, after] = [await filesIn(base), await filesIn(head)];
  const stream = commit(1, 'main', before) + commit(2, 'change', after, 1);
  const gitDir = join(cache, 'examples', createHash('sha256').update(stream).digest('hex').slice(0, 16));
  if (!existsSync(gitDir)) await create(gitDir, stream);
  return { gitDir, base: 'main', head: 'change' };
}

async function filesIn(folder: string): Promise<readonly SourceFile[]> {
  const tree = folderTree(folder);
  return (await tree.read(tree.paths)).flatMap((one): SourceFile[] => ('unreadable' in one ? [] : [one]));
}

/** Made beside and moved into place, so that nobody ever sees half of it. */
async function create(gitDir: string, stream: string): Promise<void> {
  const draft = `${gitDir}.${randomUUID()}`;
  mkdirSync(draft, { recursive: true });
  await runGit({ gitDir: draft }, ['init', '--bare', '--quiet', '--initial-branch=main']);
  await runGit({ gitDir: draft }, ['fast-import', '--quiet'], { input: stream });
  try {
    renameSync(draft, gitDir);
  } catch (error) {
    // Another process was quicker; what it made is the same.
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(gitDir)) throw error;
  }
}

function commit(mark: number, branch: string, files: readonly SourceFile[], parent?: number): string {
  const when = 1_767_225_600 + mark;
  const head = `commit refs/heads/${branch}\nmark :${mark}\ncommitter Tollgate <example@tollgate.example> ${when} +0000\n${data(branch)}`;
  const from = parent === undefined ? '' : `from :${parent}\ndeleteall\n`;
  return head + from + files.map(({ path, text }) => `M 100644 inline ${path}\n${data(text)}`).join('');
}

const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;
