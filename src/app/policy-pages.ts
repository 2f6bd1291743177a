import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderMarkdown } from './render-markdown.ts';
import { sendPage } from './setup/page.ts';
import type { Handle } from './start-server.ts';

/**
 * The pages of the library that Tollgate brings, each at a fixed path: where "How to fix" leads. They are read once; nothing of any
 * repository is shown.
 */
export function policyPages(folder: string): Readonly<Record<string, Handle>> {
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /^[\w-]+\/[\w-]+\/README\.md$/.test(path));
  return Object.fromEntries(pages.map((path) => [policyPath(path), pageOf(readFileSync(join(folder, path), 'utf8'))]));
}

/** `privacy/mask_personal_data/README.md` is served at `/policies/privacy/mask_personal_data`. */
function policyPath(path: string): string {
  return `/policies/${path.replace(/\/README\.md$/, '')}`;
}

function pageOf(markdown: string): Handle {
  const [first = '', ...rest] = markdown.split('\n');
  const title = first.replace(/^#\s*/, '');
  const body = renderMarkdown(rest.join('\n'));
  return (_, response) => sendPage(response, { title, body });
}
