import { at, entriesOf, itemsOf, textAt, type DocumentNode } from '../../text/document-tree.ts';
import { configFacts } from './config-facts.ts';
import type { Cascade, Project } from './part.ts';

const SECTIONS = ['models', 'seeds', 'snapshots', 'sources', 'exposures'];

/** `dbt_project.yml`: the project's name, and what it sets for folders. */
export function readProject(document: DocumentNode): Project {
  const cascades = SECTIONS.flatMap((section) => [...cascadesIn(at(document, section), section, [])]);
  return { name: textAt(document, 'name') ?? 'project', paths: pathsIn(document), cascades };
}

/** What dbt assumes where a project says nothing. Source: dbt, "dbt_project.yml". */
export const DEFAULT_PATHS: Project['paths'] = { model: ['models'], snapshot: ['snapshots'], seed: ['seeds'] };

/** `seed-paths`, and `data-paths` as it was called before dbt 1.0. */
function pathsIn(document: DocumentNode): Project['paths'] {
  const told = (...keys: readonly string[]): readonly string[] | undefined => {
    const paths = keys.flatMap((key) => itemsOf(at(document, key))).flatMap((item) => textAt(item)?.replaceAll(/^\.?\/|\/$/g, '') ?? []);
    return paths.length > 0 ? paths : undefined;
  };
  return {
    model: told('model-paths', 'source-paths') ?? DEFAULT_PATHS.model,
    snapshot: told('snapshot-paths') ?? DEFAULT_PATHS.snapshot,
    seed: told('seed-paths', 'data-paths') ?? DEFAULT_PATHS.seed,
  };
}

/** Keys with `+`, and known keys beside them, set something for this folder; maps below are folders. */
function* cascadesIn(node: DocumentNode | undefined, section: string, path: readonly string[]): Generator<Cascade> {
  if (node?.kind !== 'map' || path.length > 20) return;
  const facts = configFacts({ ...node, entries: node.entries.filter(({ key, value }) => key.startsWith('+') || value.kind !== 'map') });
  if (Object.keys(facts).length > 0) yield { section, path, facts };
  for (const { key, value } of entriesOf(node)) if (!key.startsWith('+')) yield* cascadesIn(value, section, [...path, key]);
}
