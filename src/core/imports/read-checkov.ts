import { z } from 'zod';
import { spelled } from './artifact-path.ts';
import { plainWords } from './plain-words.ts';
import type { ReadRuns } from './read-sarif.ts';
import { maybe } from './sarif-shape.ts';
import type { Complaint, ReportedResult } from './report.ts';

const words = maybe(z.string());

/** One check of `checkov -o json`, as far as it is read. */
const Check = z.object({
  check_id: z.string(),
  check_name: words,
  check_result: maybe(z.object({ suppress_comment: words })),
  file_path: words,
  file_abs_path: words,
  repo_file_path: words,
  file_line_range: maybe(z.array(z.number())),
  resource: words,
  resource_address: words,
  severity: words,
  guideline: words,
});

const Report = z.object({
  check_type: z.string(),
  results: z.object({
    failed_checks: maybe(z.array(z.unknown())),
    skipped_checks: maybe(z.array(z.unknown())),
    parsing_errors: maybe(z.array(z.string())),
  }),
  summary: maybe(z.object({ parsing_errors: maybe(z.number()), checkov_version: words })),
});

/** Whether a document is what `checkov -o json` prints: one report, a list of them, or the summary of a run that found nothing to look at. */
export function isCheckov(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every(isCheckov);
  return isRecord(value) && ('check_type' in value || ('checkov_version' in value && 'passed' in value));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What Checkov says. Source: "Reviewing Scan Results" of its documentation, and the output of Checkov 3.3. */
export function readCheckov(value: unknown): ReadRuns {
  const reports = Array.isArray(value) ? value.map((one: unknown, at) => readReport(one, `/${at}`)) : [readReport(value, '')];
  return {
    tools: ['Checkov'],
    results: reports.flatMap(({ results }) => results),
    complaints: reports.flatMap(({ complaints }) => complaints),
  };
}

function readReport(value: unknown, pointer: string): Omit<ReadRuns, 'tools'> {
  if (isRecord(value) && !('check_type' in value)) return { results: [], complaints: [] };
  const read = Report.safeParse(value);
  if (!read.success) return { results: [], complaints: [misshapen(read.error, pointer, 'This report of Checkov')] };
  const { results, summary } = read.data;
  const version = summary?.checkov_version ?? undefined;
  const kinds = ['failed_checks', 'skipped_checks'] as const;
  const checks = kinds.flatMap((kind) =>
    (results[kind] ?? []).map((check, at) => readCheck(check, `${pointer}/results/${kind}/${at}`, version, kind === 'skipped_checks')),
  );
  return {
    results: checks.flatMap((one) => ('misses' in one ? [] : [one])),
    complaints: [...checks.flatMap((one) => ('misses' in one ? [one] : [])), ...unparsed(read.data, pointer)],
  };
}

function misshapen(error: z.ZodError, pointer: string, what: string): Complaint {
  const [issue] = error.issues;
  const path = `${pointer}${(issue?.path ?? []).map((part) => `/${String(part)}`).join('')}`;
  return {
    pointer: path,
    message: `${what} cannot be read: ${issue?.message ?? 'it has another shape'} at ${path || 'its start'}.`,
    misses: true,
  };
}

/** Checkov itself ends with success where it could not read a file. */
function unparsed({ check_type, results, summary }: z.infer<typeof Report>, pointer: string): readonly Complaint[] {
  const files = results.parsing_errors ?? [];
  const count = Math.max(files.length, summary?.parsing_errors ?? 0);
  if (count === 0) return [];
  const named = files.slice(0, 3).join(', ');
  const message = `Checkov (${check_type}) could not read ${count} ${count === 1 ? 'file' : 'files'}${named === '' ? '' : `: ${named}`}. What it would find there is unknown.`;
  return [{ pointer: files.length > 0 ? `${pointer}/results/parsing_errors` : `${pointer}/summary/parsing_errors`, message, misses: true }];
}

function readCheck(value: unknown, pointer: string, version: string | undefined, skipped: boolean): ReportedResult | Complaint {
  const read = Check.safeParse(value);
  if (!read.success) return misshapen(read.error, pointer, 'This check');
  const check = read.data;
  const title = plainWords(check.check_name ?? check.check_id);
  return {
    tool: 'Checkov',
    ...(version === undefined ? {} : { version }),
    rule: check.check_id,
    title,
    description: title,
    ...pageOf(check),
    level: check.severity?.toLowerCase() ?? 'error',
    message: title,
    paths: pathsOf(check),
    ...placeOf(check),
    ...(skipped ? { suppressed: reasonOf(check) } : {}),
    pointer,
  };
}

type Check = z.infer<typeof Check>;

const pageOf = ({ guideline }: Check): Pick<ReportedResult, 'page'> =>
  guideline !== undefined && /^https?:\/\//i.test(guideline) ? { page: guideline } : {};

function reasonOf({ check_result: result }: Check): { readonly reason?: string } {
  return result?.suppress_comment === undefined ? {} : { reason: plainWords(result.suppress_comment) };
}

/** Where there is a line, its words tell results apart, as they do in Checkov's SARIF. */
function placeOf({
  file_line_range: [first = 0, last = first] = [],
  resource_address,
  resource,
}: Check): Pick<ReportedResult, 'region' | 'logical'> {
  if (first >= 1) return { region: { startLine: first, endLine: last } };
  const logical = resource_address ?? resource;
  return { region: {}, ...(logical === undefined ? {} : { logical }) };
}

/** `repo_file_path` starts at the folder that Checkov ran in, `file_path` at the one that it looked at; both with a slash. */
function pathsOf({ file_path, file_abs_path, repo_file_path }: Check): readonly string[] {
  const absolute = spelled(file_abs_path ?? '') ?? '';
  const relative = [repo_file_path, file_path].flatMap((path) => (path ? [(spelled(path) ?? path).replace(/^\/+/, '')] : []));
  return [...(absolute.startsWith('/') ? [absolute] : []), ...relative];
}
