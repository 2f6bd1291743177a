import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { Json } from '../../../src/model/json.ts';

type Calls = Readonly<Record<string, readonly (readonly Json[])[]>>;

const base64 = (value: Json): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token with that header, signed. */
function token(header: Json, payload: Json, signed: (text: Buffer) => Buffer): string {
  const text = `${base64(header)}.${base64(payload)}`;
  return `${text}.${signed(Buffer.from(text)).toString('base64url')}`;
}

const KEYS = {
  RS: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ES384: generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  ES512: generateKeyPairSync('ec', { namedCurve: 'P-521' }),
  EdDSA: generateKeyPairSync('ed25519'),
};
const pem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString();
const jwks = (key: KeyObject, alg: string): string => JSON.stringify({ keys: [{ ...key.export({ format: 'jwk' }), alg, kid: 'one' }] });

const PAYLOAD = { iss: 'acme', aud: ['data'], big: 1234567890123456, note: 'žluť' };
const headerOf = (alg: string): Json => ({ alg, typ: 'JWT', kid: 'one' });
const pairOf = (alg: string) => (alg === 'EdDSA' ? KEYS.EdDSA : alg.startsWith('ES') ? KEYS[alg as 'ES256'] : KEYS.RS);

function signedBy(alg: string): string {
  const hash = alg === 'EdDSA' ? null : `sha${alg.slice(2)}`;
  const { privateKey: key } = pairOf(alg);
  const padding = alg.startsWith('PS') ? { padding: 6, saltLength: -1 } : {};
  return token(headerOf(alg), PAYLOAD, (text) => sign(hash, text, { key, dsaEncoding: 'ieee-p1363', ...padding }));
}

const ASYMMETRIC = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const TOKENS = new Map(ASYMMETRIC.map((alg) => [alg, signedBy(alg)]));
const other = pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey);

const verifyCalls = (alg: string): readonly (readonly Json[])[] => {
  const given = TOKENS.get(alg) ?? '';
  const { publicKey } = pairOf(alg);
  const wrongKeys = [other, '', 'no key', '{}'];
  return [
    [given, pem(publicKey)],
    [given, jwks(publicKey, alg)],
    [`${given.slice(0, -6)}AAAAAA`, pem(publicKey)],
    [given.replace('.', '.x'), pem(publicKey)],
    ['a.b', pem(publicKey)],
    ...wrongKeys.map((key) => [given, key]),
  ];
};

const hmac = (alg: string): string =>
  token(headerOf(alg), PAYLOAD, (text) =>
    createHmac(`sha${alg.slice(2)}`, 'secret')
      .update(text)
      .digest(),
  );
const timed = (claims: Readonly<Record<string, Json>>): string =>
  token(headerOf('HS256'), claims, (text) => createHmac('sha256', 'secret').update(text).digest());
const nested = token({ alg: 'HS256', cty: 'JWT' }, hmac('HS256'), (text) => createHmac('sha256', 'secret').update(text).digest());

/** Calls of tokens, whose keys are new in each run. */
export const TOKEN_CALLS: Calls = {
  'io.jwt.decode': [[hmac('HS256')], [nested], ['a.b.c'], ['a.b'], [''], ['e30.e30.'], ['e30.W10.'], [`${base64({ enc: 'x' })}.e30.`], [5]],
  ...Object.fromEntries(ASYMMETRIC.map((alg) => [`io.jwt.verify_${alg.toLowerCase()}`, verifyCalls(alg)])),
  ...Object.fromEntries(
    ['HS256', 'HS384', 'HS512'].map((alg) => [
      `io.jwt.verify_${alg.toLowerCase()}`,
      [
        [hmac(alg), 'secret'],
        [hmac(alg), 'other'],
        [hmac('HS256'), 'secret'],
        ['a', 'secret'],
      ],
    ]),
  ),
};

