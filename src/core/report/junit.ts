import type { Evaluation } from '../../model/evaluation.ts';
import type { Finding, PolicyMetadata } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import type { Location } from '../../model/source.ts';
import type { Reporter } from '../plug-ins.ts';
import { detailLines, headline, problemHeadline, weight } from '../wording.ts';
import { escapeMarkup } from './escape-markup.ts';

/** JUnit's XML: a suite for each policy, a failure for each new finding that counts, an error for what could not be judged. */
export const junit: Reporter = { id: 'junit', report };

interface Suite {
  readonly name: string;
  readonly cases: readonly string[];
  readonly failures: number;
  readonly errors: number;
}

function report(evaluation: Evaluation, { elapsed }: { readonly elapsed?: number }): string {
  const fresh = Map.groupBy(
    evaluation.findings.filter(({ disposition }) => disposition === 'new'),
    ({ policy }) => policy,
  );
  const suites = [
    ...evaluation.policies.map((policy) => suiteOf(policy, fresh.get(policy.id) ?? [])),
    ...(evaluation.problems.length > 0 ? [suiteOfProblems(evaluation.problems)] : []),
  ];
  const time = elapsed === undefined ? '' : ` time="${(elapsed / 1000).toFixed(3)}"`;
  const lines = suites.flatMap(({ name, cases, ...sums }) => [
    `  <testsuite name="${escapeAttribute(name)}" ${totals([{ name, cases, ...sums }])}>`,
    ...cases.map((one) => `    ${one}`),
    '  </testsuite>',
  ]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tollgate" ${totals(suites)}${time}>`,
    ...lines,
    '</testsuites>',
    '',
  ].join('\n');
}

function totals(suites: readonly Suite[]): string {
  const sum = (count: (suite: Suite) => number): number => suites.reduce((before, suite) => before + count(suite), 0);
  return `tests="${sum(({ cases }) => cases.length)}" failures="${sum(({ failures }) => failures)}" errors="${sum(({ errors }) => errors)}"`;
}

function suiteOf(policy: PolicyMetadata, findings: readonly Finding[]): Suite {
  const failures = findings.filter(({ phase }) => phase !== 'observe').length;
  const passed = `<testcase classname="${escapeAttribute(policy.id)}" name="${escapeAttribute(policy.title)}"/>`;
  return { name: `${policy.id} ${policy.title}`, cases: findings.length > 0 ? findings.map(caseOf) : [passed], failures, errors: 0 };
}

/** What is only watched passes, and says what was seen. */
function caseOf(finding: Finding): string {
  const told = escapeMarkup(detailOf(finding));
  const inside =
    finding.phase === 'observe'
      ? `<system-out>${told}</system-out>`
      : `<failure type="${weight(finding)}" message="${escapeAttribute(headline(finding))}">${told}</failure>`;
  return testCase(finding.policy, `${headline(finding)} (${placeOf(finding.location)})`, finding.location, inside);
}

function detailOf(finding: Finding): string {
  return [placeOf(finding.location), ...detailLines(finding), `Fingerprint: ${finding.fingerprint}`].join('\n');
}

/** What leaves nothing unjudged is only worth knowing, so it passes. */
function suiteOfProblems(problems: readonly Problem[]): Suite {
  const cases = problems.map((problem) => {
    const told = `${placeOf(problem.location)}: ${problemHeadline(problem)}`;
    const inside = problem.undecided
      ? `<error type="${escapeAttribute(problem.code)}" message="${escapeAttribute(problemHeadline(problem))}">${escapeMarkup(told)}</error>`
      : `<system-out>${escapeMarkup(told)}</system-out>`;
    return testCase('problems', told, problem.location, inside);
  });
  return { name: 'problems', cases, failures: 0, errors: problems.filter(({ undecided }) => undecided).length };
}

function testCase(classname: string, name: string, { file, start }: Location, inside: string): string {
  const place = `file="${escapeAttribute(file)}" line="${start.line}"`;
  return `<testcase classname="${escapeAttribute(classname)}" name="${escapeAttribute(name)}" ${place}>${inside}</testcase>`;
}

const placeOf = ({ file, start }: Location): string => `${file}:${start.line}:${start.column}`;

/** Parsers turn line ends in attributes into spaces, unless they are written as references. */
const escapeAttribute = (text: string): string => escapeMarkup(text).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
