import type { Counts } from '../model/decision.ts';
import type { Evidence, Finding, Phase } from '../model/finding.ts';

/** The title of a check: what weighs, or what was looked at. */
export function decisionTitle(counts: Counts, looked: number): string {
  const parts = [
    ...(counts.blocks > 0 ? [`${counts.blocks} ${counts.blocks === 1 ? 'finding blocks' : 'findings block'}`] : []),
    ...(counts.consider > 0 ? [`${counts.consider} to consider`] : []),
    ...(counts.undecided > 0 ? [`${counts.undecided} could not be judged`] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : `nothing to do, ${looked} ${looked === 1 ? 'file' : 'files'} looked at`;
}

/** What is wrong, in the reader's terms, about their thing. */
export function headline({ message }: Finding): string {
  return message;
}

/** How much it weighs. */
export function weight({ phase }: Finding): string {
  return WEIGHTS[phase];
}

/** How we know, a line for each fact. */
export function knownLines({ known }: Finding): readonly string[] {
  return known.map(knownLine);
}

/** How to fix it; undefined where nobody knows better than the policy's page. */
export function fixLine({ remediation }: Finding): string | undefined {
  return remediation.text;
}

/** Who answers, and why them; undefined where nobody does. */
export function ownerLine({ owners }: Finding): string | undefined {
  return owners.length === 0 ? undefined : owners.map(({ name, why }) => `${name} (${why})`).join(', ');
}

/** Why it is a rule. */
export function ruleLine({ policy, title }: Finding): string {
  return `${policy}: ${title}`;
}

const WEIGHTS: Readonly<Record<Phase, string>> = { enforce: 'blocks', advise: 'to consider', observe: 'watched' };

function knownLine({ text, location }: Evidence): string {
  return location === undefined ? text : `${text} (${location.file}:${location.start.line})`;
}
