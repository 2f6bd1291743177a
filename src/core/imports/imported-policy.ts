import type { PolicyMetadata, Severity } from '../../model/finding.ts';
import type { ImportSetting, Settings } from '../../model/settings.ts';
import type { ReportedResult } from './report.ts';

/** What findings of tools that settings do not name weigh: they are told, and block nothing. */
const UNNAMED: Omit<ImportSetting, 'prefix'> = { files: [], phase: 'advise', severity: {}, suppressible: 'with-reason' };

/** What settings say of a tool: by its name, else by the key under which they list its report. A tool's own name makes the prefix otherwise. */
export function importOf(tool: string, { imports }: Pick<Settings, 'imports'>, key?: string): ImportSetting {
  const prefix = slug(tool);
  const named = imports.find((one) => slug(one.tool ?? one.prefix) === prefix);
  const listed = imports.find((one) => one.prefix === key && one.tool === undefined);
  return named ?? listed ?? { prefix, ...UNNAMED };
}

/** `Semgrep OSS` is `semgrep-oss`. */
const slug = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

/** Whether an id is of an imported rule, known or not: `checkov:CKV_AWS_18`. */
export function isImportedId(id: string, prefixes: readonly string[]): boolean {
  const colon = id.indexOf(':');
  return colon > 0 && prefixes.includes(id.slice(0, colon));
}

/** The rule of another tool, as a policy. */
export function importedPolicy(result: ReportedResult, setting: ImportSetting): PolicyMetadata {
  const { rule, title, description, page, tool, version } = result;
  return {
    id: `${setting.prefix}:${rule}`,
    title,
    description,
    severity: severityOf(result, setting),
    phase: setting.phase,
    category: 'imported',
    package: setting.prefix,
    path: version === undefined ? tool : `${tool} ${version}`,
    library: setting.prefix,
    frameworks: [],
    suppressible: setting.suppressible,
    input: 'report',
    ...(page === undefined ? {} : { page }),
    aliases: [rule],
  };
}

const LEVELS: Readonly<Record<string, Severity>> = {
  error: 'high',
  warning: 'medium',
  note: 'low',
  none: 'low',
  info: 'low',
  low: 'low',
  medium: 'medium',
  moderate: 'medium',
  high: 'high',
  critical: 'critical',
};

/** By settings, else by the score as GitHub bands it, else by the level. Source: GitHub Docs, "SARIF support for code scanning". */
function severityOf({ level, score }: ReportedResult, { severity }: ImportSetting): Severity {
  if (Object.hasOwn(severity, level)) return severity[level] ?? 'medium';
  if (score !== undefined) return score >= 9 ? 'critical' : score >= 7 ? 'high' : score >= 4 ? 'medium' : 'low';
  return Object.hasOwn(LEVELS, level) ? (LEVELS[level] ?? 'medium') : 'medium';
}
