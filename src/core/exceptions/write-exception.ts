import { EXCEPTIONS_FOLDER } from './parse-exception.ts';

/** What someone asks for: the findings of one scope each. */
export interface ExceptionRequest {
  readonly policies: readonly string[];
  readonly scope: readonly { readonly asset?: string; readonly field?: string; readonly fingerprint?: string }[];
  readonly justification: string;
  readonly control?: string;
  readonly requestedBy: string;
  /** Days, `YYYY-MM-DD`. */
  readonly requested: string;
  readonly expires: string;
  readonly ticket?: string;
}

/** The file of an exception, as `parseException` reads it. Values are JSON, which is YAML: nothing in them can become a key. */
export function writeException(request: ExceptionRequest): string {
  const lines = [
    `policies: [${request.policies.map(quoted).join(', ')}]`,
    'scope:',
    ...request.scope.map(
      (one) =>
        `  - { ${Object.entries(one)
          .map(([key, value]) => `${key}: ${quoted(value)}`)
          .join(', ')} }`,
    ),
    `justification: ${quoted(request.justification)}`,
    ...(request.control === undefined ? [] : [`control: ${quoted(request.control)}`]),
    `requested_by: ${quoted(request.requestedBy)}`,
    `requested: ${request.requested}`,
    `expires: ${request.expires}`,
    ...(request.ticket === undefined ? [] : [`ticket: ${quoted(request.ticket)}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** YAML takes JSON's strings, but no lone half of a character and, raw, none of these line ends. */
function quoted(value: string): string {
  return JSON.stringify(value.toWellFormed()).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A name for the file, from what it is about and when it was asked for: `pii002-mart-customers-email-2026-11-23`. */
export function exceptionId({ policies, scope, requested }: ExceptionRequest, taken: (id: string) => boolean): string {
  const [first] = scope;
  const words = [policies.join('-'), first?.asset ?? first?.fingerprint ?? '', first?.field ?? ''];
  const slug = words
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80)
    .replace(/-$/, '');
  const plain = `${slug}-${requested}`;
  for (let count = 1; ; count++) {
    const id = count === 1 ? plain : `${plain}-${count}`;
    if (!taken(id)) return id;
  }
}

export const exceptionPath = (id: string): string => `${EXCEPTIONS_FOLDER}${id}.yml`;
