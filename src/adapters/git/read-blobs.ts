import { recentBlobs, type Blob } from './recent-blobs.ts';
import { runGit, type GitPlace } from './run-git.ts';
import { MAX_FILE_BYTES } from './to-source-file.ts';

/**
 * Blobs by their ids: those that were read lately as they were, the rest in one process. Of what is too large to be judged only the size
 * is asked for. A blob that is not there is missing from the answer.
 */
export async function readBlobs(place: GitPlace, ids: readonly string[]): Promise<ReadonlyMap<string, Blob>> {
  const wanted = [...new Set(ids)];
  const known = new Map(wanted.flatMap((id): [string, Blob][] => ofPairs(id, recentBlobs.get(keyOf(place, id)))));
  const fresh = await readFresh(
    place,
    wanted.filter((id) => !known.has(id)),
  );
  for (const [id, blob] of fresh) recentBlobs.set(keyOf(place, id), blob);
  return new Map([...known, ...fresh]);
}

const keyOf = ({ gitDir }: GitPlace, id: string): string => `${gitDir}\n${id}`;
const ofPairs = (id: string, blob: Blob | undefined): [string, Blob][] => (blob ? [[id, blob]] : []);

async function readFresh(place: GitPlace, ids: readonly string[]): Promise<ReadonlyMap<string, Blob>> {
  if (ids.length === 0) return new Map();
  const sizes = new Map<string, number>();
  const output = await runGit(place, ['cat-file', '--batch-command', '--buffer'], {
    input: `${commands('info', ids)}flush\n`,
    reply: (answer) => {
      const lines = linesOf(answer, ids.length);
      for (const [id, size] of lines?.flatMap(sizeIn) ?? []) sizes.set(id, size);
      return (
        lines &&
        commands(
          'contents',
          [...sizes].filter(([, size]) => size <= MAX_FILE_BYTES).map(([id]) => id),
        )
      );
    },
  });
  const large = [...sizes].filter(([, size]) => size > MAX_FILE_BYTES).map(([id, size]) => [id, { size }] as const);
  return new Map<string, Blob>([...large, ...splitBatch(output, ids.length)]);
}

const commands = (name: string, ids: readonly string[]): string => ids.map((id) => `${name} ${id}\n`).join('');

/** The first so many lines; undefined where they are not all here yet. */
function linesOf(output: Buffer, count: number): readonly string[] | undefined {
  const end = endOfLines(output, count);
  return end === undefined ? undefined : output.toString('latin1', 0, end).split('\n').slice(0, count);
}

function endOfLines(output: Buffer, count: number): number | undefined {
  let at = 0;
  for (let line = 0; line < count; line++) {
    const end = output.indexOf(NEWLINE, at);
    if (end < 0) return undefined;
    at = end + 1;
  }
  return at;
}

const NEWLINE = 0x0a;

/** `<id> <type> <size>`, or `<id> missing`. Source: git-cat-file, "Batch output". */
function sizeIn(line: string): [string, number][] {
  const [id = '', , size] = line.split(' ');
  return size === undefined ? [] : [[id, Number(size)]];
}

/** After the lines about sizes, `<id> <type> <size>\n<bytes>\n` for each. The bytes are copies: a slice would keep the whole output. */
function splitBatch(output: Buffer, lines: number): readonly (readonly [string, Blob])[] {
  const blobs: (readonly [string, Blob])[] = [];
  for (let at = endOfLines(output, lines) ?? output.length; at < output.length;) {
    const end = output.indexOf(NEWLINE, at);
    const [[id, size] = ['', 0]] = sizeIn(output.toString('latin1', at, end));
    at = end + 1;
    blobs.push([id, { size, bytes: Buffer.from(output.subarray(at, at + size)) }]);
    at += size + 1;
  }
  return blobs;
}
