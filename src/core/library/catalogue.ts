import type { LibraryReference } from '../../model/evaluation.ts';
import type { PolicyMetadata } from '../../model/finding.ts';
import type { Settings } from '../../model/settings.ts';

export interface Catalogue {
  readonly settings: Settings;
  readonly libraries: readonly LibraryReference[];
  readonly policies: readonly PolicyMetadata[];
}

/** What applies in a repository, by library: a table for each, in Markdown. */
export function catalogueMarkdown(catalogue: Catalogue): string {
  const sections = sectionsOf(catalogue).map(({ title, rows }) =>
    [
      `## ${escapeCell(title)}`,
      '',
      '| policy | what it asks | phase | severity |',
      '| --- | --- | --- | --- |',
      ...rows.map((row) => `| ${row.map(escapeCell).join(' | ')} |`),
    ].join('\n'),
  );
  return `${['# Policies of this repository', ...sections].join('\n\n')}\n`;
}

/** The same as a page of its own: no script, nothing loaded. */
export function catalogueHtml(catalogue: Catalogue): string {
  const sections = sectionsOf(catalogue).map(({ title, rows }) => {
    const lines = rows.map((row) => `<tr>${row.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`);
    return `<h2>${escapeHtml(title)}</h2>\n<table><thead><tr><th>policy</th><th>what it asks</th><th>phase</th><th>severity</th></tr></thead><tbody>\n${lines.join('\n')}\n</tbody></table>`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Policies of this repository</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}td,th{border:1px solid #8888;padding:.3rem .5rem;text-align:left;vertical-align:top}</style>
</head><body>
<h1>Policies of this repository</h1>
${sections.join('\n')}
</body></html>
`;
}

function sectionsOf({
  settings,
  libraries,
  policies,
}: Catalogue): readonly { readonly title: string; readonly rows: readonly (readonly string[])[] }[] {
  return libraries.map(({ name, version, digest }) => {
    const own = policies.filter(({ library }) => library === name).toSorted((one, other) => (one.id < other.id ? -1 : 1));
    const title = `${name}${version === '' ? '' : ` ${version}`}, ${own.length} policies (${digest.slice(0, 19)})`;
    return { title, rows: own.map((policy) => [policy.id, policy.title, phaseWords(policy, settings), policy.severity]) };
  });
}

function phaseWords({ id, phase }: PolicyMetadata, { phases }: Settings): string {
  const setting = phases[id];
  if (!setting) return `${phase} (its default)`;
  return setting.when ? `${setting.phase} under a condition, else ${setting.otherwise ?? phase}` : setting.phase;
}

const escapeCell = (text: string): string => text.replace(/[\\`*_[\]<>|&#]/g, '\\$&').replace(/\s+/g, ' ');
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (one) => ENTITIES[one] ?? one);
