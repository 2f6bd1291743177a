import { constants, createHmac, createPublicKey, timingSafeEqual, verify, X509Certificate, type KeyObject } from 'node:crypto';
import { parseJson } from './json-text.ts';
import { digitsOf, isList, isObject, type Value } from './value.ts';

type JsonObject = ReadonlyMap<Value, Value>;

interface Token {
  /** What was signed: header and payload as they stand. */
  readonly signed: string;
  readonly header: JsonObject;
  /** As it stands: only what is verified is decoded. */
  readonly body: string;
  readonly signature: Buffer;
}

/** `io.jwt.decode`: header, payload and the signature in hex, unverified. */
export function jwtDecode(text: Value): Value | undefined {
  const token = tokenOf(text);
  if (!token) return undefined;
  const inner = payloadOf(token);
  if (inner === undefined) return undefined;
  if (token.header.get('cty') === 'JWT') return jwtDecode(inner.replaceAll(/^["']+|["']+$/g, ''));
  const payload = parseJson(inner);
  return payload !== undefined && isObject(payload) ? [token.header, payload, token.signature.toString('hex')] : undefined;
}

/** `io.jwt.verify_…`: whether the signature is one of this algorithm by the secret, certificate, public key or key set. */
export function jwtVerify(algorithm: string): (text: Value, key: Value) => Value | undefined {
  return (text, key) => {
    const token = tokenOf(text);
    if (!token || typeof key !== 'string') return undefined;
    if (algorithm.startsWith('HS')) return isSigned(algorithm, token, key);
    const keys = keysIn(key);
    return keys && isWellFormed(token.header) ? isSignedByAny(algorithm, token, keys) : undefined;
  };
}

/** `io.jwt.decode_verify`: whether all constraints hold, with header and payload where they do. */
export function jwtDecodeVerify(text: Value, given: Value, now: bigint): Value | undefined {
  const constraints = isObject(given) ? constraintsIn(given, now) : undefined;
  const token = constraints && trusted(tokenOf(text), constraints);
  if (!constraints || token === undefined) return undefined;
  const payload = token === 'unverified' ? undefined : parseJson(payloadOf(token) ?? '');
  if (token === 'unverified') return UNVERIFIED;
  if (payload === undefined || !isObject(payload)) return undefined;
  const holds = claimsHold(payload, constraints);
  if (holds === undefined) return undefined;
  return holds ? [true, token.header, payload] : UNVERIFIED;
}

/** The innermost token, where all that wrap it are signed as they must be; undefined where one is none. */
function trusted(outer: Token | undefined, constraints: Constraints): Token | 'unverified' | undefined {
  for (let token = outer; token; token = tokenOf(payloadOf(token) ?? '')) {
    if (!isWellFormed(token.header)) return undefined;
    if (!isTrusted(token, constraints)) return 'unverified';
    const nested = token.header.get('cty');
    if (typeof nested !== 'string' || nested.toUpperCase() !== 'JWT') return token;
  }
  return undefined;
}

function isTrusted(token: Token, { alg, keys, secret }: Constraints): boolean {
  const algorithm = token.header.get('alg');
  if (typeof algorithm !== 'string' || algorithm === '' || hasUnknownCritical(token.header)) return false;
  if (alg !== '' && alg !== algorithm) return false;
  return keys ? isSignedByAny(algorithm, token, keys) : isSigned(algorithm, token, secret);
}

const UNVERIFIED: Value = [false, new Map(), new Map()];

function tokenOf(text: Value): Token | undefined {
  const parts = typeof text === 'string' ? text.split('.') : [];
  const [head = '', body = '', sign = ''] = parts;
  const [header, signature] = [head, sign].map(base64Url);
  if (parts.length !== 3 || !header || !signature) return undefined;
  const read = parseJson(header.toString('utf8'));
  if (read === undefined || !isObject(read) || read.has('enc')) return undefined;
  return { signed: `${head}.${body}`, header: read, body, signature };
}

const payloadOf = ({ body }: Token): string | undefined => base64Url(body)?.toString('utf8');

function base64Url(text: string): Buffer | undefined {
  return /^[\w-]*={0,2}$/.test(text) && text.replace(/=+$/, '').length % 4 !== 1 ? Buffer.from(text, 'base64url') : undefined;
}

const TEXTS: readonly Value[] = ['alg', 'kid', 'typ', 'cty'];

function isWellFormed(header: JsonObject): boolean {
  const critical = header.get('crit');
  if (critical !== undefined && !(isList(critical) && critical.some((one) => typeof one === 'string'))) return false;
  return TEXTS.every((key) => header.get(key) === undefined || typeof header.get(key) === 'string');
}

/** What must be understood, and is not. Source: RFC 7515, 4.1.11. */
function hasUnknownCritical(header: JsonObject): boolean {
  const critical = header.get('crit');
  return isList(critical ?? null) && (critical as readonly Value[]).some((name) => ![...TEXTS, 'crit'].includes(name) && header.has(name));
}

interface Key {
  readonly key: KeyObject;
  readonly alg: string;
  readonly kid: string;
}

type Jwk = Extract<Parameters<typeof createPublicKey>[0], { readonly format: 'jwk' }>['key'] & {
  readonly alg?: string;
  readonly kid?: string;
};

/** One certificate or public key as PEM, or a key or set of keys as JSON. */
function keysIn(text: string): readonly Key[] | undefined {
  try {
    if (text.includes('-----BEGIN')) return [{ key: pemKey(text), alg: '', kid: '' }];
    const json = JSON.parse(text) as Jwk & { readonly keys?: readonly Jwk[] };
    const all = json.keys ?? [json];
    const known = all.filter(({ alg }) => alg === undefined || ALGORITHMS.test(alg));
    return known.map((jwk) => ({ key: createPublicKey({ key: jwk, format: 'jwk' }), alg: jwk.alg ?? '', kid: jwk.kid ?? '' }));
  } catch {
    return undefined;
  }
}

const ALGORITHMS = /^(?:(?:RS|PS|ES|HS)(?:256|384|512)|EdDSA)$/;

function pemKey(text: string): KeyObject {
  const [, kind, rest] = /^-----BEGIN (CERTIFICATE|PUBLIC KEY)-----[^-]*-----END \1-----\r?\n?(.*)$/s.exec(text) ?? [];
  if (kind === undefined || rest !== '') throw new Error('neither a certificate nor a public key');
  return kind === 'CERTIFICATE' ? new X509Certificate(text).publicKey : createPublicKey(text);
}

function isSignedByAny(algorithm: string, token: Token, keys: readonly Key[]): boolean {
  const kid = token.header.get('kid');
  const named = typeof kid === 'string' && kid !== '' ? keys.find((key) => key.kid === kid) : undefined;
  if (named) return isSigned(algorithm, token, named.key);
  const fitting = keys.filter(({ alg }) => alg === '' || alg === token.header.get('alg'));
  return fitting.some(({ key }) => isSigned(algorithm, token, key));
}

function isSigned(algorithm: string, { signed, signature }: Token, key: KeyObject | string): boolean {
  const hash = `sha${algorithm.slice(2)}`;
  if (!ALGORITHMS.test(algorithm) || (typeof key === 'string') !== algorithm.startsWith('HS')) return false;
  if (typeof key === 'string') {
    const wanted = createHmac(hash, key).update(signed).digest();
    return wanted.length === signature.length && timingSafeEqual(wanted, signature);
  }
  try {
    return verifyBy(algorithm, hash, { signed: Buffer.from(signed), signature, key });
  } catch {
    return false;
  }
}

/** The key's kind must be the algorithm's; a signature of elliptic curves is two numbers side by side. Source: RFC 7518, 3.4. */
function verifyBy(
  algorithm: string,
  hash: string,
  by: { readonly signed: Buffer; readonly signature: Buffer; readonly key: KeyObject },
): boolean {
  const { signed, signature, key } = by;
  const kind = key.asymmetricKeyType;
  if (algorithm === 'EdDSA') return kind === 'ed25519' && verify(null, signed, key, signature);
  if (algorithm.startsWith('ES')) return kind === 'ec' && verify(hash, signed, { key, dsaEncoding: 'ieee-p1363' }, signature);
  if (kind !== 'rsa') return false;
  if (algorithm.startsWith('RS')) return verify(hash, signed, { key, padding: constants.RSA_PKCS1_PADDING }, signature);
  const saltLength = constants.RSA_PSS_SALTLEN_AUTO;
  return verify(hash, signed, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }, signature);
}

interface Constraints {
  readonly keys: readonly Key[] | undefined;
  readonly secret: string;
  readonly alg: string;
  readonly iss: string;
  readonly aud: string;
  /** Nanoseconds since 1970. */
  readonly time: number;
}

function constraintsIn(given: JsonObject, now: bigint): Constraints | undefined {
  const text = (key: string): string => (given.get(key) ?? '') as string;
  const { time, cert, ...texts } = Object.fromEntries(given) as Record<string, Value>;
  const isKnown = Object.entries(texts).every(([key, value]) => ['secret', 'alg', 'iss', 'aud'].includes(key) && typeof value === 'string');
  const at = time === undefined ? Number(now) : Number(digitsOf(time) ?? Number.NaN);
  if (!isKnown || !(at >= 0)) return undefined;
  const keys = typeof cert === 'string' ? keysIn(cert) : undefined;
  if (cert !== undefined && !keys) return undefined;
  const secret = text('secret');
  if ((keys === undefined) === (secret === '')) return undefined;
  return { keys, secret, alg: text('alg'), iss: text('iss'), aud: text('aud'), time: at };
}

/** Undefined where a claim is of a wrong type. */
function claimsHold(payload: JsonObject, { iss, aud, time }: Constraints): boolean | undefined {
  if (iss !== '' && payload.get('iss') !== iss) return false;
  const audience = payload.get('aud');
  const isMeant = isList(audience ?? null) ? (audience as readonly Value[]).includes(aud) : audience === aud;
  if (audience === undefined ? aud !== '' : !isMeant) return false;
  const [until, from] = ['exp', 'nbf'].map((key) => payload.get(key));
  if ([until, from].some((one) => one !== undefined && digitsOf(one) === undefined)) return undefined;
  const seconds = time / 1_000_000_000;
  if (until !== undefined && seconds >= Number(digitsOf(until))) return false;
  return from === undefined || seconds >= Number(digitsOf(from));
}
