import type { Unreadable, UnreadableReason } from '../../model/change-set.ts';
import type { Problem } from '../../model/problem.ts';

/** A governed file whose content cannot be had as text: it goes unjudged, and says so. */
export function unreadableProblem({ path, size, unreadable }: Unreadable): Problem {
  const start = { line: 1, column: 1, offset: 0 };
  const undecided = !HARMLESS.has(unreadable);
  return {
    code: `file-${unreadable}`,
    message: SENTENCES[unreadable](size),
    location: { file: path, start, end: start },
    ...(undecided ? { undecided } : {}),
  };
}

/** A link names a file that is judged at its own place, or one outside of the repository that nobody here governs. */
const HARMLESS: ReadonlySet<UnreadableReason> = new Set(['link', 'submodule']);

const SENTENCES: Readonly<Record<UnreadableReason, (size: number) => string>> = {
  'too-large': (size) =>
    `This file has ${(size / 1_000_000).toFixed(1)} MB; Tollgate reads up to 5 MB, so it was not judged. Split it, or list it under \`ignore\`.`,
  binary: () => 'This file is binary under a name that Tollgate governs, so it was not judged. Rename it, or list it under `ignore`.',
  'not-utf8': () => 'This file is not UTF-8, so it was not judged. Save it as UTF-8.',
  link: () => 'This is a symbolic link. Tollgate does not follow links; the file it names is judged at its own place.',
  submodule: () => 'This is a submodule. It is judged in its own repository.',
  'lfs-pointer': () => 'This file is kept in Git LFS, so its content was not judged. Keep governed files in Git itself.',
  missing: () =>
    'The content of this file could not be had, so it was not judged: it was removed meanwhile, or this clone lacks it (git fetch --refetch).',
};
