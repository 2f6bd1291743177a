import type { Finding, PolicyMetadata } from '../../../model/finding.ts';
import type { Evaluation } from '../../../model/evaluation.ts';
import { fixLine, headline, knownLines, weight } from '../../wording.ts';
import { html, join, type Markup, NOTHING, sentence } from './markup.ts';
import { suggestionOf } from './suggestion.ts';

export type Group = readonly [Finding, ...Finding[]];

/** What a comment says under its line. Several findings of one policy share a card, with a line for each. */
export function card(group: Group, { policies }: Evaluation, source: string | undefined): Markup {
  const [first, ...others] = group;
  const policy = policies.find(({ id }) => id === first.policy);
  const suggestion = others.length > 0 ? NOTHING : suggestionOf(first, source);
  const alone = html`<h3>${sentence(headline(first), nameOf(first))} <span class="weight ${first.phase}">${weight(first)}</span></h3>
    ${knownLines(first).map((line) => html`<p>${sentence(startOfSentence(line, nameOf(first)), nameOf(first))}.</p>`)}`;
  const many = html`<h3>${first.title}: ${group.length} here <span class="weight ${first.phase}">${weight(first)}</span></h3>
    <ul>
      ${group.map((one) => html`<li>${sentence(headline(one), nameOf(one))} <span class="place">line ${one.location.start.line}</span></li>`)}
    </ul>`;
  return html`<article class="card ${first.phase}" id="f-${first.fingerprint}">
    ${others.length > 0 ? many : alone} ${suggestion.markup === '' ? fixOf(first) : suggestion}
    <footer>${join(foot(first, policy), ' · ')}</footer>
  </article>`;
}

/** `crm.contacts.email`, or the file where a finding names no asset. */
export function nameOf({ assetName, asset, field, file }: Finding): string {
  const name = assetName ?? asset;
  if (name === null) return file;
  return field === null ? name : `${name}.${field}`;
}

/** A name keeps its case, also as the first word. */
const startOfSentence = (words: string, name: string): string =>
  words.startsWith(name) ? words : words.charAt(0).toUpperCase() + words.slice(1);

function fixOf(finding: Finding): Markup {
  const fix = fixLine(finding);
  if (fix === undefined) return NOTHING;
  return html`<p class="fix">Fix: ${isCode(fix) ? html`<code>${fix}</code>` : sentence(fix)}</p>`;
}

/** Text to write, rather than words about it. */
const isCode = (fix: string): boolean => /^[A-Z]{2,} |[=({[]/.test(fix) && !fix.includes('`');

function foot({ policy: id, owners }: Finding, policy: PolicyMetadata | undefined): readonly Markup[] {
  const page = policy?.page;
  return [
    ...(page !== undefined && /^https?:\/\//.test(page) ? [html`<a href="${page}" rel="noreferrer">How to fix</a>`] : []),
    html`${[id, ...(policy?.frameworks ?? [])].join(', ')}`,
    ...owners.map(({ name, why }) => html`<strong>${name}</strong> (${why})`),
  ];
}
