import type { Counts, Decision } from '../model/decision.ts';
import type { Evaluation } from '../model/evaluation.ts';
import type { Evidence, Finding, Phase, PolicyMetadata } from '../model/finding.ts';
import type { Problem } from '../model/problem.ts';

/** The title of a check: what weighs, or what was looked at. */
export function decisionTitle(counts: Counts, looked: number): string {
  const parts = [
    ...(counts.blocks > 0 ? [`${counts.blocks} ${counts.blocks === 1 ? 'finding blocks' : 'findings block'}`] : []),
    ...(counts.consider > 0 ? [`${counts.consider} to consider`] : []),
    ...(counts.undecided > 0 ? [`${counts.undecided} could not be judged`] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : `nothing to do, ${plural(looked, 'file')} looked at`;
}

/** What weighs and what does not, in one line: `1 blocks, 2 to consider, 14 existing not counted`. */
export function countsLine({ counts }: Decision): string {
  const shown = [
    counts.blocks > 0 ? `${counts.blocks} ${counts.blocks === 1 ? 'blocks' : 'block'}` : '',
    counts.consider > 0 ? `${counts.consider} to consider` : '',
    counts.watched > 0 ? `${counts.watched} watched` : '',
    counts.undecided > 0 ? `${counts.undecided} could not be judged` : '',
    counts.fixed > 0 ? `${counts.fixed} fixed` : '',
    ...uncounted(counts),
  ].filter((part) => part !== '');
  return shown.length > 0 ? shown.join(', ') : 'no findings';
}

function uncounted({ existing, excepted, suppressed, baselined }: Counts): readonly string[] {
  const told: readonly (readonly [number, string])[] = [
    [existing, 'existing not counted'],
    [baselined, 'in the baseline not counted'],
    [excepted, 'excepted'],
    [suppressed, 'suppressed'],
  ];
  return told.flatMap(([count, words]) => (count > 0 ? [`${count} ${words}`] : []));
}

/** How much was looked at, by what, and what could not be read. */
export function coverageLine({ coverage, assets, policies, problems }: Evaluation, elapsed?: number): string {
  const unread = [
    ...new Set(problems.filter(({ undecided, code }) => undecided && !code.startsWith('policy-')).map(({ location }) => location.file)),
  ];
  const named = unread.length > 3 ? `${unread.slice(0, 3).join(', ')} and ${unread.length - 3} more` : unread.join(', ');
  const took = elapsed === undefined ? '' : ` in ${(elapsed / 1000).toFixed(1)} s`;
  const looked =
    coverage.files === coverage.governed
      ? plural(coverage.files, 'file')
      : `${plural(coverage.files, 'file')} (${coverage.governed} governed)`;
  return `${looked}, ${plural(assets.length, 'asset')}, ${plural(policies.length, 'policy', 'policies')}${took} · could not read: ${named || 'none'}`;
}

/** `1 file`, `3 files`. */
export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** What is wrong, in the reader's terms, about their thing. */
export function headline({ message }: Finding): string {
  return message;
}

/** How much it weighs. */
export function weight({ phase }: Pick<Finding, 'phase'>): string {
  return WEIGHTS[phase];
}

/** How we know, a line for each fact. */
export function knownLines({ known }: Finding): readonly string[] {
  return known.map(knownLine);
}

/** By what a finding is excepted, until when, and how much of the quota is used; undefined where it is not. */
export function exceptedLine({ exception }: Finding): string | undefined {
  if (!exception) return undefined;
  const { file, expires, quota } = exception;
  return `until ${expires} by ${file} (${quota.used} of ${quota.of} in ${quota.period})`;
}

/** How to fix it; the policy's page where nobody knows better. `command` is how the reader calls the command line. */
export function fixLine({ remediation: { text, page, patch }, policy }: Finding, command?: string): string | undefined {
  const words = text ?? (page === undefined ? undefined : `see ${page}`);
  return words === undefined || !patch || command === undefined ? words : `${words}    ${command} fix ${policy}`;
}

/** Who answers, and why them; undefined where nobody does. */
export function ownerLine({ owners }: Finding): string | undefined {
  return owners.length === 0 ? undefined : owners.map(({ name, why }) => `${name} (${why})`).join(', ');
}

/** Why it is a rule: what the policy asks for, where it stands, and the frameworks that ask for it. */
export function ruleLine(finding: Finding, policy?: PolicyMetadata): string {
  const rule = policy ? [`${policy.title} (${policy.path})`, ...policy.frameworks.slice(0, 2)] : [finding.policy];
  return rule.join(' · ');
}

/** All that there is to say of a finding, in plain lines. */
export function detailLines(finding: Finding): readonly string[] {
  const [fix, owner] = [fixLine(finding), ownerLine(finding)];
  return [
    headline(finding),
    ...knownLines(finding),
    ...(fix === undefined ? [] : [`Fix: ${fix}`]),
    ...(owner === undefined ? [] : [`Owner: ${owner}`]),
  ];
}

/** What is wrong with a file, a policy or a setting. */
export function problemHeadline({ message }: Problem): string {
  return message;
}

const WEIGHTS: Readonly<Record<Phase, string>> = { enforce: 'blocks', advise: 'to consider', observe: 'watched' };

function knownLine({ text, location }: Evidence): string {
  return location === undefined ? text : `${text} (${location.file}:${location.start.line})`;
}
