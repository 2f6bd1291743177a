import type { ReportFile } from '../../../src/core/imports/report.ts';

interface Changes {
  readonly run?: Readonly<Record<string, unknown>>;
  readonly driver?: Readonly<Record<string, unknown>>;
  readonly log?: Readonly<Record<string, unknown>>;
}

/** A SARIF log of one run of the tool `Lint`, version 1.2, whose rule R1 explains itself. */
export function aSarif(results: readonly unknown[], { run, driver, log }: Changes = {}): string {
  const rule = {
    id: 'R1',
    shortDescription: { text: 'Names are long' },
    helpUri: 'https://lint.example/R1',
    messageStrings: { long: { text: 'The name {0} has {1} letters.' } },
    defaultConfiguration: { level: 'note' },
  };
  const runs = [{ tool: { driver: { name: 'Lint', version: '1.2', rules: [rule], ...driver } }, results, ...run }];
  return JSON.stringify({ version: '2.1.0', runs, ...log }, null, 1);
}

/** One result of R1 at a line of `a.sql`. */
export function aResult(startLine: number, over: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  const physicalLocation = { artifactLocation: { uri: 'a.sql' }, region: { startLine } };
  return { ruleId: 'R1', message: { text: 'Too long' }, locations: [{ physicalLocation }], ...over };
}

/** The output of `checkov -o json` for one kind of files, with these failed and skipped checks. */
export function aCheckov(failed: readonly object[], skipped: readonly object[] = [], over: object = {}): object {
  const results = { failed_checks: failed, skipped_checks: skipped, parsing_errors: [] };
  return { check_type: 'terraform', results, summary: { parsing_errors: 0, checkov_version: '3.3.30' }, ...over };
}

export const aCheck = (id: string, lines: readonly [number, number], over: object = {}): object => ({
  check_id: id,
  check_name: 'A bucket logs who reads it',
  check_result: { result: 'FAILED' },
  file_path: '/main.tf',
  repo_file_path: '/infra/main.tf',
  file_line_range: lines,
  resource: 'aws_s3_bucket.raw',
  severity: null,
  guideline: 'https://docs.example/logging',
  ...over,
});

export const aReport = (text: string, path = 'lint.sarif'): ReportFile => ({ path, text });
