import type { Value } from './value.ts';

/** `uri.parse`: the parts that are there. Source: Go, net/url, Parse. */
export function uriParse(text: Value): Value | undefined {
  const url = typeof text === 'string' ? parse(text) : undefined;
  return url && new Map<Value, Value>(Object.entries(url).filter(([, part]) => part !== ''));
}

/** `uri.is_valid`. Nothing is no address. */
export function uriIsValid(text: Value): Value {
  return typeof text === 'string' && text !== '' && parse(text) !== undefined;
}

/** The scheme of an address, empty where it has none; undefined for what is no address. */
export const schemeOf = (text: string): string | undefined => parse(text)?.scheme;

/** The path of an address, without escapes; undefined for what is no address. */
export const pathOf = (text: string): string | undefined => parse(text)?.path;

interface Parts {
  readonly scheme: string;
  readonly hostname: string;
  readonly port: string;
  readonly path: string;
  readonly raw_path: string;
  readonly raw_query: string;
  readonly fragment: string;
}

function parse(text: string): Parts | undefined {
  if ([...text].some((one) => one < ' ' || one === '\u007f')) return undefined;
  const [, before = '', , hash = ''] = /^([^#]*)(#(.*))?$/s.exec(text) ?? [];
  const fragment = decoded(hash);
  const scheme = /^([a-zA-Z][a-zA-Z\d+.-]*):/.exec(before)?.[1] ?? '';
  if (fragment === undefined || (scheme === '' && before.startsWith(':'))) return undefined;
  const [rest = '', ...query] = before.slice(scheme === '' ? 0 : scheme.length + 1).split('?');
  return withPath(rest, { scheme: scheme.toLowerCase(), raw_query: query.join('?'), fragment });
}

type Named = Pick<Parts, 'scheme' | 'raw_query' | 'fragment'>;

function withPath(rest: string, named: Named): Parts | undefined {
  // Neither a path nor a host: what `mailto:` and the like hold is opaque.
  if (named.scheme !== '' && !rest.startsWith('/')) return { ...named, hostname: '', port: '', path: '', raw_path: '' };
  return named.scheme === '' && /^[^/]*:/.test(rest) ? undefined : withHost(rest, named);
}

function withHost(rest: string, named: Named): Parts | undefined {
  // Three slashes begin a path below no host where a scheme stands before them, and a path as it is where none does.
  const isRooted = rest.startsWith('//') && (named.scheme !== '' || !rest.startsWith('///'));
  const [, authority = '', rawPath = ''] = isRooted ? (/^\/\/([^/]*)(.*)$/s.exec(rest) ?? []) : ['', '', rest];
  const host = hostIn(authority.slice(authority.lastIndexOf('@') + 1));
  const path = decoded(rawPath);
  const user = authority.includes('@') ? authority.slice(0, authority.lastIndexOf('@')) : '';
  if (!host || path === undefined || /[^\w\-._~!$&'()*+,;=:%@]/.test(user)) return undefined;
  return { ...named, ...host, path, raw_path: rawPath };
}

function hostIn(text: string): Pick<Parts, 'hostname' | 'port'> | undefined {
  const bracketed = /^\[([^\]]*)\](?::(\d*))?$/.exec(text);
  if (text.startsWith('[')) return bracketed ? { hostname: bracketed[1] ?? '', port: bracketed[2] ?? '' } : undefined;
  const [, name = '', port = ''] = /^(.*?)(?::(\d*))?$/.exec(text) ?? [];
  const hostname = decoded(name);
  // Of a host only what is no letter may be written so.
  if (/%[2-7]/.test(name)) return undefined;
  return hostname === undefined || /[ "<>\\^`{|}[\]:]/.test(name) ? undefined : { hostname, port };
}

/** With `%2F` as what it stands for; undefined where a `%` begins nothing. */
function decoded(text: string): string | undefined {
  if (/%(?![\da-fA-F]{2})/.test(text)) return undefined;
  const bytes = text.split(/(%[\da-fA-F]{2})/);
  return Buffer.concat(bytes.map((one, at) => (at % 2 === 1 ? Buffer.from(one.slice(1), 'hex') : Buffer.from(one)))).toString('utf8');
}
