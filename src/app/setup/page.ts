import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/** HTML that is safe to send. Only `html` makes it. */
export interface Html {
  readonly html: string;
}

/** Values from outside are escaped, also inside of quotes. */
export function html(words: TemplateStringsArray, ...values: readonly (string | Html)[]): Html {
  return { html: String.raw({ raw: words }, ...values.map((value) => (typeof value === 'string' ? escaped(value) : value.html))) };
}

export interface Page {
  readonly status?: number;
  readonly title: string;
  readonly body: Html;
  /** Where forms go, besides this server. */
  readonly formsTo?: string;
}

/** Sends a page that loads nothing, runs nothing, and sends forms only where it says. */
export function sendPage(response: ServerResponse, { status = 200, title, body, formsTo = '' }: Page): void {
  const nonce = randomBytes(16).toString('base64url');
  const policy = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `form-action 'self' ${formsTo}`.trim(),
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  const head = html`<meta charset="utf-8" /><meta name="viewport" content="width=device-width" /><title>${title} · Tollgate</title>`;
  const style: Html = { html: `<style nonce="${nonce}">${STYLE}</style>` };
  response.end(
    html`<!doctype html>
      <html lang="en">
        <head>
          ${head}${style}
        </head>
        <body>
          <h1>${title}</h1>
          ${body}
        </body>
      </html>`.html,
  );
}

const escaped = (value: string): string => value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const STYLE = [
  'body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem;color:#1f2328;background:#fff}',
  'label{display:block;margin:1rem 0}',
  'input{display:block;width:100%;box-sizing:border-box;padding:.4rem;font:inherit}',
  'button{padding:.5rem 1rem;font:inherit}',
  'code{background:#eff1f3;padding:.1rem .3rem;border-radius:4px}',
  '@media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}code{background:#21262d}a{color:#58a6ff}}',
].join('');
