import type { Handle } from './start-server.ts';
import { html, sendPage } from './setup/page.ts';

export interface Status {
  readonly version: string;
  readonly webhookPath: string;
  /** The app's page on GitHub, where it is known. */
  readonly page?: string;
  healthy(): Promise<boolean>;
}

/** Says that the app runs. It shows nothing of any repository: nobody has signed in. */
export function statusPage({ version, webhookPath, page, healthy }: Status): Handle {
  return async (_, response) => {
    const state = (await healthy()) ? 'It takes deliveries.' : 'It cannot take deliveries now: its database does not answer.';
    const link = page === undefined ? html`` : html`<p><a href="${page}/installations/new">Install the app</a> on more repositories.</p>`;
    const body = html`<p>Version ${version}. ${state} Webhooks arrive at <code>${webhookPath}</code>.</p>
      ${link}`;
    sendPage(response, { title: 'Tollgate runs', body });
  };
}
