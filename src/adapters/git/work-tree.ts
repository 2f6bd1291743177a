import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadableTree } from '../../model/change-set.ts';
import { fileTree } from './folder-tree.ts';
import { runGit, type GitPlace } from './run-git.ts';

/**
 * The work tree as it stands, with what is not committed and what is new and not ignored. Nothing is written, not even Git's
 * index, and no filter of the repository runs: contents are compared here, by size and time first as Git does.
 */
export async function workTree(place: GitPlace, root: string): Promise<ReadableTree> {
  const args = [`--work-tree=${root}`, 'ls-files', '-z'];
  const tracked = parseIndex(await runGit(place, [...args, '--stage', '--debug']));
  const fresh = (await runGit(place, [...args, '--others', '--exclude-standard'])).toString('utf8').split('\0').filter(Boolean);
  const there = [...tracked].filter(([path]) => lstatSync(join(root, path), { throwIfNoEntry: false }) !== undefined);
  const digests = new Map(there.filter(([path, entry]) => isUntouched(root, path, entry)).map(([path, { id }]) => [path, id]));
  return fileTree(root, [...there.map(([path]) => path), ...fresh].sort(), digests);
}

interface IndexEntry {
  readonly id: string;
  readonly modified: string;
  readonly size: number;
}

/** `<mode> <id> <stage>\t<path>\0` and indented lines of what Git noted of the file. Source: git-ls-files, "--debug". */
function parseIndex(output: Buffer): ReadonlyMap<string, IndexEntry> {
  const entries = new Map<string, IndexEntry>();
  let head = '';
  for (const piece of output.toString('utf8').split('\0')) {
    const notes = /^ {2}ctime: .*\n {2}mtime: (\d+:\d+)\n.*\n.*\n {2}size: (\d+)\tflags: .*\n/.exec(piece);
    const tab = head.indexOf('\t');
    if (notes && tab > 0)
      entries.set(head.slice(tab + 1), { id: head.split(' ')[1] ?? '', modified: notes[1] ?? '', size: Number(notes[2]) });
    head = notes ? piece.slice(notes[0].length) : piece;
  }
  return entries;
}

/** Same size and same time to the nanosecond. Git's own exception for a file written in the same moment as the index is not needed:
 * such a file is then hashed again by Git at its next command, and a change of its content changes its time. */
function isUntouched(root: string, path: string, { modified, size }: IndexEntry): boolean {
  const found = lstatSync(join(root, path), { bigint: true });
  const seconds = found.mtimeNs / 1_000_000_000n;
  return found.isFile() && Number(found.size) === size && `${seconds}:${found.mtimeNs % 1_000_000_000n}` === modified;
}
