import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const APP_FILE = new URL('../../../app.yml', import.meta.url);

const AppFile = z.object({
  name: z.string(),
  description: z.string(),
  public: z.boolean(),
  default_permissions: z.record(z.string(), z.enum(['read', 'write'])),
  default_events: z.array(z.string()),
});

export interface AppAddresses {
  /** Where people find this server; GitHub wants an address for each app. */
  readonly publicUrl: string;
  /** Where GitHub sends webhooks. */
  readonly webhookUrl: string;
  /** Where the browser comes back to. */
  readonly callbackUrl: string;
}

/** The app as GitHub's manifest flow takes it: `app.yml`, and where this server is. Source: GitHub Docs, "Registering a GitHub App from a manifest". */
export function appManifest({ publicUrl, webhookUrl, callbackUrl }: AppAddresses): object {
  const file = AppFile.parse(parse(readFileSync(APP_FILE, 'utf8')));
  return { ...file, url: publicUrl, hook_attributes: { url: webhookUrl, active: true }, redirect_url: callbackUrl };
}
