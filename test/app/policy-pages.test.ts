import { globSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { policyPages } from '../../src/app/policy-pages.ts';
import { renderMarkdown } from '../../src/app/render-markdown.ts';

const pages = policyPages('policies');

async function show(path: string): Promise<string> {
  let sent = '';
  const response = { writeHead: () => response, end: (text: string) => (sent = text) } as unknown as ServerResponse;
  await pages[path]?.({} as never, response, new URL('http://localhost/'));
  return sent;
}

it('every policy that Tollgate brings has its page', () => {
  const folders = globSync('policies/*/*/README.md').map((path) => `/${path.replace('/README.md', '')}`);
  expect(Object.keys(pages).toSorted()).toEqual(folders.toSorted());
});

it('a page shows its title, its fixes as a table, and no Markdown', async () => {
  const page = await show('/policies/privacy/mask_personal_data');
  expect(page).toContain('<h1>PII002 Personal data is masked</h1>');
  expect(page.replaceAll(/>\s+</g, '><')).toContain('<td>Snowflake</td><td><code>email STRING</code></td>');
  expect(page).not.toMatch(/\*\*|^#|\| ---/m);
});

describe('Markdown as our pages use it', () => {
  it.each([
    ['a heading and its text', '## Why\nBecause.', '<h2>Why</h2><p>Because.</p>'],
    ['bold and code', '**Found:** a `<b>`', '<p><strong>Found:</strong> a <code>&#60;b&#62;</code></p>'],
    ['a list', '- one\n- two `x`', '<ul><li>one</li><li>two <code>x</code></li></ul>'],
    ['fenced code', 'So:\n```sql\nselect 1 < 2\n```\nThen.', '<p>So:</p><pre><code>select 1 &#60; 2</code></pre><p>Then.</p>'],
    [
      'a table with a bar',
      '| a | b |\n| --- | --- |\n| x | `y \\| z` |',
      '<table><tr><th>a</th><th>b</th></tr><tr><td>x</td><td><code>y | z</code></td></tr></table>',
    ],
    ['links of the web only', '[GDPR](https://x.example) [page](../y)', '<p><a href="https://x.example">GDPR</a> page</p>'],
  ])('%s', (_, markdown, expected) => {
    // White space between tags shows nothing.
    expect(renderMarkdown(markdown).html.replaceAll(/(?<=>)\s+|\s+(?=<)/g, '')).toBe(expected.replaceAll(/(?<=>)\s+|\s+(?=<)/g, ''));
  });
});
