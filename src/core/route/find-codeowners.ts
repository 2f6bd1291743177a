import type { Tree } from '../../model/change-set.ts';

/** Where GitHub looks for CODEOWNERS, in its order; the first that is there counts. Source: GitHub Docs, "About code owners". */
export const CODEOWNERS_PATHS: readonly string[] = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'];

export function findCodeowners(tree: Tree): string | undefined {
  return CODEOWNERS_PATHS.find((path) => tree.has(path));
}