/** With what they are asked at, which is given to ours apart. */
export const VERIFY_CALLS: readonly (readonly [token: string, constraints: Json])[] = [
  [hmac('HS256'), { secret: 'secret', aud: 'data' }],
  [hmac('HS256'), { secret: 'secret', aud: 'data', iss: 'acme', alg: 'HS256' }],
  [hmac('HS256'), { secret: 'secret' }],
  [hmac('HS256'), { secret: 'secret', aud: 'data', alg: 'HS512' }],
  [hmac('HS256'), { secret: 'secret', aud: 'data', iss: 'other' }],
  [hmac('HS256'), { secret: 'other', aud: 'data' }],
  [hmac('HS256'), { secret: 'secret', unknown: 'x' }],
  [hmac('HS256'), {}],
  [TOKENS.get('RS256') ?? '', { cert: pem(KEYS.RS.publicKey), aud: 'data' }],
  [TOKENS.get('ES256') ?? '', { cert: jwks(KEYS.ES256.publicKey, 'ES256'), aud: 'data' }],
  [timed({ exp: 1000 }), { secret: 'secret', time: 999e9 }],
  [timed({ exp: 1000 }), { secret: 'secret', time: 1000e9 }],
  [timed({ nbf: 1000 }), { secret: 'secret', time: 999e9 }],
  [timed({ nbf: 1000 }), { secret: 'secret', time: 1000e9 }],
  [timed({ exp: 'soon' }), { secret: 'secret', time: 1000e9 }],
  [timed({ exp: 1000 }), { secret: 'secret', time: -1 }],
  [timed({ exp: 1000 }), { secret: 'secret' }],
  [timed({ exp: 99_999_999_999 }), { secret: 'secret' }],
];

const GRAPH = { a: ['b', 'c'], b: ['d'], c: ['a'], d: [] };

