import type { Finding } from '../../model/finding.ts';
import { knownLines, weight } from '../wording.ts';
import { cutText, fitParts } from './cut-text.ts';
import { BODY_UNITS } from './limits.ts';
import { bold, code, item, join, link, marker, say, mention, sentence, struck, text, type Markdown } from './markdown.ts';
import type { Suggestion } from './suggest-change.ts';
import { LONGEST_LINE, nameOf, pageOf, placeOf, policyOf, shortSha, toldOf, type Telling } from './telling.ts';

/** What an inline comment says of one finding. */
export function commentBody(finding: Finding, suggestion: Suggestion | null, away: boolean, telling: Telling): Markdown {
  return join([marker(findingMarker(finding)), ...findingLines(finding, suggestion, away, telling)], '\n');
}

/** All that there is to say of a finding. `away`: its place is not where this stands, so that it is named. */
export function findingLines(finding: Finding, suggestion: Suggestion | null, away: boolean, telling: Telling): readonly Markdown[] {
  return [
    say`${bold(toldOf(finding))} · ${text(weight(finding))}`,
    ...(away ? [say`It stands at ${placeOf(finding.location, telling)}.`] : []),
    ...knownLines(finding).map((line) => sentence(short(line), nameOf(finding))),
    ...fixLines(finding, suggestion, telling),
    footLine(finding, telling),
  ];
}

/** What the one comment says that stands for several findings of one policy in one file. */
export function groupBody(findings: readonly [Finding, ...Finding[]], name: string, telling: Telling): Markdown {
  const [first] = findings;
  const head = [marker(name), say`${bold(sentence(short(first.title)))}: ${findings.length} here · ${text(weight(first))}`, say``];
  const foot = [say``, footLine(first, telling)];
  const items = findings.map((one) => item(say`${toldOf(one)}, ${placeOf(one.location, telling)}`));
  const room = BODY_UNITS - lengthOf([...head, ...foot]);
  return join([...head, ...fitParts(items, room, (left) => say`- ${left} more, all in the check run's list`), ...foot], '\n');
}

/** A comment whose finding is gone. Its words stay readable, struck through. */
export function solvedBody(name: string, title: Markdown, how: Markdown): Markdown {
  return join([marker(name), say`${struck(title)} ${how}`], '\n');
}

/** A comment that nobody wants to read for now. */
export function foldedBody(name: string, title: Markdown, how: Markdown): Markdown {
  return join([marker(name), say`${title}. ${how}`], '\n');
}

export const fixedWords = (commit: string | null): Markdown => say`Fixed in ${shortSha(commit)}.`;

/** Names the comment on a finding across runs. */
export const findingMarker = ({ fingerprint }: Pick<Finding, 'fingerprint'>): string => `finding:${fingerprint}`;

/** The suggested change is the fix; words where there is no exact one. */
function fixLines({ remediation }: Finding, suggestion: Suggestion | null, { evaluation }: Telling): readonly Markdown[] {
  if (suggestion) {
    const others = evaluation.findings.filter(({ fingerprint }) => remediation.together?.with.includes(fingerprint));
    const policies = [...new Set(others.map(({ policy }) => policy))].map(text);
    return [suggestion.block, ...(policies.length > 0 ? [say`It fixes ${join(policies, ', ')} here, too.`] : [])];
  }
  return remediation.text === undefined ? [] : [say`Fix: ${code(short(remediation.text))}`];
}

function footLine(finding: Finding, telling: Telling): Markdown {
  const page = pageOf(finding, telling);
  const frameworks = policyOf(finding, telling)?.frameworks ?? [];
  const rule = join([text(finding.policy), ...frameworks.map(text)], ', ');
  const owners = finding.owners.map(({ name, why }) => say`${mention(name)} by ${text(why)}`);
  const ask = finding.phase === 'enforce' ? [say`\`/tollgate except\` asks for an exception`] : [];
  return join([...(page === undefined ? [] : [link(say`How to fix`, page)]), ...ask, rule, ...owners], ' · ');
}

/** No line of a comment is longer than people read. */
const short = (line: string): string => cutText(line, LONGEST_LINE);

const lengthOf = (parts: readonly Markdown[]): number => parts.reduce((sum, part) => sum + part.length + 1, 0);
