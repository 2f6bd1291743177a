import type { LibraryReference } from '../../model/evaluation.ts';
import type { PolicyMetadata } from '../../model/finding.ts';
import type { Json } from '../../model/json.ts';
import type { Settings } from '../../model/settings.ts';

export interface Catalogue {
  readonly settings: Settings;
  readonly libraries: readonly LibraryReference[];
  readonly policies: readonly PolicyMetadata[];
  /** Of the libraries, with their parameters by policy under `parameters`. */
  readonly data: Json;
}

/** What applies in a repository, by library: a table for each, in Markdown. */
export function catalogueMarkdown(catalogue: Catalogue): string {
  const sections = sectionsOf(catalogue).map(({ title, rows }) =>
    [
      `## ${escapeCell(title)}`,
      '',
      `| ${COLUMNS.join(' | ')} |`,
      `|${' --- |'.repeat(COLUMNS.length)}`,
      ...rows.map((row) => `| ${row.map(escapeCell).join(' | ')} |`),
    ].join('\n'),
  );
  return `${['# Policies of this repository', ...sections].join('\n\n')}\n`;
}

/** The same as a page of its own: no script, nothing loaded. */
export function catalogueHtml(catalogue: Catalogue): string {
  const sections = sectionsOf(catalogue).map(({ title, rows }) => {
    const lines = rows.map((row) => `<tr>${row.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`);
    const heads = COLUMNS.map((name) => `<th>${name}</th>`).join('');
    return `<h2>${escapeHtml(title)}</h2>\n<div class="wide"><table><thead><tr>${heads}</tr></thead><tbody>\n${lines.join('\n')}\n</tbody></table></div>`;
  });
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Policies of this repository</title>
<style>${STYLE}</style>
</head><body>
<h1>Policies of this repository</h1>
${sections.join('\n')}
</body></html>
`;
}

const COLUMNS = ['policy', 'what it asks', 'phase', 'severity', 'parameters'];

const STYLE = `:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem}
td,th{border-bottom:1px solid #8886;padding:.35rem .75rem .35rem 0;text-align:left;vertical-align:top}
th{font-weight:600}td:nth-child(1),td:nth-child(4){white-space:nowrap}
td:nth-child(2){min-width:14rem}td:nth-child(3){min-width:10.5rem}td:nth-child(5){font-size:.8rem;overflow-wrap:anywhere;min-width:14rem}`;

function sectionsOf({
  settings,
  libraries,
  policies,
  data,
}: Catalogue): readonly { readonly title: string; readonly rows: readonly (readonly string[])[] }[] {
  return libraries.map(({ name, version, digest }) => {
    const own = policies.filter(({ library }) => library === name).toSorted((one, other) => (one.id < other.id ? -1 : 1));
    const title = `${name}${version === '' ? '' : ` ${version}`}, ${own.length} policies (${digest.slice(0, 19)})`;
    return {
      title,
      rows: own.map((policy) => [
        policy.id,
        policy.title,
        phaseWords(policy, settings),
        policy.severity,
        parameterWords(policy, settings, data),
      ]),
    };
  });
}

function phaseWords({ id, phase }: PolicyMetadata, { phases }: Settings): string {
  const setting = phases[id];
  if (!setting) return `${phase} (its default)`;
  return setting.when ? `${setting.phase} under a condition, else ${setting.otherwise ?? phase}` : setting.phase;
}

/** `regions: eu-west-1, eu-central-1 (set here)`: what the settings say, else what the library brings. */
function parameterWords({ id }: PolicyMetadata, { parameters }: Settings, data: Json): string {
  const brought = asObject(asObject(asObject(data)['parameters'])[id]);
  const own = asObject(parameters[id]);
  return Object.entries({ ...brought, ...own })
    .map(([name, value]) => `${name}: ${valueWords(value)}${name in own ? ' (set here)' : ''}`)
    .join('; ');
}

/** The first few of what may be hundreds. */
function valueWords(value: Json): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const all = Array.isArray(value) ? value.map((one) => (typeof one === 'object' ? JSON.stringify(one) : String(one))) : Object.keys(value);
  if (all.length === 0) return 'none';
  return `${all.slice(0, MOST_VALUES).join(', ')}${all.length > MOST_VALUES ? ` and ${all.length - MOST_VALUES} more` : ''}`;
}

const MOST_VALUES = 4;

function asObject(value: Json | undefined): Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, Json>>) : {};
}

const escapeCell = (text: string): string => text.replace(/[\\`*_[\]<>|&#]/g, '\\$&').replace(/\s+/g, ' ');
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (one) => ENTITIES[one] ?? one);
