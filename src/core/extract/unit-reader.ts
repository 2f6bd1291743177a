import type { Problem } from '../../model/problem.ts';
import type { Assembly, Extractor } from '../plug-ins.ts';
import type { CompareAnswer, CompareRequest, UnitReader, UnitRequest } from '../ports.ts';

/** Assembles and compares in this process. A fault of an extractor is a problem of the unit's first file; the other units are still judged. */
export function unitReader(extractors: readonly Extractor[]): UnitReader {
  const byId = new Map(extractors.map((extractor) => [extractor.id, extractor]));
  return {
    assemble: (request) => Promise.resolve(assembleOne(request, byId.get(request.extractor))),
    compare: (request) => Promise.resolve(compareOne(request, byId.get(request.extractor))),
  };
}

const NOTHING_DECLARED: Assembly = { assets: [], changes: [], problems: [] };

function assembleOne({ unit, files, settings }: UnitRequest, extractor: Extractor | undefined): Assembly {
  try {
    return extractor?.assemble(unit, files, settings) ?? NOTHING_DECLARED;
  } catch (error) {
    return { ...NOTHING_DECLARED, problems: [unitProblem('failed', files[0]?.path, whyOf(error))] };
  }
}

function compareOne({ base, head, settings }: CompareRequest, extractor: Extractor | undefined): CompareAnswer {
  try {
    return { differences: extractor?.differences?.(base, head, settings) ?? [], problems: [] };
  } catch (error) {
    return { differences: [], problems: [unitProblem('failed', (head[0] ?? base[0])?.path, whyOf(error))] };
  }
}

function whyOf(error: unknown): string {
  if (error instanceof RangeError) return 'it nests too deeply or is too large';
  return `the reader failed (${error instanceof Error ? error.message : String(error)})`;
}

/** What a unit declares could not be told: nothing of it counts as passed. */
export function unitProblem(reason: 'failed' | 'timeout' | 'crash', file: string | undefined, why: string): Problem {
  const start = { line: 1, column: 1, offset: 0 };
  return {
    code: `unit-${reason}`,
    message: `What this file and those that belong to it declare could not be told: ${why}. Make them smaller or simpler, or list them under \`ignore\`.`,
    location: { file: file ?? '', start, end: start },
    undecided: true,
  };
}
