import type { Remediation } from '../../model/finding.ts';
import type { Edit } from '../../model/remediation.ts';
import type { Fixable, Remediator } from '../plug-ins.ts';

/**
 * The way to fix a finding: the policy's page, the first fix that some remediation knows, and its edits where they are exact. Edits
 * that overlap or leave the file are refused as a whole: half a fix is worse than words.
 */
export function proposeFix(finding: Fixable, remediators: readonly Remediator[]): Remediation {
  const page = finding.policy.page === undefined ? {} : { page: finding.policy.page };
  const fix = firstFix(finding, remediators);
  const told = finding.statement.metadata?.['fix'];
  const text = fix?.text ?? (typeof told === 'string' ? told : undefined);
  const edits = fix && isApplicable(fix.edits, finding.file.text) ? fix.edits : [];
  return {
    ...(text === undefined ? {} : { text }),
    ...page,
    ...(edits.length > 0 ? { patch: { file: finding.file.path, edits, title: text ?? finding.policy.title } } : {}),
  };
}

function firstFix(finding: Fixable, remediators: readonly Remediator[]): ReturnType<Remediator['fix']> {
  for (const remediator of remediators) {
    const fix = remediator.policies.includes(finding.policy.id) ? remediator.fix(finding) : null;
    if (fix) return fix;
  }
  return null;
}

function isApplicable(edits: readonly Edit[], text: string): boolean {
  const ranges = edits.map(({ location }) => [location.start.offset, location.end.offset] as const).sort(([a], [b]) => a - b);
  return ranges.every(([start, end], index) => start <= end && end <= text.length && start >= (ranges[index - 1]?.[1] ?? 0));
}
