import { Octokit } from '@octokit/rest';
import { z } from 'zod';
import { TollgateError } from '../../core/errors.ts';

/** What GitHub gives for the code of a finished registration. */
export interface Registration {
  readonly appId: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
  readonly page: string;
}

const Conversion = z.object({ id: z.number(), pem: z.string().min(1), webhook_secret: z.string().min(1), html_url: z.string() });

/** Exchanges the code of GitHub's app-manifest flow. It is good once, for an hour. Errors: github-failed, without what GitHub sent. */
export async function exchangeCode(apiUrl: string, code: string): Promise<Registration> {
  const octokit = new Octokit({ baseUrl: apiUrl, userAgent: 'tollgate', log: SILENT, request: { signal: AbortSignal.timeout(10_000) } });
  const answer = await octokit.rest.apps.createFromManifest({ code }).catch((cause: unknown) => cause);
  const { status, data } = answer as { readonly status?: number; readonly data?: unknown };
  const parsed = Conversion.safeParse(data);
  if (!parsed.success)
    throw new TollgateError('github-failed', `GitHub did not accept the registration (${status ?? 'no answer'}). Begin again`);
  const { id, pem, webhook_secret, html_url } = parsed.data;
  return { appId: id, privateKey: pem, webhookSecret: webhook_secret, page: html_url };
}

/** What it would log holds the private key. */
const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
