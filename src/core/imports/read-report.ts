import type { Problem } from '../../model/problem.ts';
import { isTooDeep } from '../text/depth-guard.ts';
import { parseJson } from '../text/json-tree.ts';
import { lineIndex } from '../text/line-index.ts';
import { locatePointers } from './locate-pointer.ts';
import { isCheckov, readCheckov } from './read-checkov.ts';
import { readSarif, type ReadRuns } from './read-sarif.ts';
import type { Complaint, ReadReport, ReportFile } from './report.ts';

/**
 * Reads a report of another tool, which its content tells apart: SARIF 2.1.0, or what `checkov -o json` prints. Never throws. What cannot
 * be read is a problem at its place in the report, and the rest is read all the same.
 */
export function readReport(file: ReportFile): ReadReport {
  const value = parsed(file.text);
  if (value === undefined) return { tools: [], results: [], problems: [unreadable(file)] };
  const read = readKnown(value);
  return { tools: read.tools, results: read.results, problems: located(read.complaints, file) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

function readKnown(value: unknown): ReadRuns {
  if (isCheckov(value)) return readCheckov(value);
  const log = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  if ('runs' in log) return readSarif(log);
  const message = 'This is neither SARIF 2.1.0 nor what `checkov -o json` prints, so nothing of it was read.';
  return { tools: [], results: [], complaints: [{ pointer: '', message, misses: true }] };
}

function unreadable(file: ReportFile): Problem {
  const source = { path: file.path, text: file.text, size: file.text.length };
  const found = isTooDeep(file.text) ? undefined : parseJson(source).problems.find(({ code }) => code === 'json-unreadable');
  if (found) return { ...found, code: 'import-unreadable' };
  const location = lineIndex(file.path, file.text).location(0, 0);
  return { code: 'import-unreadable', message: 'This report is no JSON, so nothing of it was read.', location, undecided: true };
}

/** More would hide the rest. */
const MOST_PROBLEMS = 20;

function located(complaints: readonly Complaint[], { path, text }: ReportFile): readonly Problem[] {
  if (complaints.length === 0) return [];
  const shown = complaints.slice(0, MOST_PROBLEMS);
  const places = locatePointers(text, new Set(shown.flatMap(({ pointer }) => withParents(pointer))));
  const lines = lineIndex(path, text);
  const placed = shown.map(({ pointer, message, misses }): Problem => {
    const there = withParents(pointer).find((one) => places.has(one));
    const [start, end] = (there === undefined ? undefined : places.get(there)) ?? [0, 0];
    return { code: 'import', message, location: lines.location(start, Math.min(end, start + 1)), ...(misses ? { undecided: true } : {}) };
  });
  const left = complaints.length - shown.length;
  return left === 0 ? placed : [...placed, { ...(placed[0] as Problem), message: `${left} more like these stand in this report.` }];
}

/** A key that is missing is told at what should hold it. */
function withParents(pointer: string): readonly string[] {
  const found = [pointer];
  for (let at = pointer.lastIndexOf('/'); at >= 0; at = pointer.slice(0, at).lastIndexOf('/')) found.push(pointer.slice(0, at));
  return found;
}
