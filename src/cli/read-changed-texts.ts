import type { Checkout } from '../core/ports.ts';
import type { ReadableTree } from '../model/change-set.ts';
import type { Judgement } from '../workflow/judge-change.ts';

/** A page with more diffs than this is not read. */
const MOST_FILES = 300;

/** The judgement with the texts of all changed files, of both sides: a report that shows the diff needs them. */
export async function readChangedTexts(judgement: Judgement, { changeSet, base, head }: Checkout): Promise<Judgement> {
  if (!base) return judgement;
  const files = changeSet.files.slice(0, MOST_FILES);
  const after = await readTexts(
    head,
    files.map(({ path }) => path),
  );
  const before = await readTexts(
    base,
    files.map(({ basePath }) => basePath),
  );
  return {
    ...judgement,
    texts: new Map([...judgement.texts, ...after]),
    baseTexts: new Map([...judgement.baseTexts, ...before]),
  };
}

async function readTexts(tree: ReadableTree, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const there = paths.filter((path) => tree.has(path));
  const read = there.length > 0 ? await tree.read(there) : [];
  return new Map(read.flatMap((one): [string, string][] => ('unreadable' in one ? [] : [[one.path, one.text]])));
}
