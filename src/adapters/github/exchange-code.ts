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
  const response = await fetch(`${apiUrl}/app-manifests/${encodeURIComponent(code)}/conversions`, {
    method: 'POST',
    headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
    signal: AbortSignal.timeout(10_000),
  });
  const parsed = Conversion.safeParse(await response.json().catch(() => undefined));
  if (!response.ok || !parsed.success)
    throw new TollgateError('github-failed', `GitHub did not accept the registration (${response.status}). Begin again`);
  const { id, pem, webhook_secret, html_url } = parsed.data;
  return { appId: id, privateKey: pem, webhookSecret: webhook_secret, page: html_url };
}
