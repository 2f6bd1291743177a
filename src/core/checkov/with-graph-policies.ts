import type { Problem } from '../../model/problem.ts';
import type { CompiledLibrary, LibrarySource } from '../ports.ts';
import type { ReadPolicy } from './policy.ts';
import { mayBeCheckovPolicy, readCheckovPolicy } from './read-policy.ts';

/** A compiled library with the policies of Checkov's language that its sources hold. What cannot be read of them is a problem at its place. */
export function withGraphPolicies(library: CompiledLibrary, sources: readonly LibrarySource[]): CompiledLibrary {
  const readings = sources.flatMap(({ name, files }) =>
    files.filter(({ path }) => mayBeCheckovPolicy(path)).map((file) => readCheckovPolicy(file, name)),
  );
  const taken = new Set(library.policies.map(({ id }) => id));
  const [own, problems]: [ReadPolicy[], Problem[]] = [[], readings.flatMap((reading) => reading.problems)];
  for (const { read } of readings) {
    if (!read) continue;
    if (taken.has(read.policy.id)) problems.push(duplicate(read));
    else own.push(read);
    taken.add(read.policy.id);
  }
  if (own.length === 0 && problems.length === 0) return library;
  return {
    ...library,
    // Rego policies are asked by their index, so that these come after them.
    policies: [...library.policies, ...own.map(({ metadata }) => metadata)],
    graph: own.map(({ policy }) => policy),
    problems: [...library.problems, ...problems],
  };
}

function duplicate({ metadata }: ReadPolicy): Problem {
  const start = { line: 1, column: 1, offset: 0 };
  const message = `Another policy is called ${metadata.id}, too, so this one is left out.`;
  return { code: 'policy-duplicate', message, location: { file: metadata.path, start, end: start }, undecided: true };
}
