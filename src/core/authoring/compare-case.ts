import type { Evaluation } from '../../model/evaluation.ts';
import type { Finding } from '../../model/finding.ts';
import type { Fault } from './authored.ts';
import { faultAt, KEYS, type Expected, type ExpectedFinding } from './read-expected.ts';

/** What a case of a policy got instead of what it expects. `file` is its expected.yml. */
export function compareCase(expected: Expected, evaluation: Evaluation, policy: string, file: string): readonly Fault[] {
  const asked = new Set([policy, ...expected.findings.flatMap(({ told }) => told.policy ?? [])]);
  const left = evaluation.findings.filter((one) => asked.has(one.policy));
  const missing: ExpectedFinding[] = [];
  // The most exact first, so that a loose one does not take what an exact one needs.
  for (const one of expected.findings.toSorted((a, b) => Object.keys(b.told).length - Object.keys(a.told).length)) {
    const index = left.findIndex((finding) => isMet(one, finding, policy));
    if (index < 0) missing.push(one);
    else left.splice(index, 1);
  }
  const top = { file, line: 1, column: 1 };
  return [
    ...missing.map(({ location, told }) => ({
      ...faultAt(location, `expected, and not found: ${words({ policy, ...told })}`),
      instead: nearest(left),
    })),
    ...(missing.length === 0 ? left : []).map((one) => ({ ...top, message: `found, and not expected: ${sayFinding(one)}` })),
    ...problemsOf(expected, evaluation).map((message) => ({ ...top, message })),
  ];
}

function isMet({ told }: ExpectedFinding, finding: Finding, policy: string): boolean {
  const has = valuesOf(finding);
  return KEYS.every((key) =>
    key === 'policy' ? (told.policy ?? policy) === has.policy : told[key] === undefined || matches(key, told[key], has),
  );
}

type Values = Readonly<Record<(typeof KEYS)[number], string>> & { readonly id: string };

const valuesOf = (one: Finding): Values => ({
  policy: one.policy,
  rule: one.rule,
  asset: one.assetName ?? '',
  id: one.asset ?? '',
  field: one.field ?? '',
  file: one.file,
  line: String(one.location.start.line),
  message: one.message,
  disposition: one.disposition,
  phase: one.phase,
});

const matches = (key: (typeof KEYS)[number], told: string, has: Values): boolean =>
  key === 'message' ? has.message.includes(told) : told === has[key] || (key === 'asset' && told === has.id);

const words = (told: ExpectedFinding['told']): string =>
  Object.entries(told)
    .map(([key, value]) => `${key} ${value}`)
    .join(', ');

const nearest = (left: readonly Finding[]): string =>
  left.length === 0
    ? 'nothing of this policy'
    : `${left.slice(0, 3).map(sayFinding).join('; ')}${left.length > 3 ? ` and ${left.length - 3} more` : ''}`;

const sayFinding = ({ policy, rule, message, file, location, disposition }: Finding): string =>
  `${policy} ${rule} ${file}:${location.start.line} \`${message}\`${disposition === 'new' ? '' : ` (${disposition})`}`;

/** A case that is not judged whole proves nothing, unless that is what it is about. */
function problemsOf({ problems: codes }: Expected, { problems }: Evaluation): readonly string[] {
  const seen = new Set(problems.map(({ code }) => code));
  return [
    ...problems
      .filter(({ code, undecided }) => undecided === true && !codes.includes(code))
      .map(({ location, message }) => `could not be judged whole: ${location.file}:${location.start.line}: ${message}`),
    ...codes.filter((code) => !seen.has(code)).map((code) => `expected, and not found: a problem \`${code}\``),
  ];
}
