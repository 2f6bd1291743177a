import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { TollgateError } from '../../core/errors.ts';
import { credentialsFile, readCredentials, type Credentials } from './credentials.ts';

/** All that the server takes from its environment. */
export interface ServerEnvironment {
  readonly host: string;
  readonly port: number;
  readonly webhookPath: string;
  /** Where Tollgate keeps what it must not lose. */
  readonly dataFolder: string;
  /** PostgreSQL; missing: the database in the data folder. */
  readonly databaseUrl?: string;
  /** Where GitHub reaches this server. */
  readonly publicUrl?: string;
  readonly githubUrl: string;
  readonly apiUrl: string;
  /** How many judgements at once. */
  readonly atOnce: number;
  /** Missing until the app is registered. */
  readonly credentials?: Credentials;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Reads the environment of the server. Errors: bad-environment, which names the variable and says what it takes. */
export function readEnvironment(variables: Variables): ServerEnvironment {
  const dataFolder = resolve(variables['TOLLGATE_DATA'] || 'data');
  const githubUrl = webAddress(variables, 'GITHUB_URL') ?? 'https://github.com';
  const databaseUrl = variables['DATABASE_URL'];
  const publicUrl = webAddress(variables, 'TOLLGATE_URL');
  const credentials = credentialsIn(variables) ?? readCredentials(credentialsFile(dataFolder));
  if (credentials) checkSecrets(credentials);
  return {
    host: variables['HOST'] || '127.0.0.1',
    port: whole(variables, 'PORT', 3000, 65_535),
    webhookPath: path(variables, 'WEBHOOK_PATH') ?? '/api/github/webhooks',
    dataFolder,
    ...(databaseUrl ? { databaseUrl } : {}),
    ...(publicUrl ? { publicUrl } : {}),
    githubUrl,
    apiUrl:
      webAddress(variables, 'GITHUB_API_URL') ?? (githubUrl === 'https://github.com' ? 'https://api.github.com' : `${githubUrl}/api/v3`),
    atOnce: whole(variables, 'TOLLGATE_AT_ONCE', 2, 64),
    ...(credentials ? { credentials } : {}),
  };
}

const SHORTEST_SECRET_BYTES = 32;

/** A secret that others may know lets anyone command the app. `development` is what frameworks fall back to. */
function checkSecrets({ webhookSecrets }: Credentials): void {
  for (const secret of webhookSecrets) {
    if (secret !== 'development' && Buffer.byteLength(secret) >= SHORTEST_SECRET_BYTES) continue;
    throw bad('WEBHOOK_SECRET', `must have at least ${SHORTEST_SECRET_BYTES} bytes`, 'openssl rand -hex 32');
  }
}

/** All three or none of them. */
function credentialsIn(variables: Variables): Credentials | undefined {
  const { APP_ID: appId, WEBHOOK_SECRET: secret, WEBHOOK_SECRET_PREVIOUS: previous } = variables;
  const key = privateKeyIn(variables);
  const given = [
    ['APP_ID', appId],
    ['PRIVATE_KEY or PRIVATE_KEY_PATH', key],
    ['WEBHOOK_SECRET', secret],
  ] as const;
  if (given.every(([, value]) => !value)) return undefined;
  const missing = given.find(([, value]) => !value);
  if (missing || !appId || !key || !secret)
    throw bad(missing?.[0] ?? 'APP_ID', 'is missing, while others of the app are set', 'set all three, or none and register the app');
  return {
    appId: whole(variables, 'APP_ID', 0, Number.MAX_SAFE_INTEGER),
    privateKey: key,
    webhookSecrets: [secret, ...(previous ? [previous] : [])],
  };
}

function privateKeyIn({ PRIVATE_KEY: given, PRIVATE_KEY_PATH: file }: Variables): string | undefined {
  const text = given || (file ? readKey(file) : undefined);
  if (text === undefined) return undefined;
  const key = text.includes('-----BEGIN') ? text.replaceAll(String.raw`\n`, '\n') : Buffer.from(text, 'base64').toString();
  if (!key.includes('-----BEGIN') || !key.includes('PRIVATE KEY-----'))
    throw bad('PRIVATE_KEY', 'is no private key', 'the .pem file that GitHub gave you, as it is or as base64');
  return key;
}

function readKey(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw bad('PRIVATE_KEY_PATH', 'names a file that cannot be read', 'the path of the .pem file', cause);
  }
}

function whole(variables: Variables, name: string, fallback: number, most: number): number {
  const text = variables[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > most) throw bad(name, `is no whole number up to ${most}`, String(fallback));
  return value;
}

function webAddress(variables: Variables, name: string): string | undefined {
  const text = variables[name];
  if (!text) return undefined;
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '')
    throw bad(name, 'is no web address', 'https://tollgate.example');
  return url.href.replace(/\/+$/, '');
}

function path(variables: Variables, name: string): string | undefined {
  const text = variables[name];
  if (!text) return undefined;
  if (!/^\/[\w./-]+$/.test(text) || text === '/healthz') throw bad(name, 'is no path of its own', '/api/github/webhooks');
  return text;
}

/** The value itself may be a secret: it is never part of the words. */
function bad(name: string, what: string, example: string, cause?: unknown): TollgateError {
  return new TollgateError('bad-environment', `\`${name}\` ${what}`, { lines: [`do:    set it, as in: ${example}`], cause });
}