/** Calls of builtins that were made for packs that use them. */
export const MORE_CALLS: Calls = {
  'graph.reachable_paths': [
    [GRAPH, ['a']],
    [GRAPH, ['b', 'd']],
    [GRAPH, ['z']],
    [{ a: ['x'] }, ['a']],
    [{ a: ['a'] }, ['a']],
    [{ a: ['b'], b: ['a', 'b'] }, ['a', 'b']],
    [GRAPH, 'a'],
  ],
  'json.marshal_with_options': [
    [{ b: [1, { c: null }], a: '<&>\u2028é' }, {}],
    [{ b: [1, { c: null }], a: [] }, { pretty: true }],
    [{ b: [1, {}] }, { indent: '  ', prefix: '> ' }],
    [[1], { pretty: false, indent: ' ' }],
    [[1], { other: 1 }],
    [[1], { indent: 1 }],
    ['\u007f\b\f\t"\\', {}],
  ],
  'regex.globs_match': [
    ['a.a.[0-9]+z', '.b.b2359825792*594823z'],
    ['[a-z]+', '[0-9]*'],
    ['[a-z]*', '[0-9]*'],
    ['a+b', 'ab*'],
    ['.*x', 'y.*'],
    ['a.c', 'abd'],
    ['[a-c]x', '[c-e]x'],
    ['[a-b]x', '[c-e]x'],
    ['a*', ''],
    ['abc', 'abc'],
    ['pqrs]', 'a'],
    ['[abc', 'a'],
    ['*a', 'a'],
    ['', ''],
    ['a*', 'b*'],
    ['x+', '.*'],
  ],
  'strings.replace_h': [
    [{ a: 'YY', bba: 'bX' }, 'bbab'],
    [{ '': 'X', a: 'Y' }, 'ab'],
    [{ '': 'X' }, ''],
    [{ a: '' }, 'banana'],
    [{ '<': '&lt;', '>': '&gt;' }, 'a<b>c'],
    [{ a: 1 }, 'a'],
    [{}, 'a'],
    [{ ab: 'x', a: 'y' }, 'aab'],
    [{ ž: 'z' }, 'žlu'],
  ],
  'time.format': [
    [1_670_006_453_141_828_600],
    [[1_670_006_453_141_828_600, 'Asia/Kolkata']],
    [[1_670_006_453_141_828_600, 'America/New_York', 'Mon Jan 02 15:04:05 -0700 2006']],
    [[1_670_006_453_141_828_600, 'UTC', 'RFC1123']],
    [[1_670_006_453_141_828_600, 'UTC', 'RFC850']],
    [[1_670_006_453_141_828_600, '', '2006-1-2 3:4:5.000 pm']],
    [[1_670_006_453_100_000_000, '', '15:04:05.999999']],
    [[1_670_006_453_000_000_000, '', '__2 002 06 Jan _2']],
    [[0, 'UTC', '']],
    [[1_670_006_453_141_828_600, 'Nowhere/Town']],
    ['now'],
    [[]],
  ],
  'json.match_schema': [
    [{ a: 1 }, { required: ['c'], properties: { a: { maximum: 0 } } }],
    ['[1]', '{"items": {"type": "string"}}'],
    [[1, 1.0], { uniqueItems: true }],
    ['{', {}],
    [{}, { type: 'text' }],
    [5, {}],
  ],
  'json.verify_schema': [[{}], ['{'], [5], [{ type: 'text' }], [{ minLength: -1 }]],
  'time.parse_ns': [
    ['2006-01-02', '2026-02-28'],
    ['2006-01-02 15:04', '2026-11-23 1:02'],
    ['2006-01-02 15:04', '2026-11-23 1:2'],
    ['2006-01-02', '2026-02-30'],
    ['2006-01-02T15:04:05Z07:00', '2017-06-02T19:00:00-07:00'],
    ['2006-01-02T15:04:05Z07:00', '2017-06-02T19:00:00.123456789Z'],
    ['RFC1123', 'Mon, 02 Jan 2006 15:04:05 GMT'],
    ['RFC850', 'Monday, 02-Jan-06 15:04:05 UTC'],
    ['Jan _2 2006 3:04PM', 'Feb  3 2020 4:05AM'],
    ['Jan 2 2006', 'xyz 3 2020'],
    ['2006-01-02', '1600-01-01'],
    ['2006-002', '2024-366'],
    ['2006-002', '2023-366'],
    ['15:04', '25:00'],
    ['2006', '2026x'],
  ],
  'uri.is_valid': [
    ['https://example.com/path?q=1'],
    [''],
    ['http://[invalid'],
    ['a b'],
    ['%zz'],
    ['//host'],
    ['a:b'],
    ['1a:b'],
    [':x'],
    ['http://a b/'],
    [5],
  ],
  'uri.parse': [
    ['https://user:pw@example.com:8080/a%2Fb/c?q=1&r=2#top%20x'],
    ['http://[::1]:80/'],
    ['mailto:a@b.example'],
    ['/only/path'],
    ['//host/path'],
    ['a/b?c'],
    ['HTTP://Example.COM'],
    ['http://host:'],
    ['http://host:x/'],
    ['http://h%41st/'],
    ['?q'],
    ['#f'],
    ['a:b/c'],
    ['a/b:c'],
    [''],
    ['x://'],
    ['http:///path'],
    ['\n'],
  ],
  'uuid.parse': [
    ['000003e8-48b9-21ee-b200-325096b39f47'],
    ['{00000000-0000-4000-8000-000000000000}'],
    ['urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8'],
    ['6bea8ef2d3d33cd184e09bab06a52ece'],
    ['6ba7b810-9dad-11d1-40b4-00c04fd430c8'],
    ['6ba7b810-9dad-11d1-c0b4-01c04fd430c8'],
    ['6ba7b810-9dad-11d1-e0b4-03c04fd430c8'],
    ['6ba7b8109dad-11d1-80b4-00c04fd430c8'],
    ['x'],
    [''],
  ],
};
