import type { Evaluation } from '../../../model/evaluation.ts';
import type { Disposition, Finding } from '../../../model/finding.ts';
import type { Problem } from '../../../model/problem.ts';
import { countsLine, coverageLine, headline, problemHeadline, weight } from '../../wording.ts';
import { nameOf } from './card.ts';
import { breakable, html, join, type Markup, NOTHING, sentence } from './markup.ts';

/** The check run: its title, a table of what weighs, and what does not count. */
export function summary(evaluation: Evaluation, weighing: readonly Finding[], elapsed: number | undefined): Markup {
  const { decision, base, head } = evaluation;
  const range = [base, head].flatMap((side) => (side ? [side.name] : [])).join(' … ');
  return html`<header class="check ${decision.conclusion}">
      <p class="eyebrow">Tollgate · ${range}</p>
      <h1><span class="state">${STATES[decision.conclusion]}</span> ${decision.title}</h1>
    </header>
    ${weighing.length > 0 ? findingsTable(weighing) : NOTHING}
    <p class="quiet">${countsLine(decision)}<br />${coverageLine(evaluation, elapsed)}<br />${judgedBy(evaluation)}</p>`;
}

const STATES = { success: 'passed', neutral: 'advises', failure: 'blocks' } as const;

function findingsTable(findings: readonly Finding[]): Markup {
  return html`<table class="findings">
    <thead>
      <tr>
        <th scope="col"></th>
        <th scope="col">Finding</th>
        <th scope="col">Where</th>
        <th scope="col">Owner</th>
      </tr>
    </thead>
    <tbody>
      ${findings.map(findingRow)}
    </tbody>
  </table>`;
}

function findingRow(finding: Finding): Markup {
  const { file, start } = finding.location;
  const owners = finding.owners.map(({ name }) => name).join(', ');
  return html`<tr>
    <td><span class="weight ${finding.phase}">${weight(finding)}</span></td>
    <td>${sentence(headline(finding), nameOf(finding))}</td>
    <td><a href="#f-${finding.fingerprint}">${breakable(`${file}:${start.line}`)}</a></td>
    <td>${owners === '' ? 'nobody' : owners}</td>
  </tr>`;
}

function judgedBy({ head, libraries }: Evaluation): Markup {
  const by = libraries.map(
    ({ name, version, digest }) => `${version === '' ? name : `${name}@${version}`} (sha256:${digest.replace(/^sha256:/, '').slice(0, 8)})`,
  );
  const at = head.commit === null ? '' : ` at ${head.commit.slice(0, 7)}`;
  return html`Judged${at} by ${by.join(', ')}`;
}

/** What could not be read or decided, each with its place. */
export function problemList(problems: readonly Problem[]): Markup {
  if (problems.length === 0) return NOTHING;
  return html`<section>
    <h2>Problems</h2>
    <ul class="list">
      ${problems.map(
        ({ location: { file, start }, undecided, ...problem }) =>
          html`<li>
            ${sentence(problemHeadline({ ...problem, location: { file, start, end: start } }))}
            <span class="place">${breakable(`${file}:${start.line}`)}</span
            >${undecided ? html` <span class="weight enforce">not judged</span>` : NOTHING}
          </li>`,
      )}
    </ul>
  </section>`;
}

/** What does not weigh, apart and quiet. */
export function uncountedLists(findings: readonly Finding[]): Markup {
  const watched = findings.filter(({ disposition, phase }) => disposition === 'new' && phase === 'observe');
  const others = LISTS.map(([disposition, words]) => {
    const own = findings.filter((one) => one.disposition === disposition);
    return quietList(own, words);
  });
  return join([quietList(watched, 'watched'), ...others]);
}

const LISTS: readonly (readonly [Disposition, string])[] = [
  ['fixed', 'fixed'],
  ['existing', 'existing, not counted'],
  ['baselined', 'in the baseline, not counted'],
  ['excepted', 'excepted'],
  ['suppressed', 'suppressed'],
];

function quietList(findings: readonly Finding[], words: string): Markup {
  if (findings.length === 0) return NOTHING;
  return html`<details class="uncounted">
    <summary>${findings.length} ${words}</summary>
    <ul class="list">
      ${findings.map(
        (one) =>
          html`<li>${sentence(headline(one), nameOf(one))} <span class="place">${one.location.file}:${one.location.start.line}</span></li>`,
      )}
    </ul>
  </details>`;
}
