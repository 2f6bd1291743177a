import { isExceptionPath, parseException } from '../core/exceptions/parse-exception.ts';
import { unreadableProblem } from '../core/extract/unreadable-problem.ts';
import type { ReadableTree } from '../model/change-set.ts';
import type { Approval, Exception, GivenException } from '../model/exception.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';

/** Asks whether exceptions of the governing side were approved as they stand; answers in order. */
export type AskApprovals = (exceptions: readonly Exception[], settings: Settings) => Promise<readonly Approval[]>;

/** More files than people can review in a quarter; the rest would only cost time. */
const MOST_EXCEPTIONS = 1000;

/** The exceptions of the governing side, with their approvals. Where nobody can be asked, they are `unchecked`. */
export async function gatherExceptions(
  tree: ReadableTree,
  settings: Settings,
  ask: AskApprovals | undefined,
): Promise<{ readonly exceptions: readonly GivenException[]; readonly problems: readonly Problem[] }> {
  const paths = tree.paths.filter(isExceptionPath);
  if (paths.length === 0) return { exceptions: [], problems: [] };
  const files = await tree.read(paths.slice(0, MOST_EXCEPTIONS));
  const read = files.map((file) => ('unreadable' in file ? { problems: [unreadableProblem(file)] } : parseException(file)));
  const exceptions = read.flatMap(({ exception }) => (exception ? [exception] : []));
  const approvals = (await ask?.(exceptions, settings)) ?? [];
  return {
    exceptions: exceptions.map((exception, at) => ({ exception, approval: approvals[at] ?? 'unchecked' })),
    problems: [...read.flatMap(({ problems }) => problems), ...tooMany(paths)],
  };
}

function tooMany(paths: readonly string[]): readonly Problem[] {
  const file = paths[MOST_EXCEPTIONS];
  if (file === undefined) return [];
  const start = { line: 1, column: 1, offset: 0 };
  const message = `There are ${paths.length} exceptions; those behind the first ${MOST_EXCEPTIONS} do not count. Remove the ones that are over.`;
  return [{ code: 'exception', message, location: { file, start, end: start } }];
}
