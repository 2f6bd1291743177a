import { html, type Html } from './setup/page.ts';

/** The Markdown that our own policy pages use: headings, paragraphs, lists, tables, fenced code, bold and code. Everything is escaped. */
export function renderMarkdown(markdown: string): Html {
  return joined(blocksOf(markdown.split('\n')).map(blockOf));
}

const FENCE = '```';

/** Lines that belong together: a heading alone, a fence up to its end, rows of a table, everything else up to an empty line. */
function blocksOf(lines: readonly string[]): readonly string[] {
  const blocks: string[][] = [];
  let open: string[] = [];
  const start = (line?: string): void => {
    if (open.length > 0) blocks.push(open);
    open = line === undefined ? [] : [line];
  };
  for (const line of lines) {
    const isFenced = open[0]?.startsWith(FENCE) && !(open.length > 1 && open.at(-1) === FENCE);
    const follows = open.length > 0 && !open[0]?.startsWith('#') && line.startsWith('|') === open[0]?.startsWith('|');
    if (isFenced) open.push(line);
    else if (line.trim() === '') start();
    else if (follows && !/^(?:#|```)/.test(line) && !open[0]?.startsWith(FENCE)) open.push(line);
    else start(line);
  }
  start();
  return blocks.map((block) => block.join('\n'));
}

function blockOf(block: string): Html {
  const heading = /^(#{1,4})\s+(.*)$/s.exec(block);
  if (heading) return html`<h2>${inline(heading[2] ?? '')}</h2>`;
  if (block.startsWith('```')) return html`<pre><code>${block.replaceAll(/^```.*\n|\n?```$/g, '')}</code></pre>`;
  if (block.startsWith('|')) return tableOf(block.split('\n'));
  if (/^[-*] /.test(block))
    return html`<ul>
      ${joined(block.split(/\n(?=[-*] )/).map((item) => html`<li>${inline(item.slice(2))}</li>`))}
    </ul>`;
  return html`<p>${inline(block)}</p>`;
}

function tableOf([head = '', , ...rows]: readonly string[]): Html {
  const cells = (row: string): readonly string[] =>
    row
      .replaceAll(/^\||\|$/g, '')
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim().replaceAll('\\|', '|'));
  const header = joined(cells(head).map((cell) => html`<th>${inline(cell)}</th>`));
  const body = joined(
    rows.map(
      (row) =>
        html`<tr>
          ${joined(cells(row).map((cell) => html`<td>${inline(cell)}</td>`))}
        </tr>`,
    ),
  );
  return html`<table>
    <tr>
      ${header}
    </tr>
    ${body}
  </table>`;
}

/** `code`, **bold** and [words](address); only addresses of the web become links. */
function inline(text: string): Html {
  const pieces = text.split(/(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)]+\))/);
  return joined(pieces.map(pieceOf));
}

function pieceOf(piece: string): Html {
  if (piece.startsWith('`')) return html`<code>${piece.slice(1, -1)}</code>`;
  if (piece.startsWith('**')) return html`<strong>${piece.slice(2, -2)}</strong>`;
  const link = /^\[([^\]]+)\]\((https:\/\/[^)]+)\)$/.exec(piece);
  if (link) return html`<a href="${link[2] ?? ''}">${link[1] ?? ''}</a>`;
  return html`${piece.replace(/^\[([^\]]+)\]\([^)]+\)$/, '$1')}`;
}

const joined = (parts: readonly Html[]): Html => ({ html: parts.map((part) => part.html).join('') });
