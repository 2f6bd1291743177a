import type { LibrarySource } from '../ports.ts';

/**
 * Patterns of the cases of policies in a tree: they show what is wrong on purpose, and are no code of the repository. `named` is the folder that
 * settings name; libraries that judge alone are found by their Rego, as the tree has it below one folder or another.
 */
export function casesIn(named: string | undefined, libraries: readonly LibrarySource[], paths: readonly string[]): readonly string[] {
  const rego = new Set(libraries.flatMap(({ files }) => files.map(({ path }) => path).filter((path) => path.endsWith('.rego'))));
  const own = named === undefined ? [] : [named.replace(/^\.?\/+|\/+$/g, '')];
  const found = rego.size === 0 ? [] : paths.filter((path) => path.endsWith('.rego')).flatMap((path) => rootsAbove(path, rego));
  const roots = [...new Set([...own, ...found])];
  return roots.flatMap((root) => ['before', 'after'].map((side) => `${root === '' ? '' : `/${root}`}/**/cases/*/${side}/**`));
}

const DEEPEST = 12;

/** The folders that a file of a library may stand below: `policies` for `policies/docs/described/described.rego`. */
function rootsAbove(path: string, rego: ReadonlySet<string>): readonly string[] {
  const steps = path.split('/').slice(0, DEEPEST);
  const roots = steps.slice(0, -1).map((_, count) => steps.slice(0, count).join('/'));
  return roots.filter((root) => rego.has(root === '' ? path : path.slice(root.length + 1)));
}
