import { createHmac, randomUUID } from 'node:crypto';

export const SECRET = 'a secret of the tests, long enough for the app';

/** Sends a webhook as GitHub does, and answers with the status. */
export async function deliver(
  url: string,
  event: string,
  payload: unknown,
  { id = randomUUID(), secret = SECRET }: { readonly id?: string; readonly secret?: string } = {},
): Promise<number> {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const response = await fetch(`${url}/api/github/webhooks`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': id,
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
  });
  await response.text();
  return response.status;
}
