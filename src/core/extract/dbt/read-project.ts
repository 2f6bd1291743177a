import { at, entriesOf, textAt, type DocumentNode } from '../../text/document-tree.ts';
import { configFacts } from './config-facts.ts';
import type { Cascade, Project } from './part.ts';

const SECTIONS = ['models', 'seeds', 'snapshots', 'sources', 'exposures'];

/** `dbt_project.yml`: the project's name, and what it sets for folders. */
export function readProject(document: DocumentNode): Project {
  const cascades = SECTIONS.flatMap((section) => [...cascadesIn(at(document, section), section, [])]);
  return { name: textAt(document, 'name') ?? 'project', cascades };
}

/** Keys with `+`, and known keys beside them, set something for this folder; maps below are folders. */
function* cascadesIn(node: DocumentNode | undefined, section: string, path: readonly string[]): Generator<Cascade> {
  if (node?.kind !== 'map' || path.length > 20) return;
  const facts = configFacts({ ...node, entries: node.entries.filter(({ key, value }) => key.startsWith('+') || value.kind !== 'map') });
  if (Object.keys(facts).length > 0) yield { section, path, facts };
  for (const { key, value } of entriesOf(node)) if (!key.startsWith('+')) yield* cascadesIn(value, section, [...path, key]);
}
