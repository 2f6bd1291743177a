import type { Evaluation } from '../../model/evaluation.ts';
import type { Finding, Phase, PolicyMetadata, Severity } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import type { Location } from '../../model/source.ts';
import type { Reporter } from '../plug-ins.ts';
import { detailLines, problemHeadline } from '../wording.ts';

/**
 * SARIF 2.1.0 as GitHub's code scanning reads it. GitHub ignores suppressions, so only new findings are in it: what is excepted, suppressed
 * or older would come back as an alert.
 */
export const sarif: Reporter = { id: 'sarif', report: (evaluation) => `${JSON.stringify(logOf(evaluation), null, 2)}\n` };

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
/** GitHub takes no more results of one run. */
const MOST_RESULTS = 25_000;

function logOf(evaluation: Evaluation): object {
  const fresh = evaluation.findings.filter(({ disposition }) => disposition === 'new').slice(0, MOST_RESULTS);
  const used = new Set(fresh.map(({ policy }) => policy));
  const policies = evaluation.policies.filter(({ id }) => used.has(id));
  const indexes = new Map(policies.map(({ id }, index) => [id, index]));
  const [library] = evaluation.libraries;
  const driver = {
    name: 'Tollgate',
    ...(library ? { version: `${library.name}@${library.version}` } : {}),
    rules: policies.map((policy) => ruleOf(policy, fresh)),
  };
  const run = {
    tool: { driver },
    automationDetails: { id: 'tollgate/' },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { ROOT: { description: { text: 'The root of the repository' } } },
    invocations: [invocationOf(evaluation)],
    results: fresh.map((finding) => resultOf(finding, indexes.get(finding.policy))),
  };
  return { $schema: SCHEMA, version: '2.1.0', runs: [run] };
}

/** GitHub reads severity as a number: above 9 is critical, from 7 high, from 4 medium. */
const SECURITY: Readonly<Record<Severity, string>> = { low: '3.0', medium: '5.5', high: '8.0', critical: '9.5' };
const LEVELS: Readonly<Record<Phase, string>> = { enforce: 'error', advise: 'warning', observe: 'note' };
const RANK: readonly Phase[] = ['observe', 'advise', 'enforce'];

function ruleOf(policy: PolicyMetadata, findings: readonly Finding[]): object {
  const own = findings.filter((finding) => finding.policy === policy.id);
  const strictest = RANK.findLast((phase) => own.some((finding) => finding.phase === phase)) ?? policy.phase;
  const link = policy.page !== undefined && /^https?:\/\//.test(policy.page) ? policy.page : undefined;
  return {
    id: policy.id,
    name: camelCase(policy.package),
    shortDescription: { text: cut(policy.title, 1024) },
    fullDescription: { text: cut(policy.description, 1024) },
    ...(link === undefined ? {} : { helpUri: link }),
    help: { text: helpText(policy), markdown: helpMarkdown(policy, link) },
    defaultConfiguration: { level: LEVELS[strictest] },
    properties: {
      tags: ['data-governance', policy.category, ...policy.frameworks].slice(0, 10),
      precision: 'high',
      'problem.severity': strictest === 'observe' ? 'recommendation' : LEVELS[strictest],
      'security-severity': SECURITY[policy.severity],
    },
  };
}

const camelCase = (name: string): string =>
  cut(
    name.replaceAll(/[._](.)/g, (_, letter: string) => letter.toUpperCase()),
    255,
  );
const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);
const frameworks = ({ frameworks: named }: PolicyMetadata): string => (named.length > 0 ? `Asked for by ${named.join(', ')}.` : '');

const helpText = (policy: PolicyMetadata): string =>
  [policy.description, frameworks(policy), `Policy ${policy.path}.`].filter((line) => line !== '').join('\n');

function helpMarkdown(policy: PolicyMetadata, link: string | undefined): string {
  const lines = [
    escaped(policy.description),
    escaped(frameworks(policy)),
    link ? `[How to fix](${link})` : `Policy ${escaped(policy.path)}`,
  ];
  return lines.filter((line) => line !== '').join('\n\n');
}

const escaped = (text: string): string => text.replaceAll(/[\\`*_{}[\]<>()#|~&!]/g, (character) => `\\${character}`);

function resultOf(finding: Finding, ruleIndex: number | undefined): object {
  return {
    ruleId: finding.policy,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: LEVELS[finding.phase],
    message: { text: unlinked(detailLines(finding).join('\n')) },
    locations: [{ physicalLocation: physical(finding.location), ...logical(finding) }],
    ...relatedOf(finding),
    partialFingerprints: { primaryLocationLineHash: finding.fingerprint },
    properties: { phase: finding.phase, owners: finding.owners.map(({ name }) => name) },
  };
}

/** In SARIF's plain text, `[words](target)` is a link; here nothing is one. */
const unlinked = (text: string): string => text.replaceAll(/[\\[\]]/g, (character) => `\\${character}`);

function logical({ assetName, asset, field }: Finding): object {
  const name = assetName ?? asset;
  if (name === null) return {};
  return { logicalLocations: [{ fullyQualifiedName: field === null ? name : `${name}.${field}` }] };
}

function relatedOf({ known }: Finding): object {
  const related = known.flatMap(({ text, location }, index) =>
    location ? [{ id: index + 1, physicalLocation: physical(location), message: { text: unlinked(text) } }] : [],
  );
  return related.length > 0 ? { relatedLocations: related } : {};
}

function physical({ file, start, end }: Location): object {
  const region = { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
  return { artifactLocation: { uri: file.toWellFormed().split('/').map(encodeURIComponent).join('/'), uriBaseId: 'ROOT' }, region };
}

/** What could not be judged is told by the tool about itself: it is no finding. */
function invocationOf({ problems, decision }: Evaluation): object {
  return { executionSuccessful: decision.counts.undecided === 0, toolExecutionNotifications: problems.map(notificationOf) };
}

function notificationOf(problem: Problem): object {
  const { code, undecided, location } = problem;
  return {
    descriptor: { id: code },
    level: undecided ? 'error' : 'note',
    message: { text: unlinked(problemHeadline(problem)) },
    ...(location.file === '' ? {} : { locations: [{ physicalLocation: physical(location) }] }),
  };
}
