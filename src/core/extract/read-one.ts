import type { Problem } from '../../model/problem.ts';
import type { Extractor, ParseWith } from '../plug-ins.ts';
import type { ReadAnswer, ReadRequest } from '../ports.ts';

/** Asks the extractors that claim a file, in their order, until one knows it. A fault of an extractor is a problem of the file. */
export function readOne({ file, claims }: ReadRequest, extractors: readonly Extractor[], parse: ParseWith): ReadAnswer {
  const problems: Problem[] = [];
  for (const { extractor, role } of claims) {
    const found = extractors.find(({ id }) => id === extractor);
    if (!found) continue;
    try {
      const reading = found.read(file, role, parse);
      problems.push(...reading.problems);
      if (reading.part !== null) return { path: file.path, extractor, part: reading.part, problems };
    } catch (error) {
      problems.push(readFault(file.path, found.title, error));
    }
  }
  return { path: file.path, extractor: null, part: null, problems };
}

/** A reader that fails is ours to mend, but the file must not pass as read. */
function readFault(path: string, title: string, error: unknown): Problem {
  const start = { line: 1, column: 1, offset: 0 };
  const why =
    error instanceof RangeError
      ? 'it nests too deeply or is too large'
      : `the reader failed (${error instanceof Error ? error.message : String(error)})`;
  return {
    code: 'read-failed',
    message: `This file could not be read as ${title}: ${why}.`,
    location: { file: path, start, end: start },
    undecided: true,
  };
}
