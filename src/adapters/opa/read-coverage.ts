import type { Unreached } from '../../core/authoring/authored.ts';
import { TollgateError } from '../../core/errors.ts';
import type { OpaAnswer } from './run-opa.ts';

interface Range {
  readonly start: { readonly row: number };
  readonly end: { readonly row: number };
}

interface Report {
  readonly files: Readonly<Record<string, { readonly covered?: readonly Range[]; readonly not_covered?: readonly Range[] }>>;
  readonly coverage?: number;
}

const rows = (ranges: readonly Range[] = []): readonly number[] => [
  ...new Set(ranges.flatMap(({ start, end }) => Array.from({ length: end.row - start.row + 1 }, (_, index) => start.row + index))),
];

const asPath = (name: string): string => name.replace(/^\.?\//, '');

/** The lines of each file that were reached. */
export function linesIn({ files }: Report): ReadonlyMap<string, readonly number[]> {
  return new Map(Object.entries(files).map(([name, { covered }]) => [asPath(name), rows(covered)]));
}

/** What `opa test --coverage` says; the tests themselves do not count. */
export function readCoverage({ output, errors }: OpaAnswer): { readonly percent: number; readonly unreached: readonly Unreached[] } {
  const report = reportIn(output, errors);
  const own = Object.entries(report.files).filter(([name]) => !name.endsWith('_test.rego'));
  const unreached = own.map(([name, { not_covered }]): Unreached => ({ file: asPath(name), lines: rows(not_covered) }));
  const missed = unreached.reduce((sum, { lines }) => sum + lines.length, 0);
  const reached = own.reduce((sum, [, { covered }]) => sum + rows(covered).length, 0);
  const percent = reached + missed === 0 ? 100 : (100 * reached) / (reached + missed);
  return { percent, unreached: unreached.filter(({ lines }) => lines.length > 0) };
}

function reportIn(output: string, errors: string): Report {
  try {
    return JSON.parse(output) as Report;
  } catch {
    throw new TollgateError('opa-failed', `OPA could not tell what tests reach: ${`${errors}${output}`.trim().split('\n')[0] ?? ''}`);
  }
}
