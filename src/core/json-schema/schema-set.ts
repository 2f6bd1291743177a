import type { Problem } from '../../model/problem.ts';
import { textAt, type DocumentNode } from '../text/document-tree.ts';
import { openDocuments, type Documents } from './documents.ts';

/** Schemas that are read together, and what reading them may cost. */
export interface Schema {
  readonly documents: Documents;
  readonly problems: Problem[];
  /** Schemas that the files may still make of themselves, counting each time that one is referred to. */
  readonly budget: { steps: number };
}

const MAX_STEPS = 100_000;

export const openSchemas = (roots: ReadonlyMap<string, DocumentNode>): Schema => ({
  documents: openDocuments(roots),
  problems: [],
  budget: { steps: MAX_STEPS },
});

const MAX_PROBLEMS = 20;

/** Where a reference leads; undefined where nobody here can tell. One into a file that lacks it is told, for what it stands for goes unjudged. */
export function follow(reference: DocumentNode, { documents, problems }: Schema): DocumentNode | undefined {
  const target = documents.follow(reference);
  if (typeof target === 'object') return target.node;
  const { file, start } = reference.location;
  const isTold = problems.some(({ location }) => location.file === file && location.start.offset === start.offset);
  if (target === 'nowhere' && !isTold && problems.length < MAX_PROBLEMS)
    problems.push({
      code: 'json-schema-reference',
      message: `\`${textAt(reference) ?? ''}\` leads nowhere, so what it stands for was not judged.`,
      location: reference.location,
      undecided: true,
    });
  return undefined;
}
