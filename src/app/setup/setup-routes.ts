import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorFacts, type Log } from '../log.ts';
import type { Handle } from '../start-server.ts';
import { appManifest } from './app-manifest.ts';
import { html, sendPage, type Html } from './page.ts';

export interface SetupOptions {
  /** Where this server answers the administrator's browser: on this machine. */
  ownUrl(): string;
  readonly webhookPath: string;
  readonly publicUrl?: string;
  readonly githubUrl: string;
  /** Exchanges the code for credentials and keeps them; answers with the app's page on GitHub. */
  register(code: string): Promise<{ readonly page: string }>;
  readonly log: Log;
  /** Called when the last page has been sent. */
  done(): void;
}

/** The pages that lead through GitHub's app-manifest flow. What GitHub gives is written to a file and never shown. */
export function setupRoutes(options: SetupOptions): Readonly<Record<string, Handle>> {
  const states = new Set<string>();
  return {
    '/': onlyHere(options, (_, response, url) => showForm(response, url, states, options)),
    '/setup/callback': onlyHere(options, (_, response, url) => finish(response, url, states, options)),
  };
}

/** A page of another site whose name was turned to this machine would have another host here. */
function onlyHere({ ownUrl }: SetupOptions, handle: Handle): Handle {
  return (request, response, url) => {
    const { port } = new URL(ownUrl());
    const hosts = ['127.0.0.1', 'localhost', '[::1]'].flatMap((name) => [name, `${name}:${port}`]);
    if (hosts.includes(request.headers.host ?? '') && isVisit(request)) return handle(request, response, url);
    sendPage(response, {
      status: 403,
      title: 'Not from here',
      body: html`<p>Open this page on the machine that Tollgate runs on.</p>`,
    });
  };
}

const isVisit = ({ method }: IncomingMessage): boolean => method === 'GET';

function showForm(response: ServerResponse, url: URL, states: Set<string>, options: SetupOptions): void {
  const organisation = url.searchParams.get('organisation') ?? '';
  const address = webhookBase(url.searchParams.get('url') ?? options.publicUrl ?? '');
  const known = address !== undefined && /^[a-z\d-]{0,39}$/i.test(organisation);
  const body = known ? registerForm(address, organisation, states, options) : addressForm(url, organisation, options);
  sendPage(response, { title: 'Register the app', body, formsTo: new URL(options.githubUrl).origin });
}

/** GitHub must reach it, and nobody may read along. */
function webhookBase(text: string): string | undefined {
  const url = URL.parse(text);
  return url?.protocol === 'https:' && url.username === '' ? url.href.replace(/\/+$/, '') : undefined;
}

function addressForm(url: URL, organisation: string, { publicUrl }: SetupOptions): Html {
  const given = url.searchParams.get('url') ?? publicUrl ?? '';
  const trouble =
    given === '' ? html`` : html`<p><strong>This takes an address that begins with https:// and the name of an organisation.</strong></p>`;
  return html`<p>Tollgate becomes a GitHub App of your own. Two things are needed first.</p>
    ${trouble}
    <form method="get" action="/">
      <label
        >Where GitHub reaches this server, by https <input name="url" required placeholder="https://tollgate.example" value="${given}"
      /></label>
      <label>The organisation that owns the app (empty: yourself) <input name="organisation" value="${organisation}" /></label>
      <button>Next</button>
    </form>`;
}

/** Nobody has more forms open. */
const MOST_STATES = 100;

function registerForm(address: string, organisation: string, states: Set<string>, options: SetupOptions): Html {
  const state = randomBytes(32).toString('base64url');
  if (states.size >= MOST_STATES) states.clear();
  states.add(state);
  const owner = organisation === '' ? '/settings/apps/new' : `/organizations/${organisation}/settings/apps/new`;
  const manifest = appManifest({
    publicUrl: address,
    webhookUrl: address + options.webhookPath,
    callbackUrl: `${options.ownUrl()}/setup/callback`,
  });
  return html`<p>
      GitHub now asks for a name and shows what the app may do: write checks, comments, review requests and issues; read code.
    </p>
    <form method="post" action="${options.githubUrl + owner}?state=${state}">
      <input type="hidden" name="manifest" value="${JSON.stringify(manifest)}" />
      <button>Register on GitHub</button>
    </form>
    <p>Webhooks will go to <code>${address + options.webhookPath}</code>. <a href="/">Change that</a></p>`;
}

async function finish(response: ServerResponse, url: URL, states: Set<string>, options: SetupOptions): Promise<void> {
  const [code, state] = [url.searchParams.get('code') ?? '', url.searchParams.get('state') ?? ''];
  // Each state is good once: whoever brings another one did not come from our form.
  if (!states.delete(state) || !/^[\w-]{1,200}$/.test(code)) {
    const body = html`<p>This answer does not belong to a registration that began here. <a href="/">Begin again</a></p>`;
    return sendPage(response, { status: 400, title: 'Not registered', body });
  }
  const page = await registered(code, options);
  if (page === undefined) {
    const body = html`<p>GitHub did not accept the registration; its code is good once, for an hour. <a href="/">Begin again</a></p>`;
    return sendPage(response, { status: 502, title: 'Not registered', body });
  }
  const next = html`<p>
    The credentials are kept on this machine. <a href="${page}/installations/new">Install the app</a> on the repositories to watch.
  </p>`;
  response.once('close', options.done);
  sendPage(response, { title: 'Registered', body: next });
}

async function registered(code: string, { register, log }: SetupOptions): Promise<string | undefined> {
  try {
    return (await register(code)).page;
  } catch (error) {
    log('error', 'registration failed', errorFacts(error));
    return undefined;
  }
}
