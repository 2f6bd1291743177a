import { composeLocal } from '../compose/local.ts';
import { gather } from '../workflow/gather.ts';
import { judgeOnce } from '../workflow/judge-change.ts';
import type { ReadableTree } from '../model/change-set.ts';
import type { SourceFile } from '../model/source.ts';
import type { Pack, PackToOpen } from './score-context.ts';

/** Opens libraries as `tollgate check --policies` does; each file is judged as if a change added it, alone in its tree. */
export async function openPack({ libraries, data }: PackToOpen): Promise<Pack> {
  const local = composeLocal();
  const none = treeOf([]);
  const changeSet = { base: null, head: { commit: null, name: 'main' }, files: [], whole: 'change' } as const;
  const governance = await gather({ changeSet, base: null, head: none, governing: none }, local, { libraries, data });
  const context = { event: 'cli', surface: 'cli', branch: '', now: local.now() } as const;
  return {
    policies: governance.library.policies,
    problems: governance.library.problems,
    judge: async (files) => {
      const changed = files.map(({ path }) => ({ path, basePath: path, status: 'added', changedLines: [], shownLines: [] }) as const);
      const tree = treeOf(files);
      const checkout = { changeSet: { ...changeSet, files: changed }, base: null, head: tree, governing: none };
      const withoutOwn = { ...governance, library: { ...governance.library, problems: [] } };
      return (await judgeOnce(checkout, withoutOwn, context, local)).evaluation;
    },
    close: () => local.close(),
  };
}

function treeOf(files: readonly SourceFile[]): ReadableTree {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return {
    paths: [...byPath.keys()],
    content: byPath,
    has: (path) => byPath.has(path),
    nearest: () => undefined,
    digest: () => undefined,
    read: (paths) => Promise.resolve(paths.flatMap((path) => byPath.get(path) ?? [])),
  };
}
