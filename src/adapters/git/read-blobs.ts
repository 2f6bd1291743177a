import { runGit, type GitPlace } from './run-git.ts';

/** The bytes of blobs by their ids, in one process. A blob that is not there is missing from the answer. */
export async function readBlobs(place: GitPlace, ids: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const output = await runGit(place, ['cat-file', '--batch', '--buffer'], { input: `${wanted.join('\n')}\n` });
  return splitBatch(output);
}

const NEWLINE = 0x0a;

/** `<id> <type> <size>\n<bytes>\n` for each; `<id> missing\n` for one that is not there. Source: git-cat-file, "Batch output". */
function splitBatch(output: Buffer): ReadonlyMap<string, Buffer> {
  const blobs = new Map<string, Buffer>();
  for (let at = 0; at < output.length;) {
    const end = output.indexOf(NEWLINE, at);
    const [id = '', type, size] = output.toString('latin1', at, end).split(' ');
    at = end + 1;
    if (type === 'missing' || size === undefined) continue;
    blobs.set(id, output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return blobs;
}
